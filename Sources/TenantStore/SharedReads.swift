import Synchronization
import TenantDomain

/// Statements that a store's connections share among them: each takes the next ones when it is free, so that both are
/// done at the same time whatever a statement costs, and one connection does everything where no other can be had.
package final class SharedReads: Sendable {
    private struct State {
        /// Places of statements that nobody has taken, the next one last.
        var waiting: [Int]
        var blocks: [RowBlock?]
        var isHelped = false
    }

    package let statements: [Statement]
    private let state: Mutex<State>

    package init(_ statements: [Statement]) {
        self.statements = statements
        state = Mutex(
            State(
                waiting: Array(statements.indices.reversed()),
                blocks: [RowBlock?](repeating: nil, count: statements.count)))
    }

    /// Takes statements that nobody has taken: by their places, none where all are taken.
    ///
    /// - Parameter count: how many, told how many are left and whether a second connection is at work.
    package func take(_ count: (_ left: Int, _ isHelped: Bool) -> Int) -> [Int] {
        state.withLock { state in
            let most = min(state.waiting.count, max(1, count(state.waiting.count, state.isHelped)))
            // From all over what is left: neighbours cost alike.
            let step = max(1, state.waiting.count / max(1, most))
            let taken = Set((0..<most).map { state.waiting.count - 1 - $0 * step })
            let places = taken.sorted(by: >).map { state.waiting[$0] }
            state.waiting = state.waiting.indices.filter { !taken.contains($0) }.map { state.waiting[$0] }
            return places
        }
    }

    package func answer(_ places: [Int], with blocks: [RowBlock]) {
        state.withLock { state in
            for (place, block) in zip(places, blocks) { state.blocks[place] = block }
        }
    }

    /// Leaves to others what was taken and cannot be done.
    package func giveBack(_ places: [Int]) {
        state.withLock { $0.waiting += places.reversed() }
    }

    /// Whether there is something to take.
    package var hasMore: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Runs all statements.
    ///
    /// - Parameters:
    ///   - patience: how long the first connection works alone before it is worth having another one.
    ///   - leading: takes statements until there are no more. What it throws ends the read.
    ///   - helping: does the same on another connection. Gives back what it cannot do.
    /// - Returns: a block for each statement.
    package func run(
        patience: Duration, leading: @escaping @Sendable () async throws(StoreError) -> Void,
        helping: @escaping @Sendable () async -> Void
    ) async throws(StoreError) -> [RowBlock] {
        let failure: StoreError? = await withTaskGroup(of: Ended.self) { group in
            group.addTask {
                do throws(StoreError) {
                    try await leading()
                    return .leader(nil)
                } catch {
                    return .leader(error)
                }
            }
            group.addTask {
                guard (try? await Task.sleep(for: patience)) != nil, self.hasMore else { return .helper }
                self.state.withLock { $0.isHelped = true }
                await helping()
                return .helper
            }
            var failure: StoreError?
            for await ended in group {
                guard case .leader(let error) = ended else { continue }
                failure = error
                // A helper at work is waited for; one that has not begun need not begin.
                if error != nil || !self.isHelped { group.cancelAll() }
            }
            return failure
        }
        if let failure { throw failure }
        if hasMore { try await leading() }
        return state.withLock { $0.blocks.compactMap(\.self) }
    }

    private enum Ended {
        case leader(StoreError?)
        case helper
    }

    private var isHelped: Bool { state.withLock { $0.isHelped } }
}
