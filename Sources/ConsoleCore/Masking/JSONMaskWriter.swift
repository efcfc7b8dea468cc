import TenantDomain

/// Writes documents as a `JSONMask` shows them, one after the other, in one pass over their bytes. Holds what it learnt
/// of keys: a trail has the same few a million times.
struct JSONMaskWriter {
    /// JSON inside a string inside a document is looked into so many times.
    private static let deepest = 4

    private let mask: JSONMask
    private var own = KnownKeys()
    private var inner = KnownKeys()
    private var visible: [UInt8] = []

    init(_ mask: JSONMask) { self.mask = mask }

    /// Appends the document with hidden values replaced by their masks as strings; appends nothing and returns false
    /// where nothing had to be hidden (or the text is no JSON object or array).
    mutating func append(_ document: UnsafeRawBufferPointer, to output: inout [UInt8]) -> Bool {
        append(document, depth: 0, to: &output)
    }

    private mutating func append(
        _ bytes: UnsafeRawBufferPointer, depth: Int, to output: inout [UInt8]
    ) -> Bool {
        var text = JSONBytes(bytes)
        text.skipBlanks()
        guard text.position < bytes.count, bytes[text.position] == 0x7B || bytes[text.position] == 0x5B else {
            return false
        }
        var copied = 0
        var brackets = JSONBrackets()
        var expectsKey = false
        while text.position < bytes.count {
            let byte = bytes[text.position]
            switch byte {
            case 0x7B, 0x5B:
                expectsKey = byte == 0x7B
                brackets.open(isObject: expectsKey)
                text.position += 1
            case 0x7D, 0x5D:
                brackets.close()
                expectsKey = false
                text.position += 1
            case 0x2C:
                expectsKey = brackets.isInObject
                text.position += 1
            case 0x22:
                let start = text.position
                let string = text.string()
                if expectsKey {
                    expectsKey = false
                    let mask = mask(string, start, bytes, isOwn: depth + brackets.objectsAbove == 0)
                    guard mask != .none, text.colon() else { continue }
                    let value = text.value()
                    if bytes[value].elementsEqual("null".utf8) { continue }
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[copied..<value.lowerBound]))
                    appendReplacement(UnsafeRawBufferPointer(rebasing: bytes[value]), mask, to: &output)
                    copied = value.upperBound
                } else if depth + 1 < Self.deepest, let inside = string.mayHoldDocument(bytes, start) {
                    var document: [UInt8] = []
                    let isChanged = inside.withUnsafeBytes { append($0, depth: depth + 1, to: &document) }
                    guard isChanged else { continue }
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[copied..<start]))
                    document.withUnsafeBytes { JSONText.appendString($0, into: &output) }
                    copied = text.position
                }
            default: text.position += 1
            }
        }
        guard copied > 0 else { return false }
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[copied...]))
        return true
    }

    private mutating func mask(
        _ key: JSONBytes.Text, _ start: Int, _ bytes: UnsafeRawBufferPointer, isOwn: Bool
    ) -> ResourceColumn.Mask {
        if key.isEscaped { return mask.mask(key: key.unescaped(bytes, start), depth: isOwn ? 0 : 1) }
        let spelled = UnsafeRawBufferPointer(rebasing: bytes[key.content])
        if let known = isOwn ? own.mask(of: spelled) : inner.mask(of: spelled) { return known }
        let found = mask.mask(key: String(decoding: spelled, as: UTF8.self), depth: isOwn ? 0 : 1)
        if isOwn { own.keep(found, for: spelled) } else { inner.keep(found, for: spelled) }
        return found
    }

    private mutating func appendReplacement(
        _ value: UnsafeRawBufferPointer, _ mask: ResourceColumn.Mask, to output: inout [UInt8]
    ) {
        visible.removeAll(keepingCapacity: true)
        if case .personal(let kind) = mask, value.first == 0x22 {
            var text = JSONBytes(value)
            let string = text.string()
            if string.isEscaped {
                visible.append(contentsOf: ValueMask.personal(string.unescaped(value, 0), kind).utf8)
            } else {
                ValueMask.append(
                    personal: UnsafeRawBufferPointer(rebasing: value[string.content]), .text, kind, to: &visible)
            }
        } else {
            visible.append(contentsOf: (mask == .secret ? ValueMask.secret : ValueMask.hidden).utf8)
        }
        visible.withUnsafeBytes { JSONText.appendString($0, into: &output) }
    }
}

