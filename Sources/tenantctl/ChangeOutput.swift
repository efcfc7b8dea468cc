import ConsoleCore
import Foundation
import TenantDomain
import TenantStore

/// A change from the command line: planned, shown, confirmed, applied.
struct ChangeOutput {
    let session: ConsoleSession
    let terms: WriteTerms

    /// The plan for a dry run, the receipt for a change that was made.
    func run(_ request: ChangeRequest) async throws(ConsoleError) -> Reply {
        try await finish(try await ChangeCommands(session: session).plan(request))
    }

    /// A row as text, in an editor. What would refuse the change whatever is written there is said first.
    func run(_ editing: RowEditing, _ resource: String, _ id: [String]) async throws(ConsoleError) -> Reply {
        if terms.writes { try session.checkLease(for: "edit", reason: terms.reason ?? "") }
        return try await finish(try await editing.plan(resource, id))
    }

    private func finish(_ plan: ChangePlan) async throws(ConsoleError) -> Reply {
        if let file = terms.saveFile { try PlanFile.save(plan, reason: terms.reason, to: file, session: session) }
        if terms.isDryRun || terms.saveFile != nil { return .plan(session.shown(plan)) }
        return try await apply(plan, planner: nil, ChangeCommands(session: session))
    }

    /// The change of a saved plan, planned again here.
    func run(_ file: SavedPlanFile) async throws(ConsoleError) -> Reply {
        let (plan, planner) = try await SavedPlans(session: session).plan(file)
        if terms.isDryRun { return .plan(session.shown(plan)) }
        return try await apply(plan, planner: planner, ChangeCommands(session: session))
    }

    /// Confirms and applies the plan under a lease that ends with it.
    private func apply(
        _ plan: ChangePlan, planner: String?, _ commands: ChangeCommands
    ) async throws(ConsoleError) -> Reply {
        guard terms.writes else {
            show(plan)
            throw .lease(.none)
        }
        _ = try LeaseService(session: session).elevate(minutes: 1, reason: terms.reason ?? "")
        defer { LeaseService(session: session).end(.relinquished) }
        let authority = try session.authority(for: plan.change, planner: planner)
        try confirm(plan, commands)
        let service = ChangeService(session: session)
        let progress = ChangeProgress(isShown: isatty(STDERR_FILENO) == 1 && plan.rowCount > 1_000)
        do throws(ConsoleError) {
            let receipt = try await service.apply(plan, authority) { step in
                FailPoint.reached(step)
                progress.reached(step)
            }
            progress.end()
            return .receipt(receipt)
        } catch {
            progress.end()
            if error == .cancelled || error == .store(.cancelled) {
                Streams.error("Cancelled; nothing was written.")
            }
            throw error
        }
    }

    private func show(_ plan: ChangePlan) {
        for line in ChangeText.lines(session.shown(plan), zone: session.zone) { Streams.error(SafeText.visible(line)) }
    }

    /// Words given beforehand, or asked for where a terminal is there.
    private func confirm(_ plan: ChangePlan, _ commands: ChangeCommands) throws(ConsoleError) {
        let name = ChangeCommands.typedName(plan)
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
            : plan.severity == .routine ? "Enter or y to go on, anything else to stop: " : "y to go on: "
        FileHandle.standardError.write(Data(SafeText.visible(question).utf8))
        let answer = readLine() ?? "\u{4}"
        let isRight = isTyped ? answer == name : answer == "y" || (answer.isEmpty && plan.severity == .routine)
        if !isRight { throw .refused(reason: "Not confirmed; nothing was written.", hint: nil) }
    }
}
