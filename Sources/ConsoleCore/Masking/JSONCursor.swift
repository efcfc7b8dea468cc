/// A place in a document's bytes, with the steps that every walk over its tokens takes; never fails, whatever the bytes.
protocol JSONCursor {
    associatedtype Bytes: RandomAccessCollection where Bytes.Element == UInt8, Bytes.Index == Int

    /// From index 0.
    var bytes: Bytes { get }
    var position: Int { get set }
}

extension JSONCursor {
    mutating func skipBlanks() {
        while position < bytes.endIndex, JSONScanner.isBlank(bytes[position]) { position += 1 }
    }

    /// Past the colon that follows, with the blanks around it; false where none does.
    mutating func colon() -> Bool {
        skipBlanks()
        guard position < bytes.endIndex, bytes[position] == 0x3A else { return false }
        position += 1
        skipBlanks()
        return true
    }
}
