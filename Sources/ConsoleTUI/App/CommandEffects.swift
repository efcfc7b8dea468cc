import ConsoleCore
import TenantDomain

/// What a command means on a screen: most become a view, the rest are read and answered.
enum CommandEffects {
    static func effects(for command: Command, _ context: AppContext) -> [Effect] {
        if let refusal = context.session.view?.refusal(of: command) { return [.toast(Notice(refusal))] }
        switch command {
        case .list(let request): return [.push(ListScreen(request))]
        case .find(let text): return [.push(FindScreen(text: text))]
        case .audit(let request):
            return [.push(TimelineScreen(filter: request.filter, tenant: nil, tenantName: request.tenant))]
        case .trail(.histogram(let request)): return TrailScreens.histogram(request, context)
        case .trail(.follow(let request, _)):
            return [
                .push(TimelineScreen(filter: request.filter, tenant: nil, tenantName: request.tenant, follows: true))
            ]
        case .overLimits: return [.push(OverLimitsScreen())]
        case .plans: return [.push(PlansScreen())]
        case .board(nil, nil) where context.pin == nil:
            // Every tenant has pipelines of its own: which one is meant is picked from their list.
            let pipelines = context.registry.resource(for: .pipeline)
            return [
                .push(
                    pipelines.map { ListScreen(ListRequest(resource: $0.name)) }
                        ?? BoardScreen(pipeline: nil, tenant: nil))
            ]
        case .board(let pipeline, let tenant):
            return [
                .push(BoardScreen(pipeline: pipeline, tenant: tenant == nil ? context.pin : nil, tenantName: tenant))
            ]
        case .entry(let source, let id): return [.push(EntryScreen(source: source, id: id, title: ""))]
        case .resources: return [.push(ResourcesScreen())]
        case .describe(let word): return [.push(DescribeScreen(word))]
        case .console(let action): return effects(for: action, context)
        case .environment(.use(let name)): return [.useEnvironment(name)]
        case .journal(.verify):
            return [.load(LoadSlot(screen: .none, purpose: .command), .command(.journal(.verify(withDatabase: true))))]
        case .reveal(let request, let reason): return [.push(RecordScreen(request, revealing: reason))]
        case .change(let request, _):
            return [.load(LoadSlot(screen: .none, purpose: .command), .draft(request))]
        case .edit(let resource, let id, _):
            return [.load(LoadSlot(screen: .none, purpose: .command), .editDraft(resource, id))]
        case .access(let command): return ViewEffects.effects(for: command, context)
        case .journal, .caseSummary, .show, .tenant, .user, .functions, .info, .map, .trail, .config, .environment,
            .demo, .database, .complete, .receipts, .apply:
            return [.load(LoadSlot(screen: .none, purpose: .command), .command(command))]
        }
    }

    private static func effects(for action: ConsoleAction, _ context: AppContext) -> [Effect] {
        switch action {
        case .quit: [.quit]
        case .help: [.perform(.help)]
        case .back: [.perform(.back)]
        case .forward: [.perform(.forward)]
        case .reload: [.perform(.reload)]
        case .theme(let name): [.setTheme(name)]
        case .zone(let name): [.setZone(name)]
        case .pin(nil): [.pin(nil)]
        case .togglePin: [.perform(.pin)]
        case .pin(let name?): [.load(LoadSlot(screen: .none, purpose: .command), .tenantNamed(name))]
        case .columns(let names): [.setColumns(names)]
        case .sort(let sort): [.setSort(sort)]
        case .filter(let text): [.setFilter(text)]
        case .mouse: [.setMouse]
        case .linear: [.setLinear]
        case .limitedRows: [.limitRows]
        case .viewAs(let request): [.viewAs(request, then: nil)]
        case .watch: [.perform(.watch)]
        case .recent: [.perform(.recent)]
        case .export(let format, let file): [.export(format, file: file)]
        case .save(let name): [.saveFilter(name)]
        case .elevate(let minutes, let reason): LeaseEffects.elevate(minutes: minutes, reason: reason)
        case .relinquish: LeaseEffects.relinquish(context)
        }
    }
}

/// A reply as a view.
enum ReplyScreens {
    static func effects(for reply: Reply, _ context: AppContext) -> [Effect] {
        switch reply {
        case .record(let record): [.push(RecordScreen(record))]
        case .tenant(let overview): [.push(TenantScreen(overview.tenant))]
        case .user(let overview): [.push(UserScreen(identity: overview.identity, label: overview.label))]
        case .description(let description): [.push(DescribeScreen(description.word))]
        case .facts(let facts): [.push(FactsScreen(facts))]
        case .reopen(let text): [.toast(Notice(text, kind: .done)), .reopen]
        case .trail(let reply): TrailScreens.effects(for: reply, context)
        case .lines(let lines): [.push(TextScreen(title: "Output", text: lines.joined(separator: "\n")))]
        case .message(let text): [.toast(Notice(text, kind: .done))]
        case .console(let action): CommandEffects.effects(for: .console(action), context)
        case .open(let environment): [.useEnvironment(environment)]
        case .plan(let plan):
            [
                .push(
                    TextScreen(
                        title: plan.title, text: ChangeText.lines(plan, zone: context.zone).joined(separator: "\n")))
            ]
        case .receipt(let receipt): [.toast(Notice(receipt.title, kind: .done))]
        case .access(let explanation): [.push(TextScreen(title: "Access", text: explanation.paragraph))]
        case .list, .find, .board, .plans, .timeline, .entry: []
        }
    }
}
