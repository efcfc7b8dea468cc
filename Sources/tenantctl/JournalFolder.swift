import ConsoleCore
import Settings

/// `$XDG_STATE_HOME/tenantctl/journal`: one numbered file a session, and a mark beside each that has an open intent.
struct JournalFolder: JournalStorage {
    let location: String

    init(paths: Paths) { location = "\(paths.state)/journal" }

    func sessions() throws(JournalFault) -> [Int] {
        try names().compactMap { Self.number($0, suffix: ".ndjson") }.sorted()
    }

    func read(_ session: Int) throws(JournalFault) -> [UInt8] {
        do {
            return try OwnedFile.read(path(session), limit: .max)
        } catch {
            throw JournalFault(path: path(session), reason: error.reason)
        }
    }

    func create(_ session: Int) throws(JournalFault) -> (any JournalFile)? {
        do throws(OwnedFile.Failure) {
            try OwnedFile.makeFolder(location)
            let file = try AppendOnlyFile(creating: path(session))
            OwnedFolder.flush(location)
            return SessionFile(path: path(session), file: file)
        } catch {
            if error.isExisting { return nil }
            throw JournalFault(path: path(session), reason: error.reason)
        }
    }

    func isHeld(_ session: Int) -> Bool { AppendOnlyFile.isHeld(path(session)) }

    func mark(_ session: Int, unsettled: Bool) throws(JournalFault) {
        guard unsettled else { return OwnedFolder.remove(mark(session)) }
        do {
            try OwnedFile.replace(mark(session), with: [])
        } catch {
            throw JournalFault(path: mark(session), reason: error.reason)
        }
    }

    func unsettled() -> [Int] {
        ((try? names()) ?? []).compactMap { Self.number($0, suffix: ".open") }.sorted()
    }

    private func names() throws(JournalFault) -> [String] {
        do {
            return try OwnedFolder.names(location)
        } catch {
            throw JournalFault(path: location, reason: error.reason)
        }
    }

    private func path(_ session: Int) -> String { "\(location)/\(Self.padded(session)).ndjson" }
    private func mark(_ session: Int) -> String { "\(location)/\(Self.padded(session)).open" }

    private static func padded(_ session: Int) -> String {
        let digits = String(session)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private static func number(_ name: String, suffix: String) -> Int? {
        name.hasSuffix(suffix) ? Int(name.dropLast(suffix.count)) : nil
    }
}

private struct SessionFile: JournalFile {
    let path: String
    let file: AppendOnlyFile

    func append(_ bytes: [UInt8], durably: Bool) throws(JournalFault) {
        do {
            try file.append(bytes, durably: durably)
        } catch {
            throw JournalFault(path: path, reason: error.reason)
        }
    }
}
