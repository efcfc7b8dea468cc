import ConsoleCore
import Synchronization
import TenantDomain
import TerminalCore

/// Writes rows in one format as they come, block by block, in bounded memory.
///
/// The block's first columns are the writer's columns; what a block holds beyond them (cursors, identity) is left out.
/// Cells are written as given: masking has happened before. May be handed to a store's stream; calls are serialised.
package final class RowWriter: Sendable {
    private struct State: ~Copyable {
        var sink: OutputSink
        var encoder: any RowEncoder
        var hasBegun = false
        var rows = 0
    }

    private let state: Mutex<State>
    private let leavesOpen: Bool

    package init(format: OutputFormat, columns: [OutputColumn], options: OutputOptions, descriptor: Int32) {
        leavesOpen = format == .json
        state = Mutex(
            State(
                sink: OutputSink(descriptor: descriptor), encoder: format.encoder(columns: columns, options: options)))
    }

    /// Collects in memory; `collected` gives the bytes after `finish`.
    package init(format: OutputFormat, columns: [OutputColumn], options: OutputOptions = OutputOptions()) {
        leavesOpen = format == .json
        state = Mutex(State(sink: OutputSink(), encoder: format.encoder(columns: columns, options: options)))
    }

    /// Writes rows of a block; all of them unless told which.
    ///
    /// - Throws: `.closed` when the reader went away; stop then, quietly.
    package func write(_ block: RowBlock, rows: Range<Int>? = nil) throws(OutputSink.Failure) {
        let range = (rows ?? 0..<block.rowCount).clamped(to: 0..<block.rowCount)
        let result = state.withLock { state -> Result<Void, OutputSink.Failure> in
            Self.begin(&state)
            var start = range.lowerBound
            while start < range.upperBound {
                let end = min(start + 128, range.upperBound)
                state.sink.withBuffer { state.encoder.encode(block, rows: start..<end, into: &$0) }
                do throws(OutputSink.Failure) { try state.sink.drain() } catch { return .failure(error) }
                start = end
            }
            state.rows += range.count
            return .success(())
        }
        try result.get()
    }

    /// Writes what the format ends with and hands everything on.
    package func finish() throws(OutputSink.Failure) {
        let result = state.withLock { state -> Result<Void, OutputSink.Failure> in
            Self.begin(&state)
            state.sink.withBuffer { state.encoder.end(into: &$0) }
            do throws(OutputSink.Failure) { try state.sink.flush() } catch { return .failure(error) }
            return .success(())
        }
        try result.get()
    }

    /// Hands on the whole rows that there are where no more will come. JSON's array stays open, so that no reader takes
    /// it for the whole.
    package func abandon() {
        state.withLock { state in
            if !leavesOpen { state.sink.withBuffer { state.encoder.end(into: &$0) } }
            // What ended the rows is the error to be said.
            try? state.sink.flush()
        }
    }

    private static func begin(_ state: inout State) {
        if state.hasBegun { return }
        state.hasBegun = true
        state.sink.withBuffer { state.encoder.begin(into: &$0) }
    }

    package var rowCount: Int { state.withLock { $0.rows } }

    /// Cells that `safeCells` changed, for the note on stderr.
    package var defusedCells: Int { state.withLock { $0.encoder.defusedCells } }

    package var collected: [UInt8] { state.withLock { $0.sink.bytes } }
}

extension OutputFormat {
    fileprivate func encoder(columns: [OutputColumn], options: OutputOptions) -> any RowEncoder {
        var options = options
        options.visible = { TextWidth.visible($0) }
        return self == .table
            ? TableEncoder(columns: columns, options: options)
            : RowFormatter(format: self, columns: columns, options: options)
    }
}
