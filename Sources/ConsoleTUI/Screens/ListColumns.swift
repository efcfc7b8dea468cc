import ConsoleCore
import TenantDomain
import TerminalCore

/// A resource's columns as a table's columns.
enum ListColumns {
    static func tableColumn(_ column: ResourceColumn, query: ListQuery) -> TableColumn {
        let sorted = query.sort.first { $0.field == column.name }
        return TableColumn(
            id: column.name, title: title(column), alignment: alignment(column), role: role(column),
            minWidth: minWidth(column), maxWidth: maxWidth(column), preferredWidth: preferredWidth(column),
            isLabel: column.name == query.resource.label,
            sort: sorted.map { $0.descending ? .descending : .ascending })
    }

    /// Amounts are shown in units, so their columns do not say cents.
    private static func title(_ column: ResourceColumn) -> String {
        let title = column.title.uppercased()
        guard case .cents = column.display, title.hasSuffix(" CENTS") else { return title }
        return String(title.dropLast(6))
    }

    private static func alignment(_ column: ResourceColumn) -> TextAlignment {
        switch column.display {
        case .number, .cents, .time: .right
        default: .left
        }
    }

    private static func role(_ column: ResourceColumn) -> ThemeRole {
        if column.mask != .none { return .masked }
        return switch column.display {
        case .time, .date, .identifier, .json: .secondary
        default: .text
        }
    }

    private static func minWidth(_ column: ResourceColumn) -> Int {
        switch column.display {
        case .identifier: 9
        case .boolean: 3
        // Narrower text says nothing any more: the table scrolls sideways instead.
        case .plain: column.allowedValues.isEmpty ? 14 : 8
        default: 8
        }
    }

    private static func maxWidth(_ column: ResourceColumn) -> Int {
        column.display == .json ? 28 : 40
    }

    /// Computed cells come after the rows: their columns are as wide as what will stand there.
    private static func preferredWidth(_ column: ResourceColumn) -> Int? {
        guard case .computed(let field) = column.source else { return nil }
        return switch field {
        case .usage: 11
        case .highestUsage: BarControl.preferredWidth
        case .lastActivity: 8
        case .count: 7
        }
    }
}
