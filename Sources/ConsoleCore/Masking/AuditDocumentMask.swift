import TenantDomain

/// Hides what the target table's masks hide inside the documents of an audit entry (`old_data`, `new_data`).
///
/// Known tables go by their resource's masks, unknown ones and keys further in by the names of the keys.
package struct AuditDocumentMask: Sendable {
    private let registry: ResourceRegistry
    private let policy: MaskPolicy

    package init(registry: ResourceRegistry, policy: MaskPolicy) {
        self.registry = registry
        self.policy = policy
    }

    /// The mask for documents that hold rows of the table; nil or an unknown table goes by key names alone.
    package func json(table: String?) -> JSONMask {
        JSONMask(policy, columns: masks(of: table))
    }

    /// The document with hidden values masked. Text that is no JSON is hidden whole from whoever may not see personal
    /// data, since nothing tells what it holds.
    package func masked(_ document: String, table: String?) -> String {
        let bytes = Array(document.utf8)
        guard let first = bytes.first(where: { !JSONScanner.isBlank($0) }) else { return document }
        guard first == 0x7B || first == 0x5B else { return policy.seesPersonalData ? document : ValueMask.hidden }
        guard let masked = json(table: table).masked(bytes) else { return document }
        return String(decoding: masked, as: UTF8.self)
    }

    /// Appends the document with hidden values masked, as `masked` gives it; nothing where all of it may be seen.
    ///
    /// - Parameter json: for documents of the same table.
    func append(
        _ document: UnsafeRawBufferPointer, _ kind: RowBlock.CellKind, _ json: inout JSONMaskWriter,
        to output: inout [UInt8]
    ) -> RowBlock.Rewrite {
        guard let first = document.first(where: { !JSONScanner.isBlank($0) }) else { return .kept }
        if kind != .bytes, first == 0x7B || first == 0x5B {
            return json.append(document, to: &output) ? .changed : .kept
        }
        if policy.seesPersonalData { return .kept }
        output.append(contentsOf: ValueMask.hidden.utf8)
        return .changed
    }

    /// What hides one field of the document, by its path of keys: for differences, which are found on the real values
    /// and shown masked.
    package func mask(path: [String], table: String?) -> ResourceColumn.Mask {
        json(table: table).mask(path: path)
    }

    private func masks(of table: String?) -> [String: ResourceColumn.Mask] {
        guard let table,
            let resource = registry.catalog.relation(named: table).flatMap({ registry.resource(of: $0.name) })
        else { return [:] }
        var masks: [String: ResourceColumn.Mask] = [:]
        for column in resource.columns {
            if let path = column.path, path.hops.isEmpty { masks[path.column] = column.mask }
        }
        return masks
    }
}
