import ConsoleCore
import Foundation
import Synchronization

/// How far a change to many rows is, in one line of standard error that is written over.
final class ChangeProgress: Sendable {
    private static let width = 30
    private let isShown: Bool
    private let hasLine = Mutex(false)

    init(isShown: Bool) { self.isShown = isShown }

    func reached(_ step: ChangeStep) {
        guard isShown else { return }
        switch step {
        case .began: show("checking again …")
        case .wrote(let done, let total):
            show("\(NumberText.grouped(Int64(done))) of \(NumberText.grouped(Int64(total))) rows")
        case .committing: show("committing …")
        case .locked, .checked, .intended, .audited, .announced, .committed, .settled: break
        }
    }

    /// What is said next begins on a line of its own.
    func end() {
        let had = hasLine.withLock { had in
            defer { had = false }
            return had
        }
        if had { write("\n") }
    }

    private func show(_ text: String) {
        hasLine.withLock { $0 = true }
        // Blanks over what an earlier text left, which needs no terminal's words for it.
        write("\r" + text + String(repeating: " ", count: max(0, Self.width - text.count)))
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
