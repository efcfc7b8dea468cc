extension Migration {
    /// A seal says that a stretch of the trail differs; with a mark of each of its entries it also says which.
    static let sealedEntries = Migration(
        version: 17, name: "sealed_entries",
        portable: "ALTER TABLE trust_ledger_roots ADD COLUMN entry_marks text;")
}
