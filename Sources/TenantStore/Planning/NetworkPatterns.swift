/// A network as patterns over addresses stored as text, for engines without an address type.
///
/// IPv4 networks of any length. IPv6 addresses in their canonical spelling (lower case, the longest run of zero
/// groups as `::`), for prefixes that end on a group of 16 bits or at 128.
struct NetworkPatterns {
    struct Like {
        let pattern: String
        /// A bound on colons: how few groups `::` may stand for.
        let mostColons: Int?
    }

    /// Texts that every address inside starts with, ending in `.` or `:`.
    private(set) var prefixes: [String] = []
    private(set) var addresses: [String] = []
    private(set) var likes: [Like] = []

    /// Nil where the text is no address or network, or of a length not served.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first else { return nil }
        let length = parts.count == 2 ? Int(parts[1]) : nil
        if parts.count == 2, length == nil { return nil }
        if let octets = Self.octets(address) {
            guard (0...32).contains(length ?? 32) else { return nil }
            addIPv4(octets, length: length ?? 32)
        } else if let groups = Self.groups(address) {
            guard (0...128).contains(length ?? 128) else { return nil }
            guard addIPv6(groups, length: length ?? 128) else { return nil }
        } else {
            return nil
        }
    }

    private mutating func addIPv4(_ octets: [Int], length: Int) {
        if length == 0 {
            likes.append(Like(pattern: "%.%.%.%", mostColons: nil))
            return
        }
        let fixed = (length - 1) / 8
        let head = octets[..<fixed].map { "\($0)." }.joined()
        let span = 1 << ((fixed + 1) * 8 - length)
        let first = octets[fixed] / span * span
        for octet in first..<(first + span) {
            if fixed == 3 { addresses.append(head + "\(octet)") } else { prefixes.append(head + "\(octet).") }
        }
    }

    private mutating func addIPv6(_ groups: [Int], length: Int) -> Bool {
        guard length % 16 == 0 else { return false }
        let fixed = length / 16
        if fixed == 0 {
            likes.append(Like(pattern: "%:%", mostColons: nil))
            return true
        }
        if fixed == 8 {
            addresses.append(Self.canonical(groups))
            return true
        }
        let head = groups[..<fixed].map { String($0, radix: 16) }
        prefixes.append(head.joined(separator: ":") + ":")
        var zeros = 0
        while zeros < fixed, groups[fixed - 1 - zeros] == 0 { zeros += 1 }
        if zeros > 0 {
            // `::` may stand for the prefix's own last zeros, as long as it stands for all of them.
            let start = head.dropLast(zeros).joined(separator: ":")
            likes.append(Like(pattern: start + "::%", mostColons: 8 - zeros + (start.isEmpty ? 1 : 0)))
        }
        addInnerZeros(groups, fixed: fixed, trailing: zeros)
        return true
    }

    /// Spellings where `::` stands for zeros in the middle of the prefix.
    private mutating func addInnerZeros(_ groups: [Int], fixed: Int, trailing: Int) {
        var position = 0
        while position < fixed - trailing {
            var run = 0
            while groups[position + run] == 0, position + run < fixed - trailing { run += 1 }
            if run >= 2 {
                let before = groups[..<position].map { String($0, radix: 16) }.joined(separator: ":")
                let after = groups[(position + run)..<fixed].map { String($0, radix: 16) + ":" }.joined()
                prefixes.append(before + "::" + after)
            }
            position += max(run, 1)
        }
    }

    private static func octets(_ text: Substring) -> [Int]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt8(part).map(Int.init) : nil
        }
        return octets.count == 4 ? octets : nil
    }

    private static func groups(_ text: Substring) -> [Int]? {
        guard text.utf8.contains(0x3A) else { return nil }
        func parse(_ part: Substring) -> [Int]? {
            if part.isEmpty { return [] }
            var groups: [Int] = []
            for piece in part.split(separator: ":", omittingEmptySubsequences: false) {
                guard !piece.isEmpty, piece.count <= 4, let group = UInt16(piece, radix: 16) else { return nil }
                groups.append(Int(group))
            }
            return groups
        }
        var gap: Substring.Index?
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == ":", next < text.endIndex, text[next] == ":" {
                gap = index
                break
            }
            index = next
        }
        guard let gap else {
            guard let groups = parse(text), groups.count == 8 else { return nil }
            return groups
        }
        guard let head = parse(text[..<gap]), let tail = parse(text[text.index(gap, offsetBy: 2)...]),
            head.count + tail.count < 8
        else { return nil }
        return head + [Int](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static func canonical(_ groups: [Int]) -> String {
        var best = (start: 0, length: 1)
        var position = 0
        while position < 8 {
            var run = 0
            while position + run < 8, groups[position + run] == 0 { run += 1 }
            if run > best.length { best = (position, run) }
            position += max(run, 1)
        }
        let words = groups.map { String($0, radix: 16) }
        guard best.length > 1 else { return words.joined(separator: ":") }
        return words[..<best.start].joined(separator: ":") + "::"
            + words[(best.start + best.length)...].joined(separator: ":")
    }
}
