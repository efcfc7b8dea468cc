import ConsoleCore
import Foundation
import TenantDomain

/// A change from the command line: planned, shown, confirmed, applied.
struct ChangeOutput {
    let session: ConsoleSession
    let request: ChangeRequest
    let terms: WriteTerms

    /// The plan for a dry run, the receipt for a change that was made.
    func run() async throws(ConsoleError) -> Reply {
        let commands = ChangeCommands(session: session)
        let plan = try await commands.plan(request)
        if terms.isDryRun { return .plan(plan) }
        guard terms.writes else {
            show(plan)
            throw .lease(.none)
        }
        _ = try LeaseService(session: session).elevate(minutes: 1, reason: terms.reason ?? "")
        defer { LeaseService(session: session).end(.relinquished) }
        let authority = try session.authority(for: plan.change)
        try confirm(plan, commands)
        let service = ChangeService(session: session)
        let progress = isatty(STDERR_FILENO) == 1
        let receipt = try await service.apply(plan, authority) { step in
            guard progress, case .wrote(let done, let total) = step, total > 1_000 else { return }
            FileHandle.standardError.write(Data("\r\(done) of \(total) rows".utf8))
            if done == total { FileHandle.standardError.write(Data("\n".utf8)) }
        }
        return .receipt(receipt)
    }

    private func show(_ plan: ChangePlan) {
        for line in ChangeText.lines(plan) { Streams.error(SafeText.visible(line)) }
    }

    /// Words given beforehand, or asked for where a terminal is there.
    private func confirm(_ plan: ChangePlan, _ commands: ChangeCommands) throws(ConsoleError) {
        let name = commands.typedName(plan)
        let isTyped = commands.wantsTypedName(plan)
        if isTyped, let given = terms.confirmedName {
            guard given == name else {
                throw .refused(reason: "--confirm says '\(given)'; it has to be '\(name)'.", hint: nil)
            }
            return
        }
        if !isTyped, terms.isConfirmed { return }
        show(plan)
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw .refused(
                reason: "Nobody is there to confirm it.",
                hint: isTyped
                    ? "Say --confirm \"\(name)\"." : "Say --yes.")
        }
        let question =
            isTyped
            ? "Type \(name) to go on: "
            : plan.severity == .routine ? "Enter to go on, anything else to stop: " : "y to go on: "
        FileHandle.standardError.write(Data(SafeText.visible(question).utf8))
        let answer = readLine() ?? "\u{4}"
        let isRight = isTyped ? answer == name : plan.severity == .routine ? answer.isEmpty : answer == "y"
        if !isRight { throw .refused(reason: "Not confirmed; nothing was written.", hint: nil) }
    }
}
