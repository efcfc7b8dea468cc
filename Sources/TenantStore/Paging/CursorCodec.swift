import TenantDomain

/// Why a cursor's text leads nowhere.
package enum CursorError: Error, Sendable, Equatable {
    /// No cursor of ours, or one cut short.
    case malformed
    /// Of another list, another sort, or a newer version of the program.
    case foreign
}

/// Cursors as text for `--after`: opaque, safe in URLs and shells, refused where they come from another order.
///
/// The values stand in it in plain, encoded but not encrypted.
package struct CursorCodec: Sendable, Equatable {
    private static let version: UInt8 = 1
    private let digest: UInt64
    private let valueCount: Int?

    /// - Parameters:
    ///   - order: spells the order; cursors of one order only are taken by a codec.
    ///   - valueCount: terms of the order; nil takes any number and leaves the check to the planner.
    package init(order: String, valueCount: Int? = nil) {
        // FNV-1a: tells orders apart by accident-proof odds; nothing here has to withstand a forger.
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in order.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.digest = digest
        self.valueCount = valueCount
    }

    package func encode(_ cursor: Cursor) -> String {
        var bytes: [UInt8] = [Self.version]
        Self.append(digest, to: &bytes)
        for value in cursor.values {
            switch value {
            case .null: bytes.append(0)
            case .integer(let number):
                bytes.append(1)
                Self.append(UInt64(bitPattern: number), to: &bytes)
            case .real(let number):
                bytes.append(2)
                Self.append(number.bitPattern, to: &bytes)
            case .text(let text):
                bytes.append(3)
                Self.append(Array(text.utf8), to: &bytes)
            case .bytes(let content):
                bytes.append(4)
                Self.append(content, to: &bytes)
            }
        }
        return Base64URL.encode(bytes)
    }

    package func decode(_ text: String) throws(CursorError) -> Cursor {
        guard let bytes = Base64URL.decode(text), let version = bytes.first else { throw .malformed }
        guard version == Self.version else { throw .foreign }
        var rest = bytes.dropFirst()
        guard try Self.number(&rest) == digest else { throw .foreign }
        var values: [Value] = []
        while let kind = rest.popFirst() {
            switch kind {
            case 0: values.append(.null)
            case 1: values.append(.integer(Int64(bitPattern: try Self.number(&rest))))
            case 2: values.append(.real(Double(bitPattern: try Self.number(&rest))))
            case 3:
                let content = try Self.content(&rest)
                let text = String(decoding: content, as: UTF8.self)
                guard text.utf8.elementsEqual(content) else { throw .malformed }
                values.append(.text(text))
            case 4: values.append(.bytes(Array(try Self.content(&rest))))
            default: throw .malformed
            }
        }
        guard valueCount == nil || values.count == valueCount else { throw .malformed }
        return Cursor(values)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        append(UInt64(content.count), to: &bytes)
        bytes += content
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) throws(CursorError) -> UInt64 {
        guard rest.count >= 8 else { throw .malformed }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func content(_ rest: inout ArraySlice<UInt8>) throws(CursorError) -> ArraySlice<UInt8> {
        let count = try number(&rest)
        guard count <= UInt64(rest.count) else { throw .malformed }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }
}

/// Base64 with `-` and `_`, without padding.
enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                output.append(digits[Int(buffer >> UInt32(bits)) & 63])
            }
        }
        if bits > 0 { output.append(digits[Int(buffer << UInt32(6 - bits)) & 63]) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Nil for any other character, or bits left over that no encoder leaves.
    static func decode(_ text: String) -> [UInt8]? {
        var output: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in text.utf8 {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            buffer = (buffer << 6 | UInt32(digit)) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard bits < 6, buffer & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return output
    }
}
