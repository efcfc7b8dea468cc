import ConsoleCore
import ConsoleTUI
import Foundation
import Settings
import TenantDomain
import TenantStore

/// The first view of a database that is far away, as it last stood on screen, in a file that only its owner may read.
///
/// It is kept for one persona, one role and one profile in one environment: nobody is shown what another persona saw, or
/// what has since been masked.
struct FirstViewCache: Sendable {
    private struct Kept: Codable {
        let key: String
        let view: FirstView
    }

    private let path: String
    private let key: String

    init(launch: Launch, session: ConsoleSession) {
        let profile = session.registry.profile
        let parts = [
            ProgramVersion.text, session.store.identity.key, session.environment.name, session.persona.rawValue,
            session.operatorName, profile.name, profile.unmask.sorted().joined(separator: " "),
            profile.secrets.sorted().joined(separator: " "), profile.personal.sorted().joined(separator: " "),
            session.registry.catalog.role?.name ?? "",
        ]
        key = parts.joined(separator: "\n")
        path = "\(launch.paths.cache)/views/\(CatalogCache.fileName(for: key)).json"
    }

    func view() -> FirstView? {
        guard let bytes = try? OwnedFile.read(path), let kept = try? JSONDecoder().decode(Kept.self, from: Data(bytes)),
            kept.key == key
        else { return nil }
        return kept.view
    }

    /// A view that cannot be kept is no error.
    func keep(_ view: FirstView) {
        guard let slash = path.lastIndex(of: "/"), let data = try? JSONEncoder().encode(Kept(key: key, view: view)),
            (try? OwnedFile.makeFolder(String(path[..<slash]))) != nil
        else { return }
        try? OwnedFile.replace(path, with: [UInt8](data))
    }
}
