import Crypto
import TenantDomain

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The seal of a plan: the same change on the same rows with the same effects has the same one, and nothing else has.
enum PlanDigest {
    private struct Canonical: Encodable {
        let version: String
        let database: String
        let change: Change
        let edits: [RowEdit]
        let bulk: String?
        let bulkUndo: String?
        let effects: [ChangeEffect]
    }

    static func of(
        change: Change, edits: [RowEdit], bulk: BulkEdit?, bulkUndo: BulkUndo?, effects: [ChangeEffect],
        database: String
    ) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let canonical = Canonical(
            version: ProgramVersion.text, database: database, change: change, edits: edits,
            bulk: bulk.map { "\($0.relation.name) \($0.column) \($0.rows) \($0.fingerprint)" },
            bulkUndo: bulkUndo?.fingerprint,
            effects: effects)
        // Every part is a plain value, so encoding does not fail; an empty digest would match no plan.
        guard let data = try? encoder.encode(canonical) else { return "" }
        return Hexadecimal.encode(SHA256.hash(data: data))
    }
}
