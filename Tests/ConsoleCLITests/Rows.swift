import ConsoleCLI
import ConsoleCore
import TenantDomain

/// A block of rows spelled as values.
func block(_ rows: [[Value]]) -> RowBlock {
    var block = RowBlock(columnCount: rows.first?.count ?? 1)
    for row in rows { for value in row { block.append(value) } }
    return block
}

/// One row of one cell of raw bytes.
func cell(_ bytes: [UInt8], _ kind: RowBlock.CellKind = .text) -> RowBlock {
    var block = RowBlock(columnCount: 1)
    block.append(kind, bytes)
    return block
}

func output(
    _ format: OutputFormat, _ columns: [OutputColumn], _ block: RowBlock, options: OutputOptions = OutputOptions()
) throws -> String {
    String(decoding: try bytes(format, columns, block, options: options), as: UTF8.self)
}

func bytes(
    _ format: OutputFormat, _ columns: [OutputColumn], _ block: RowBlock, options: OutputOptions = OutputOptions()
) throws -> [UInt8] {
    let writer = RowWriter(format: format, columns: columns, options: options)
    try writer.write(block)
    try writer.finish()
    return writer.collected
}
