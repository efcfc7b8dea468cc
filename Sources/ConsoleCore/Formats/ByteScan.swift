/// Looks for special bytes eight at a time.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    private static func hasZero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    /// Whether any of four bytes is in the text.
    @inline(__always)
    static func contains(
        _ bytes: UnsafeRawBufferPointer, _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8
    ) -> Bool {
        let count = bytes.count
        var offset = 0
        if count >= 8 {
            let (wa, wb) = (ones &* UInt64(a), ones &* UInt64(b))
            let (wc, wd) = (ones &* UInt64(c), ones &* UInt64(d))
            while offset + 8 <= count {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let found = hasZero(word ^ wa) | hasZero(word ^ wb) | hasZero(word ^ wc) | hasZero(word ^ wd)
                if found != 0 { return true }
                offset += 8
            }
        }
        while offset < count {
            let byte = bytes[offset]
            if byte == a || byte == b || byte == c || byte == d { return true }
            offset += 1
        }
        return false
    }

    /// Where one of two bytes stands next, from `start` on; the end where neither does.
    @inline(__always)
    static func first(in bytes: UnsafeRawBufferPointer, from start: Int, _ a: UInt8, _ b: UInt8) -> Int {
        let count = bytes.count
        var offset = start
        let (wa, wb) = (ones &* UInt64(a), ones &* UInt64(b))
        while offset + 8 <= count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let found = hasZero(word ^ wa) | hasZero(word ^ wb)
            // The lowest mark is a true one; those above it may be its borrow.
            if found != 0 { return offset + found.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < count {
            if bytes[offset] == a || bytes[offset] == b { return offset }
            offset += 1
        }
        return max(offset, count)
    }

    /// Whether every byte is printable ASCII other than two given ones.
    @inline(__always)
    static func isPlain(_ bytes: UnsafeRawBufferPointer, except a: UInt8, _ b: UInt8) -> Bool {
        let count = bytes.count
        var offset = 0
        let (wa, wb) = (ones &* UInt64(a), ones &* UInt64(b))
        while offset + 8 <= count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // Below 0x20 the subtraction borrows into the high bit; bytes from 0x80 have it set themselves.
            let low = (word &- ones &* 0x20) | word
            let found = (low & highs) | hasZero(word ^ (ones &* 0x7F)) | hasZero(word ^ wa) | hasZero(word ^ wb)
            if found != 0 { return false }
            offset += 8
        }
        while offset < count {
            let byte = bytes[offset]
            if byte < 0x20 || byte >= 0x7F || byte == a || byte == b { return false }
            offset += 1
        }
        return true
    }
}