/// The open brackets of a place in a document.
private struct JSONBrackets {
    /// Whether each of the first 64 is an object, from the lowest bit on.
    private var first: UInt64 = 0
    private var deeper: [Bool] = []
    private var level = 0
    private var objects = 0

    mutating func open(isObject: Bool) {
        if level < 64 {
            first = isObject ? first | (1 << UInt64(level)) : first & ~(1 << UInt64(level))
        } else {
            deeper.append(isObject)
        }
        level += 1
        if isObject { objects += 1 }
    }

    mutating func close() {
        guard level > 0 else { return }
        if isInObject { objects -= 1 }
        level -= 1
        if level >= 64 { deeper.removeLast() }
    }

    var isInObject: Bool {
        guard level > 0 else { return false }
        return level > 64 ? deeper.last ?? false : first & (1 << UInt64(level - 1)) != 0
    }

    /// Objects around this place, the outermost bracket not counted where it is one.
    var objectsAbove: Int { level > 0 && first & 1 != 0 ? objects - 1 : objects }
}

/// Masks of keys by their bytes. Keys are compared whole: two that hash alike are two.
private struct KnownKeys {
    private static let slots = 512
    private static let most = 256
    private static let longest = 64

    private struct Key {
        let hash: UInt64
        let range: Range<Int>
        let mask: ResourceColumn.Mask
    }

    private var keys: [Key] = []
    private var spelled: [UInt8] = []
    /// The key's place in `keys`, or -1.
    private var table: [Int16] = []

    func mask(of key: UnsafeRawBufferPointer) -> ResourceColumn.Mask? {
        guard !table.isEmpty, key.count <= Self.longest else { return nil }
        let hash = Self.hash(key)
        var slot = Int(truncatingIfNeeded: hash >> 32) & (Self.slots - 1)
        while table[slot] >= 0 {
            let known = keys[Int(table[slot])]
            if known.hash == hash, known.range.count == key.count,
                spelled.withUnsafeBytes({ bytes in
                    for offset in 0..<key.count where bytes[known.range.lowerBound + offset] != key[offset] {
                        return false
                    }
                    return true
                })
            {
                return known.mask
            }
            slot = (slot + 1) & (Self.slots - 1)
        }
        return nil
    }

    mutating func keep(_ mask: ResourceColumn.Mask, for key: UnsafeRawBufferPointer) {
        guard keys.count < Self.most, key.count <= Self.longest else { return }
        if table.isEmpty { table = Array(repeating: -1, count: Self.slots) }
        let hash = Self.hash(key)
        var slot = Int(truncatingIfNeeded: hash >> 32) & (Self.slots - 1)
        while table[slot] >= 0 { slot = (slot + 1) & (Self.slots - 1) }
        table[slot] = Int16(keys.count)
        let start = spelled.count
        spelled.append(contentsOf: key)
        keys.append(Key(hash: hash, range: start..<spelled.count, mask: mask))
    }

    private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        var hash = UInt64(key.count) &* factor
        var offset = 0
        while offset + 8 <= key.count {
            hash = (hash ^ key.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* factor
            hash ^= hash >> 29
            offset += 8
        }
        while offset < key.count {
            hash = (hash ^ UInt64(key[offset])) &* factor
            offset += 1
        }
        return hash ^ (hash >> 29)
    }
}
