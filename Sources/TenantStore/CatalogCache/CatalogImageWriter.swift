/// Collects an image's body: every text once, in front, then numbers that name them.
struct CatalogImageWriter {
    private var texts: [UInt8] = []
    private var places: [String: UInt64] = [:]
    private var parts: [UInt8] = []

    /// The number of texts, the texts, the parts.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.count + parts.count + 8)
        Self.append(UInt64(places.count), to: &bytes)
        return bytes + texts + parts
    }

    mutating func write(_ number: UInt64) {
        Self.append(number, to: &parts)
    }

    mutating func write(_ flag: Bool) {
        parts.append(flag ? 1 : 0)
    }

    mutating func write(_ text: String) {
        if let place = places[text] { return write(place) }
        let place = UInt64(places.count)
        places[text] = place
        Self.append(UInt64(text.utf8.count), to: &texts)
        texts.append(contentsOf: text.utf8)
        write(place)
    }

    mutating func write(_ text: String?) {
        write(text != nil)
        if let text { write(text) }
    }

    /// Never negative: sizes and estimates are not.
    mutating func write(_ number: Int?) {
        write(number.map { UInt64(max(0, $0)) + 1 } ?? 0)
    }

    mutating func write(_ texts: [String]) {
        write(UInt64(texts.count))
        for text in texts { write(text) }
    }

    mutating func write(_ word: some RawRepresentable<String>) {
        write(word.rawValue)
    }

    mutating func write(_ part: some CatalogImagePart) {
        part.write(to: &self)
    }

    mutating func write<Part: CatalogImagePart>(_ part: Part?) {
        write(part != nil)
        if let part { part.write(to: &self) }
    }

    mutating func write<Part: CatalogImagePart>(_ parts: [Part]) {
        write(UInt64(parts.count))
        for part in parts { part.write(to: &self) }
    }

    /// Seven bits a byte, the lowest first.
    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
