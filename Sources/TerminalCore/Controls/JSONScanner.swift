/// What is wrong with a text that is not JSON, and where.
package struct JSONFault: Error, Hashable, Sendable {
    package var message: String
    /// Bytes before the place.
    package var offset: Int
    /// From 1; columns count bytes.
    package var line: Int
    package var column: Int
}

/// Walks JSON byte by byte, without recursion and without building anything.
///
/// Strict about structure and numbers; tolerant of what databases hold all the same: a byte order mark, control
/// characters and invalid UTF-8 inside of strings, lone surrogates, keys that occur twice.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>

    static let deepest = 10_000

    private enum Expected { case value, valueOrClose, key, keyOrClose, separator }

    /// The first fault, nil for JSON.
    func fault() -> JSONFault? {
        /// True for an object, false for an array.
        var open: [Bool] = []
        var expected = Expected.value
        var place = start
        while true {
            place = afterBlanks(place)
            guard place < bytes.count else {
                if expected == .separator, open.isEmpty { return nil }
                return fault(bytes.isEmpty ? "there is nothing" : "it ends too early", place)
            }
            let byte = bytes[place]
            switch expected {
            case .separator:
                guard let isObject = open.last else { return fault("text after the end", place) }
                if byte == UInt8(ascii: ",") {
                    expected = isObject ? .key : .value
                } else if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    open.removeLast()
                } else {
                    return fault(isObject ? "a , or } is missing" : "a , or ] is missing", place)
                }
                place += 1
            case .key, .keyOrClose:
                if byte == UInt8(ascii: "}"), expected == .keyOrClose {
                    open.removeLast()
                    expected = .separator
                    place += 1
                    continue
                }
                guard byte == UInt8(ascii: "\"") else { return fault("a key in quotes is missing", place) }
                switch checkedString(place) {
                case .failure(let fault): return fault
                case .success(let end): place = afterBlanks(end)
                }
                guard place < bytes.count else { return fault("it ends too early", place) }
                guard bytes[place] == UInt8(ascii: ":") else { return fault("a : is missing", place) }
                place += 1
                expected = .value
            case .value, .valueOrClose:
                switch byte {
                case UInt8(ascii: "]") where expected == .valueOrClose:
                    open.removeLast()
                    place += 1
                    expected = .separator
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    guard open.count < Self.deepest else { return fault("nested deeper than 10,000", place) }
                    open.append(byte == UInt8(ascii: "{"))
                    expected = byte == UInt8(ascii: "{") ? .keyOrClose : .valueOrClose
                    place += 1
                default:
                    switch checkedScalar(place) {
                    case .failure(let fault): return fault
                    case .success(let end): place = end
                    }
                    expected = .separator
                }
            }
        }
    }

    /// Behind a byte order mark.
    var start: Int { bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0 }

    @inline(__always)
    func afterBlanks(_ place: Int) -> Int {
        var place = place
        while place < bytes.count {
            let byte = bytes[place]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
            place += 1
        }
        return place
    }

    /// The end of the value that begins here, and how many values are directly in it.
    func value(at start: Int) -> (end: Int, count: Int) {
        guard start < bytes.count else { return (bytes.count, 0) }
        switch bytes[start] {
        case UInt8(ascii: "\""): return (string(at: start), 0)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return container(at: start)
        default:
            var place = start
            while place < bytes.count {
                let byte = bytes[place]
                if byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
                    break
                }
                place += 1
            }
            return (place, 0)
        }
    }

    /// The place behind the closing quote.
    func string(at start: Int) -> Int {
        var place = start + 1
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") { return place + 1 }
            place += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return bytes.count
    }

    private func container(at start: Int) -> (end: Int, count: Int) {
        var depth = 0
        var count = 0
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place = string(at: place)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    let first = afterBlanks(start + 1)
                    return (place + 1, first == place ? 0 : count + 1)
                }
            case UInt8(ascii: ",") where depth == 1: count += 1
            default: break
            }
            place += 1
        }
        return (bytes.count, count)
    }

    // MARK: Checks

    private func fault(_ message: String, _ place: Int) -> JSONFault {
        var line = 1
        var lineStart = 0
        for each in 0..<min(place, bytes.count) where bytes[each] == 0x0A {
            line += 1
            lineStart = each + 1
        }
        return JSONFault(message: message, offset: place, line: line, column: place - lineStart + 1)
    }

    private func checkedString(_ start: Int) -> Result<Int, JSONFault> {
        var place = start + 1
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""): return .success(place + 1)
            case UInt8(ascii: "\\"):
                guard place + 1 < bytes.count else { return .failure(fault("it ends too early", bytes.count)) }
                switch bytes[place + 1] {
                case UInt8(ascii: "u"):
                    guard place + 6 <= bytes.count, (2..<6).allSatisfy({ Self.digit(bytes[place + $0]) != nil }) else {
                        return .failure(fault("\\u needs four hexadecimal digits", place))
                    }
                    place += 6
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                    UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                    place += 2
                default: return .failure(fault("no such escape", place))
                }
            default: place += 1
            }
        }
        return .failure(fault("a string is not closed", start))
    }

    private func checkedScalar(_ start: Int) -> Result<Int, JSONFault> {
        switch bytes[start] {
        case UInt8(ascii: "\""): return checkedString(start)
        case UInt8(ascii: "t"): return word("true", start)
        case UInt8(ascii: "f"): return word("false", start)
        case UInt8(ascii: "n"): return word("null", start)
        case UInt8(ascii: "-"), 0x30...0x39: return number(start)
        default: return .failure(fault("a value is missing", start))
        }
    }

    private func word(_ word: StaticString, _ start: Int) -> Result<Int, JSONFault> {
        let end = start + word.utf8CodeUnitCount
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard end <= bytes.count, bytes[start..<end].elementsEqual(letters), value(at: start).end == end else {
            return .failure(fault("a value is missing", start))
        }
        return .success(end)
    }

    private func number(_ start: Int) -> Result<Int, JSONFault> {
        var place = start
        func digits() -> Int {
            let first = place
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
            return place - first
        }
        if bytes[place] == UInt8(ascii: "-") { place += 1 }
        let whole = place
        let count = digits()
        var isGood = count > 0 && (count == 1 || bytes[whole] != 0x30)
        if isGood, place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            place += 1
            isGood = digits() > 0
        }
        if isGood, place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") {
                place += 1
            }
            isGood = digits() > 0
        }
        guard isGood, value(at: start).end == place else { return .failure(fault("not a number", start)) }
        return .success(place)
    }

    static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }
}
