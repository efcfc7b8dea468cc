import ConsoleCore
import TenantDomain
import TerminalCore

/// The menus of the console: pure functions from what is selected to entries.
extension MenuOverlay {
    static func actions(of screen: (any Screen)?, _ context: AppContext) -> MenuOverlay {
        let selection = screen?.selection(context)
        var entries: [MenuEntry] = []
        if let selection {
            entries.append(
                MenuEntry(
                    key: "o", title: "Open", detail: selection.label, effects: [ScreenOpening.open(selection, context)])
            )
            entries.append(
                MenuEntry(
                    key: "d", title: "Record", detail: "every column of the row",
                    effects: [.push(RecordScreen(selection))]))
            entries.append(
                MenuEntry(
                    key: "a", title: "Audit trail", detail: "who changed it, when, from what to what",
                    effects: [.push(TimelineScreen.of(selection, context))]))
        }
        entries += VerbEntries.entries(screen?.marked(context) ?? [], context)
        if let tenant = selection?.tenant ?? screen?.tenant {
            if selection?.resource.concept != .tenant {
                entries.append(
                    MenuEntry(key: "t", title: "Tenant", detail: tenant.name, effects: [.push(TenantScreen(tenant))]))
            }
            entries.append(
                context.pin == tenant
                    ? MenuEntry(key: "P", title: "Unpin", detail: tenant.name, effects: [.pin(nil)])
                    : MenuEntry(
                        key: "P", title: "Pin", detail: "every list shows \(tenant.name) only", effects: [.pin(tenant)])
            )
        }
        entries += screen?.menu(context) ?? []
        entries.append(MenuEntry(key: "y", title: "Copy", effects: [.perform(.copy)]))
        entries.append(MenuEntry(key: "x", title: "Save the view", effects: [.perform(.export)]))
        return MenuOverlay(
            title: selection.map { "\($0.resource.singular) \($0.label)" } ?? "Actions", entries: entries)
    }

    static func copies(_ choices: [CopyChoice]) -> MenuOverlay {
        MenuOverlay(
            title: "Copy",
            entries: choices.map { choice in
                let head = String(choice.text.prefix(40)).replacing("\n", with: " ")
                return MenuEntry(
                    key: choice.key, title: choice.title, detail: head,
                    effects: [.copy(choice.text, what: choice.title)])
            })
    }

    static func exports(of screen: (any Screen)?, _ context: AppContext) -> MenuOverlay {
        var entries: [MenuEntry] = []
        if let query = screen?.exportQuery {
            for (key, format, detail) in [
                ("c", ExportFormat.csv, "every row of the list, not only those on screen"),
                ("j", .json, "every row"), ("n", .ndjson, "every row, one a line"), ("m", .markdown, "every row"),
            ] {
                entries.append(
                    MenuEntry(
                        key: key, title: format.rawValue.uppercased(), detail: detail,
                        effects: [.exportRows(query, format, file: nil)]))
            }
        }
        return MenuOverlay(title: "Save the view", entries: entries + pictureEntries(stem: "view"))
    }

    static func screenshots() -> MenuOverlay {
        MenuOverlay(title: "Save the screen", entries: pictureEntries(stem: "screen"))
    }

    private static func pictureEntries(stem: String) -> [MenuEntry] {
        [("t", "Text", "txt"), ("s", "SVG picture", "svg")].map { key, title, suffix in
            MenuEntry(
                key: key, title: title, detail: "the screen as it is",
                effects: [.save(SavedFile(stem: stem, suffix: suffix, file: nil, content: ""))])
        }
    }

    static func sorts(_ query: ListQuery) -> MenuOverlay {
        var entries: [MenuEntry] = []
        for column in query.columns {
            let current = query.sort.first { $0.field == column.name }
            let descending = current.map { !$0.descending } ?? column.display.sortsDescendingFirst
            let reason: String? =
                column.path == nil
                ? "computed for the rows on screen only"
                : column.mask != .none ? "masked" : column.type == .json ? "a document has no order" : nil
            let detail =
                current != nil ? "turn round" : column.isIndexed ? "by index" : "reads every row that matches"
            entries.append(
                MenuEntry(
                    key: "", title: column.title, detail: detail, disabled: reason,
                    effects: [.setSort([FieldSort(column.name, descending: descending)])]))
        }
        entries.append(MenuEntry(key: "", title: "Default order", effects: [.setSort([])]))
        return MenuOverlay(title: "Sort by", entries: entries, filtering: true)
    }

    static func environments(_ context: AppContext) -> MenuOverlay {
        let current = context.session.environment.name
        let entries = context.environments.map { name in
            MenuEntry(
                key: "", title: name, detail: name == current ? "open now" : "", effects: [.useEnvironment(name)])
        }
        guard !entries.isEmpty else {
            return MenuOverlay(
                title: "Environments",
                entries: [
                    MenuEntry(
                        key: "", title: "No environment is configured.",
                        disabled: "tenantctl env add NAME --database FILE|URL adds one", effects: [])
                ])
        }
        return MenuOverlay(title: "Environments", entries: entries, filtering: true)
    }

    /// The command of a view's line as it was remembered, `tenantctl list members …`.
    private static func command(_ line: String, _ context: AppContext) -> Command? {
        let words = ShellWords.split(line).dropFirst()
        guard case .parsed(let parsed) = Grammar.parse(Array(words)) else { return nil }
        return parsed.command
    }

    static func recentTenants(_ context: AppContext) -> MenuOverlay {
        var entries = context.remembered.recentTenants.map { tenant in
            MenuEntry(key: "", title: tenant.name, effects: [.push(TenantScreen(tenant))])
        }
        if let line = context.remembered.lastViewBefore, let command = Self.command(line, context) {
            entries.append(
                MenuEntry(key: "", title: "Last view of the session before", detail: line, effects: [.run(command)]))
        }
        guard !entries.isEmpty else {
            return MenuOverlay(
                title: "Recent tenants",
                entries: [MenuEntry(key: "", title: "None yet.", disabled: "open a tenant first", effects: [])])
        }
        return MenuOverlay(title: "Recent tenants", entries: entries, filtering: true)
    }
}

extension ResourceColumn.Display {
    /// Newest and largest first are what people look for.
    fileprivate var sortsDescendingFirst: Bool {
        switch self {
        case .time, .date, .number, .cents: true
        default: false
        }
    }
}
