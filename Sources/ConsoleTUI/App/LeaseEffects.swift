import ConsoleCore

/// What taking, holding and losing a lease means on a screen.
enum LeaseEffects {
    private static let slot = LoadSlot(screen: .none, purpose: .lease)

    static func elevate(minutes: Int?, reason: String) -> [Effect] {
        [.load(slot, .elevate(minutes: minutes, reason: reason))]
    }

    static func relinquish(_ context: AppContext) -> [Effect] {
        context.lease == nil
            ? [.toast(Notice("There is no lease to give up."))] : [.load(slot, .endLease(.relinquished))]
    }

    static func taken(_ lease: WriteLease, _ context: AppContext) -> [Effect] {
        [
            .timer(.lease, milliseconds: 1000),
            .toast(
                Notice(
                    "You may write for \(context.leaseCountdown) as \(lease.persona.rawValue).",
                    hint: ":relinquish ends it", kind: .done)),
        ]
    }

    static func ended(_ lease: WriteLease?, _ how: LeaseEnd) -> [Effect] {
        guard let lease else { return [] }
        let words = how == .expired ? "has ended" : "is given up"
        return [.toast(Notice("The lease (\(lease.reasonHead)) \(words): read-only.", kind: .info))]
    }

    /// One second went by.
    static func ticked(_ context: AppContext) -> [Effect] {
        context.lease == nil ? [.load(slot, .endLease(.expired))] : [.timer(.lease, milliseconds: 1000)]
    }
}
