import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// The `[[queries]]` of config.toml: read into the session, and written to by `audit save`.
struct SavedQueryFile {
    let launch: Launch

    static func shelf(_ launch: Launch) -> QueryShelf {
        QueryShelf(
            launch.settings.savedQueries.map { query in
                let isTrail = [NamedQuery.trail, "audit_logs", "audit_log", "trail"].contains(query.resource)
                return NamedQuery(
                    name: query.name, title: query.sort.isEmpty ? "" : "sorted by \(query.sort)",
                    resource: isTrail ? NamedQuery.trail : query.resource, meaning: .filters([query.filter]))
            })
    }

    /// Appends the query; a name that the file has already is refused, since the file is the user's to edit.
    func add(_ query: NamedQuery) throws(ConsoleError) -> String {
        let path = launch.settings.file.path
        if launch.settings.savedQueries.contains(where: { $0.name == query.name }) {
            throw .refused(
                reason: "\(path) has a query named \(query.name) already.", hint: "Save under another name, or edit it."
            )
        }
        var old = ""
        do {
            old = String(decoding: try OwnedFile.read(path), as: UTF8.self)
        } catch  where !error.isMissing {
            throw .file(path: path, reason: error.reason)
        } catch {}
        let block =
            "[[queries]]\nname = \(Self.quoted(query.name))\nresource = \(Self.quoted(query.resource))\n"
            + "filter = \(Self.quoted(query.text))\n"
        let text = old + (old.isEmpty || old.hasSuffix("\n\n") ? "" : old.hasSuffix("\n") ? "\n" : "\n\n") + block
        do {
            try OwnedFile.makeFolder((path as NSString).deletingLastPathComponent)
            try OwnedFile.replace(path, with: Array(text.utf8))
        } catch {
            throw .file(path: path, reason: error.reason)
        }
        return path
    }

    /// A TOML basic string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
