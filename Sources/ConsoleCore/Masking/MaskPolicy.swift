import TenantDomain

/// Which values somebody may see: secrets never, personal data by persona. Everything that leaves a service has been
/// through one of these.
package struct MaskPolicy: Sendable, Equatable {
    package let seesPersonalData: Bool

    package init(seesPersonalData: Bool) {
        self.seesPersonalData = seesPersonalData
    }

    package init(_ persona: Persona) {
        self.init(seesPersonalData: persona.seesPersonalData)
    }

    /// The mask as it applies here: `none` where the value may be seen.
    package func applied(_ mask: ResourceColumn.Mask) -> ResourceColumn.Mask {
        switch mask {
        case .none: .none
        case .personal: seesPersonalData ? .none : mask
        case .secret: .secret
        }
    }

    /// Whether the column's values are hidden: then it may not be sorted by, grouped by, completed or searched.
    package func hides(_ column: ResourceColumn) -> Bool {
        applied(column.mask) != .none
    }

    /// How much of the column may be fetched: of a secret only whether there is one.
    package func projection(of column: ResourceColumn) -> Projection? {
        guard let path = column.path else { return nil }
        return Projection(path, type: column.type, mode: column.mask == .secret ? .presence : .value)
    }

    package func masked(_ value: Value, of column: ResourceColumn) -> Value {
        guard let text = value.text else { return value }
        switch applied(column.mask) {
        case .none:
            guard column.type == .json, let document = JSONMask(self).masked(Array(text.utf8)) else { return value }
            return .text(String(decoding: document, as: UTF8.self))
        case .personal(let kind): return .text(ValueMask.personal(text, kind))
        case .secret: return .text(ValueMask.secret)
        }
    }

    /// The block with hidden cells masked; column `i` of the block is `columns[i]`, and what follows them is kept.
    /// The block itself where nothing is hidden.
    package func masked(_ rows: RowBlock, columns: [ResourceColumn]) -> RowBlock {
        let masks = columns.prefix(rows.columnCount).map { applied($0.mask) }
        let documents = columns.prefix(rows.columnCount).indices.filter {
            masks[$0] == .none && columns[$0].type == .json
        }
        guard masks.contains(where: { $0 != .none }) || !documents.isEmpty else { return rows }
        var json = JSONMaskWriter(JSONMask(self))
        var hasChanged = false
        let places = masks.indices.filter { masks[$0] != .none || columns[$0].type == .json }
        let result = rows.rewriting(columns: places) { row, column, bytes, output in
            switch masks[column] {
            case .secret: output.append(contentsOf: ValueMask.secret.utf8)
            case .personal(let kind):
                ValueMask.append(personal: bytes, rows.kind(row: row, column: column), kind, to: &output)
            case .none:
                guard json.append(bytes, to: &output) else { return .kept }
                hasChanged = true
                return .changed
            }
            hasChanged = true
            return .replaced
        }
        return hasChanged ? result : rows
    }
}
