import ConsoleCore
import Synchronization

/// Writes JSON objects as they come: an array with one object a line, or one object a line alone.
package final class ObjectWriter: Sendable {
    private struct State: ~Copyable {
        var sink: OutputSink
        var hasBegun = false
    }

    private let isArray: Bool
    private let state: Mutex<State>

    package init(isArray: Bool, descriptor: Int32) {
        self.isArray = isArray
        state = Mutex(State(sink: OutputSink(descriptor: descriptor)))
    }

    package func write(_ nodes: [JSONNode]) throws(OutputSink.Failure) {
        let result = state.withLock { state -> Result<Void, OutputSink.Failure> in
            for node in nodes {
                let lead = isArray ? (state.hasBegun ? ",\n" : "[\n") : ""
                state.hasBegun = true
                state.sink.withBuffer { buffer in
                    buffer.append(contentsOf: lead.utf8)
                    node.append(to: &buffer, indented: false)
                    if !isArray { buffer.append(UInt8(ascii: "\n")) }
                }
            }
            do throws(OutputSink.Failure) { try state.sink.drain() } catch { return .failure(error) }
            return .success(())
        }
        try result.get()
    }

    package func finish() throws(OutputSink.Failure) {
        let result = state.withLock { state -> Result<Void, OutputSink.Failure> in
            if isArray { state.sink.write((state.hasBegun ? "\n]\n" : "[]\n").utf8) }
            do throws(OutputSink.Failure) { try state.sink.flush() } catch { return .failure(error) }
            return .success(())
        }
        try result.get()
    }

    /// One object by itself, indented.
    package static func write(_ node: JSONNode, descriptor: Int32) throws(OutputSink.Failure) {
        var sink = OutputSink(descriptor: descriptor)
        sink.withBuffer { buffer in
            node.append(to: &buffer, indented: true)
            buffer.append(UInt8(ascii: "\n"))
        }
        try sink.flush()
    }
}
