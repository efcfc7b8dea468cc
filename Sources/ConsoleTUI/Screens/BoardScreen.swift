import ConsoleCore
import TenantDomain
import TerminalCore

/// A pipeline as columns of cards, stage totals on top.
package struct BoardScreen: Screen {
    package var id = ScreenID.none
    private let pipeline: String?
    private let wanted: TenantMatch?
    private let tenantName: String?
    private var reply: BoardReply?
    private var state = BoardState()
    private var isReading = false
    private var problem: Notice?

    init(pipeline: String?, tenant: TenantMatch?, tenantName: String? = nil) {
        self.pipeline = pipeline
        wanted = tenant
        self.tenantName = tenantName
    }

    package var crumb: String { reply.map { "Pipeline \"\($0.name)\"" } ?? "Pipeline" }
    package var isLoading: Bool { isReading }
    package var tenant: TenantMatch? { reply?.tenant ?? wanted }
    package var hints: [Action] { [.open, .left, .down, .nextPane, .actions, .audit, .copy] }
    package func hint(_ action: Action) -> String? {
        switch action {
        case .left: "stage"
        case .down: "deal"
        case .nextPane: "other pipeline"
        default: nil
        }
    }
    package var supported: Set<Action> {
        [.up, .down, .left, .right, .top, .bottom, .open, .nextPane, .audit, .related, .copy]
    }

    package func note(_ context: AppContext) -> String {
        guard let reply else { return isReading ? "reading …" : "" }
        let open = reply.stages.filter { $0.outcome == .open }
        let deals = open.reduce(0) { $0 + $1.count }
        return ["\(deals) open deals", Self.totals(open.flatMap(\.totals))].filter { !$0.isEmpty }
            .joined(separator: " · ")
    }

    /// Sums by currency, joined; different currencies are never added.
    static func totals(_ amounts: [BoardReply.Money]) -> String {
        var sums: [(currency: String?, cents: Int64)] = []
        for amount in amounts {
            if let place = sums.firstIndex(where: { $0.currency == amount.currency }) {
                sums[place].cents += amount.cents
            } else {
                sums.append((amount.currency, amount.cents))
            }
        }
        return sums.map { BoardReply.Money(cents: $0.cents, currency: $0.currency).text }.joined(separator: " + ")
    }

    package mutating func appear(_ context: AppContext) -> [Effect] {
        isReading = true
        if let tenantName, reply == nil {
            return [.load(LoadSlot(screen: id, purpose: .detail), .tenantNamed(tenantName))]
        }
        return [
            .load(LoadSlot(screen: id, purpose: .page), .board(pipeline: pipeline, tenant: wanted ?? reply?.tenant))
        ]
    }

    package mutating func receive(
        _ result: Result<LoadResult, ConsoleError>, for slot: LoadSlot, _ context: AppContext
    ) -> [Effect] {
        isReading = false
        switch result {
        case .success(.reply(.board(let board))): reply = board
        case .success(.tenant(let tenant)):
            isReading = true
            return [.load(LoadSlot(screen: id, purpose: .page), .board(pipeline: pipeline, tenant: tenant))]
        case .failure(let error):
            problem = Notice(error)
            return [.toast(Notice(error))]
        default: break
        }
        return []
    }

    private var board: Board {
        Board(
            (reply?.stages ?? []).map { stage in
                Board.Stage(
                    stage.name, total: "\(stage.count) · \(Self.brief(stage.totals))",
                    cards: stage.cards.map(Self.card))
            }, emptyText: "no deals")
    }

    /// Whole units; the currency only where there are several.
    private static func brief(_ totals: [BoardReply.Money]) -> String {
        if totals.count > 1 { return totals.map(\.text).joined(separator: " + ") }
        guard let total = totals.first else { return "0" }
        return total.cents % 100 == 0 ? NumberText.grouped(total.cents / 100) : NumberText.cents(total.cents)
    }

    private static func card(_ card: BoardReply.Card) -> Board.Card {
        let age = card.days.map { "\($0) d\(card.isStale ? " !" : "")" }
        let people = [age, card.owner].compactMap { $0 }.joined(separator: " · ")
        return Board.Card(
            card.name,
            lines: [
                Board.Line(card.contact ?? "", right: NumberText.cents(card.cents)),
                Board.Line(people, role: card.isStale ? .notice : .secondary),
            ])
    }

    private var selectedCard: BoardReply.Card? {
        guard let reply, let place = state.selection(board), reply.stages.indices.contains(place.stage),
            reply.stages[place.stage].cards.indices.contains(place.card)
        else { return nil }
        return reply.stages[place.stage].cards[place.card]
    }

    package mutating func perform(_ action: Action, _ context: AppContext) -> [Effect]? {
        let board = board
        switch action {
        case .left: state.moveStage(by: -1, board)
        case .right: state.moveStage(by: 1, board)
        case .up: state.moveCard(by: -1, board)
        case .down: state.moveCard(by: 1, board)
        case .pageUp: state.moveCard(by: -8, board)
        case .pageDown: state.moveCard(by: 8, board)
        case .top: state.moveCard(by: -10_000, board)
        case .bottom: state.moveCard(by: 10_000, board)
        case .open:
            guard let selection = selection(context) else { return [] }
            return [.push(RecordScreen(selection))]
        case .nextPane: return switchPipeline(context)
        default: return nil
        }
        return []
    }

    private func switchPipeline(_ context: AppContext) -> [Effect] {
        guard let reply, !reply.others.isEmpty else { return [.toast(Notice("There is no other pipeline."))] }
        let entries = reply.others.map { other in
            MenuEntry(
                key: "", title: other.name,
                effects: [.replace(BoardScreen(pipeline: other.id.words.first, tenant: reply.tenant))])
        }
        return [.show(MenuOverlay(title: "Pipelines", entries: entries, filtering: true))]
    }

    package func menu(_ context: AppContext) -> [MenuEntry] {
        guard let resource = context.registry.resource(for: .deal), let reply else { return [] }
        return [
            MenuEntry(
                key: "l", title: "Deals as a list", detail: reply.name,
                effects: [.push(ListScreen(ListRequest(resource: resource.name), tenant: reply.tenant))])
        ]
    }

    package func selection(_ context: AppContext) -> Selection? {
        guard let card = selectedCard, let resource = context.registry.resource(for: .deal) else { return nil }
        return Selection(resource: resource, identity: card.identity, label: card.name, tenant: reply?.tenant)
    }

    package func copies(_ context: AppContext) -> [CopyChoice] {
        guard let card = selectedCard else { return [] }
        return [
            CopyChoice(key: "l", title: "deal", text: card.name),
            CopyChoice(key: "i", title: "id", text: card.identity.words.joined(separator: " ")),
            CopyChoice(key: "a", title: "amount", text: NumberText.cents(card.cents)),
        ]
    }

    package func commandLine(_ context: AppContext) -> String? {
        var words = ["board"]
        if let reply { words += reply.pipeline.words.prefix(1) } else if let pipeline { words.append(pipeline) }
        return context.commandLine.text(words)
    }

    package mutating func render(in area: Rect, into buffer: inout CellBuffer, _ context: AppContext) {
        guard reply != nil else {
            if let problem {
                _ = Paragraph(problem.text).render(
                    in: area.inset(left: 2, top: 1, right: 2), into: &buffer, context: context.render)
            }
            return
        }
        board.render(in: area.inset(left: 1, right: 1), into: &buffer, state: &state, context: context.render)
    }
}
