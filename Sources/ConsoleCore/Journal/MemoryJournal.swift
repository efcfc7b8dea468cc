import Synchronization

/// Journals that end with the process: for embedded databases and tests, which have nobody to account to.
package final class MemoryJournal: JournalStorage {
    private struct State {
        var files: [Int: [UInt8]] = [:]
        var marks: Set<Int> = []
        var fault: JournalFault?
    }

    package let location = "memory"
    private let state = Mutex(State())

    package init() {}

    /// Makes every later write fail, or none.
    package func fail(with fault: JournalFault?) { state.withLock { $0.fault = fault } }

    /// Puts other bytes in place of a session's.
    package func replace(_ session: Int, with bytes: [UInt8]?) { state.withLock { $0.files[session] = bytes } }

    package func sessions() throws(JournalFault) -> [Int] { state.withLock { $0.files.keys.sorted() } }

    package func read(_ session: Int) throws(JournalFault) -> [UInt8] { state.withLock { $0.files[session] ?? [] } }

    package func create(_ session: Int) throws(JournalFault) -> (any JournalFile)? {
        let isNew = state.withLock { state in
            if state.files[session] != nil { return false }
            state.files[session] = []
            return true
        }
        return isNew ? File(session: session, journal: self) : nil
    }

    package func isHeld(_ session: Int) -> Bool { false }

    package func mark(_ session: Int, unsettled: Bool) throws(JournalFault) {
        state.withLock { state in
            if unsettled { state.marks.insert(session) } else { state.marks.remove(session) }
        }
    }

    package func unsettled() -> [Int] { state.withLock { $0.marks.sorted() } }

    private func append(_ bytes: [UInt8], to session: Int) throws(JournalFault) {
        let fault = state.withLock { state in
            if state.fault == nil { state.files[session, default: []] += bytes }
            return state.fault
        }
        if let fault { throw fault }
    }

    private struct File: JournalFile {
        let session: Int
        let journal: MemoryJournal

        func append(_ bytes: [UInt8], durably: Bool) throws(JournalFault) { try journal.append(bytes, to: session) }
    }
}
