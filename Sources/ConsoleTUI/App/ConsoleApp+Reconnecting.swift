import ConsoleCore
import TerminalCore

/// The database is away: what is on screen stays, the header says so, and a small read is tried with growing pauses.
/// Only reads are ever repeated.
struct Reconnection: Sendable, Equatable {
    /// Seconds before each attempt, the last one for all that follow.
    private static let pauses = [1, 2, 4, 8, 15, 30]

    private(set) var attempts = 0

    /// Seconds until the next attempt.
    mutating func next() -> Int {
        defer { attempts += 1 }
        return Self.pauses[min(attempts, Self.pauses.count - 1)]
    }
}

extension ConsoleApp {
    static let reconnectSlot = LoadSlot(screen: .none, purpose: .reconnect)

    /// Follows what reads say of the connection.
    ///
    /// - Parameter effects: what the view made of the result.
    mutating func watchConnection(
        _ result: Result<LoadResult, ConsoleError>, _ effects: [Effect]
    ) -> [Effect] {
        switch result {
        case .success:
            guard reconnection != nil else { return effects }
            reconnection = nil
            context.away = nil
            return effects + [.toast(Notice("Connected again.", kind: .done))] + returned()
        case .failure(let error):
            guard error.isLostConnection else { return effects }
            // One line says it, however many reads it met.
            var effects = effects.filter { if case .toast = $0 { false } else { true } }
            if reconnection == nil {
                effects.append(.toast(Notice(error)))
                reconnection = Reconnection()
                effects.append(nextAttempt())
            }
            return effects
        }
    }

    /// The answer to an attempt.
    mutating func reconnected(_ result: Result<LoadResult, ConsoleError>) -> [Effect] {
        guard reconnection != nil else { return [] }
        if case .failure(let error) = result, error.isLostConnection { return [nextAttempt()] }
        // Any other answer, an error too, comes from a database that is there.
        return watchConnection(.success(.answered), [])
    }

    private mutating func nextAttempt() -> Effect {
        guard var current = reconnection else { return .timer(.reconnect, milliseconds: 1000) }
        let seconds = current.next()
        reconnection = current
        context.away = "NO CONNECTION, trying again every \(seconds) s"
        return .timer(.reconnect, milliseconds: seconds * 1000)
    }
}
