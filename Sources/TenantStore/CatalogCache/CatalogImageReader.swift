/// Takes an image's body apart again. Bytes that are none are found by their bounds, never trusted.
struct CatalogImageReader {
    /// The bytes are no image of this format.
    struct Damage: Error {}

    private let bytes: ArraySlice<UInt8>
    private var place: Int
    private var texts: [String] = []

    init(_ bytes: ArraySlice<UInt8>) throws(Damage) {
        self.bytes = bytes
        place = bytes.startIndex
        let count = try count()
        texts.reserveCapacity(count)
        for _ in 0..<count {
            let length = try self.count()
            texts.append(String(decoding: bytes[place..<(place + length)], as: UTF8.self))
            place += length
        }
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    mutating func read() throws(Damage) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw Damage()
    }

    mutating func read() throws(Damage) -> Bool {
        guard place < bytes.endIndex, bytes[place] < 2 else { throw Damage() }
        defer { place += 1 }
        return bytes[place] == 1
    }

    mutating func read() throws(Damage) -> String {
        let number: UInt64 = try read()
        guard number < UInt64(texts.count) else { throw Damage() }
        return texts[Int(number)]
    }

    mutating func read() throws(Damage) -> String? {
        let isThere: Bool = try read()
        return isThere ? try read() as String : nil
    }

    mutating func read() throws(Damage) -> Int? {
        let number: UInt64 = try read()
        guard number > 0 else { return nil }
        guard let estimate = Int(exactly: number - 1) else { throw Damage() }
        return estimate
    }

    mutating func read() throws(Damage) -> [String] {
        let count = try count()
        guard count > 0 else { return [] }
        var texts: [String] = []
        texts.reserveCapacity(count)
        for _ in 0..<count { texts.append(try read()) }
        return texts
    }

    mutating func read<Word: RawRepresentable<String>>() throws(Damage) -> Word {
        guard let word = Word(rawValue: try read()) else { throw Damage() }
        return word
    }

    mutating func read<Part: CatalogImagePart>() throws(Damage) -> Part {
        try Part(from: &self)
    }

    mutating func read<Part: CatalogImagePart>() throws(Damage) -> Part? {
        let isThere: Bool = try read()
        return isThere ? try Part(from: &self) : nil
    }

    mutating func read<Part: CatalogImagePart>() throws(Damage) -> [Part] {
        let count = try count()
        guard count > 0 else { return [] }
        var parts: [Part] = []
        parts.reserveCapacity(count)
        for _ in 0..<count { parts.append(try Part(from: &self)) }
        return parts
    }

    /// A number of things that still follow, each of a byte or more.
    private mutating func count() throws(Damage) -> Int {
        let number: UInt64 = try read()
        guard number <= UInt64(bytes.endIndex - place) else { throw Damage() }
        return Int(number)
    }
}
