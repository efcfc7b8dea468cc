import Synchronization
import TenantDomain

/// Writes one source's rows in the columns of an export, masked, from bytes to bytes.
final class TrailRowWriter: Sendable {
    /// What is learnt on the way: masks by table, and how the last times were written.
    private struct Learnt {
        var documents: [DocumentWriter] = []
        var times: OffsetTimeWriter
        /// Masked texts of few different values, as programs and their versions are.
        var texts: [[UInt8]: [UInt8]] = [:]
    }

    private struct DocumentWriter {
        let table: [UInt8]
        var json: JSONMaskWriter
    }

    /// Tables whose masks are remembered.
    private static let tables = 64
    /// Texts whose masks are.
    private static let texts = 512

    private let name: [UInt8]
    private let seesPersonalData: Bool
    private let documents: AuditDocumentMask
    private let learnt: Mutex<Learnt>
    /// The places of an export's parts in a row; nil where the source lacks one.
    private let places: [Int?]
    private let hiding: [ResourceColumn.Mask]
    private let timePlace: Int?
    private let tablePlace: Int?
    private let documentPlaces: [Int?]
    private let idPlace: Int?

    private static let parts: [TimelineSource.Part] = [
        .actor, .actorName, .actorRole, .action, .event, .targetTable, .targetID, .tenant, .address, .userAgent,
        .reason,
        .lease, .change,
    ]

    init(_ source: TimelineSource, _ reader: TimelineReader, _ session: ConsoleSession) {
        name = Array(source.name.utf8)
        documents = AuditDocumentMask(registry: session.registry, policy: reader.policy)
        learnt = Mutex(Learnt(times: OffsetTimeWriter(zone: session.zone)))
        let order = source.parts(whole: true)
        places = Self.parts.map { order.firstIndex(of: $0) }
        let policy = reader.policy
        seesPersonalData = policy.seesPersonalData
        hiding = Self.parts.map { source.column($0).map { policy.applied($0.mask) } ?? .none }
        timePlace = order.firstIndex(of: .time)
        tablePlace = order.firstIndex(of: .targetTable)
        documentPlaces = [TimelineSource.Part.before, .after].map { part in
            // A column that is masked as a whole is left out as a whole.
            source.column(part).map { policy.applied($0.mask) != .none } ?? true ? nil : order.firstIndex(of: part)
        }
        idPlace = order.firstIndex(of: .id)
    }

    /// Appends some of the block's rows.
    func append(_ block: RowBlock, _ rows: Range<Int>, to output: inout RowBlock) {
        learnt.withLock { learnt in
            for row in rows { append(block, row, &learnt, to: &output) }
        }
    }

    private func append(_ block: RowBlock, _ row: Int, _ learnt: inout Learnt, to rows: inout RowBlock) {
        if let place = timePlace, let time = block.time(row: row, column: place) {
            rows.appendText { learnt.times.append(time, to: &$0) }
        } else if let place = timePlace {
            appendText(block, row, place, to: &rows)
        } else {
            rows.appendNull()
        }
        rows.appendText { $0.append(contentsOf: name) }
        for part in places.indices {
            guard let place = places[part], !block.isNull(row: row, column: place) else {
                rows.appendNull()
                continue
            }
            switch hiding[part] {
            case .none: appendText(block, row, place, to: &rows)
            case .secret: rows.appendText { $0.append(contentsOf: ValueMask.secret.utf8) }
            case .personal(.userAgent):
                block.withBytes(row: row, column: place) { bytes in
                    let masked = agent(bytes, block.text(row: row, column: place), &learnt)
                    rows.appendText { $0.append(contentsOf: masked) }
                }
            case .personal(let kind):
                let cell = block.kind(row: row, column: place)
                block.withBytes(row: row, column: place) { bytes in
                    rows.appendText { ValueMask.append(personal: bytes, cell, kind, to: &$0) }
                }
            }
        }
        var writer: Int?
        for place in documentPlaces {
            guard let place, !block.isNull(row: row, column: place) else {
                rows.appendNull()
                continue
            }
            let known = writer ?? documentWriter(block, row, &learnt)
            writer = known
            block.withBytes(row: row, column: place) { bytes in
                rows.appendText { append(document: bytes, &learnt.documents[known].json, to: &$0) }
            }
        }
        if let idPlace { appendText(block, row, idPlace, to: &rows) } else { rows.appendNull() }
    }

    private func agent(
        _ bytes: UnsafeRawBufferPointer, _ text: @autoclosure () -> String?, _ learnt: inout Learnt
    ) -> [UInt8] {
        let key = Array(bytes)
        if let known = learnt.texts[key] { return known }
        let masked = Array(ValueMask.masked(text() ?? "", .personal(.userAgent)).utf8)
        if learnt.texts.count >= Self.texts { learnt.texts.removeAll(keepingCapacity: true) }
        learnt.texts[key] = masked
        return masked
    }

    /// The cell as text, whatever the engine gave: a null stays one, bytes are hexadecimal.
    private func appendText(_ block: RowBlock, _ row: Int, _ place: Int, to rows: inout RowBlock) {
        switch block.kind(row: row, column: place) {
        case .text, .null: rows.appendCell(from: block, row: row, column: place)
        case .integer, .real:
            block.withBytes(row: row, column: place) { bytes in rows.appendText { $0.append(contentsOf: bytes) } }
        case .bytes:
            block.withBytes(row: row, column: place) { bytes in
                rows.appendText { CellBytes.appendHex(bytes, into: &$0) }
            }
        }
    }

    /// The place of the writer that knows the masks of the row's table.
    private func documentWriter(_ block: RowBlock, _ row: Int, _ learnt: inout Learnt) -> Int {
        var found: Int?
        let isNamed = tablePlace.map { !block.isNull(row: row, column: $0) } ?? false
        if let place = tablePlace, isNamed {
            block.withBytes(row: row, column: place) { name in
                found = learnt.documents.firstIndex { $0.table.elementsEqual(name) }
            }
        } else {
            found = learnt.documents.firstIndex { $0.table.isEmpty }
        }
        if let found { return found }
        let table = isNamed ? tablePlace.flatMap { block.text(row: row, column: $0) } : nil
        if learnt.documents.count >= Self.tables { learnt.documents.removeAll() }
        learnt.documents.append(
            DocumentWriter(table: Array((table ?? "").utf8), json: JSONMaskWriter(documents.json(table: table))))
        return learnt.documents.count - 1
    }

    /// The document with what this persona may not see hidden; as stored where nothing is.
    private func append(
        document bytes: UnsafeRawBufferPointer, _ json: inout JSONMaskWriter, to output: inout [UInt8]
    ) {
        if json.append(bytes, to: &output) { return }
        let first = bytes.first { !JSONScanner.isBlank($0) }
        if first == 0x7B || first == 0x5B || seesPersonalData {
            output.append(contentsOf: bytes)
        } else {
            // Nothing tells what a text without keys holds.
            output.append(contentsOf: ValueMask.hidden.utf8)
        }
    }
}
