/// An IP address or network, read from text; IPv4 in dotted, IPv6 in colon form.
package struct IPNetwork: Sendable, Equatable {
    /// 4 or 16 bytes, bits behind the prefix cleared.
    package let bytes: [UInt8]
    /// Leading bits that count.
    package let prefix: Int

    /// Reads `10.8.0.17`, `10.8.0.0/16`, `2001:db8::/32`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPNetwork.address(String(parts[0])) else { return nil }
        var prefix = address.count * 8
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let number = Int(parts[1]), number <= prefix
            else { return nil }
            prefix = number
        }
        self.prefix = prefix
        bytes = address.enumerated().map { index, byte in
            let kept = min(8, max(0, prefix - index * 8))
            return byte & UInt8(truncatingIfNeeded: 0xFF00 >> kept)
        }
    }

    package var isSingleAddress: Bool { prefix == bytes.count * 8 }

    package func contains(_ address: String) -> Bool {
        guard let other = IPNetwork(address), other.isSingleAddress, other.bytes.count == bytes.count else {
            return false
        }
        return bytes.indices.allSatisfy { index in
            let kept = min(8, max(0, prefix - index * 8))
            return other.bytes[index] & UInt8(truncatingIfNeeded: 0xFF00 >> kept) == bytes[index]
        }
    }

    private static func address(_ text: String) -> [UInt8]? {
        text.utf8.contains(UInt8(ascii: ":")) ? version6(text) : version4(text)
    }

    private static func version4(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func version6(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        var sides: [[UInt8]] = [[]]
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)[...]
        guard groups.count >= 3, groups.count <= 9 else { return nil }
        if groups.first == "" {
            guard groups.dropFirst().first == "" else { return nil }
            groups = groups.dropFirst()
        }
        if groups.last == "" {
            guard groups.dropLast().last == "" else { return nil }
            groups = groups.dropLast()
        }
        for (index, group) in groups.enumerated() {
            if group.isEmpty {
                guard sides.count == 1 else { return nil }
                sides.append([])
            } else if index == groups.count - 1, group.utf8.contains(UInt8(ascii: ".")) {
                guard let tail = version4(String(group)) else { return nil }
                sides[sides.count - 1] += tail
            } else {
                guard group.utf8.count <= 4, group.utf8.allSatisfy({ hexadecimal($0) }),
                    let number = UInt16(group, radix: 16)
                else { return nil }
                sides[sides.count - 1] += [UInt8(number >> 8), UInt8(number & 0xFF)]
            }
        }
        let count = sides.reduce(0) { $0 + $1.count }
        if sides.count == 1 { return count == 16 ? sides[0] : nil }
        guard count <= 14 else { return nil }
        return sides[0] + [UInt8](repeating: 0, count: 16 - count) + sides[1]
    }

    /// An address or network that can be read and is most like what cannot.
    static func nearest(_ text: String) -> String? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let head = parts.first.map(String.init) else { return nil }
        if let address = address(head) { return "\(head)/\(address.count == 4 ? 24 : 64)" }
        let groups = head.split(separator: ".")
        let numbers = groups.compactMap { UInt8($0) }
        guard !numbers.isEmpty, numbers.count == groups.count else { return nil }
        let kept = numbers.prefix(4).map { "\($0)" }.joined(separator: ".")
        return numbers.count >= 4 ? kept : "\(kept).*"
    }

    static func hexadecimal(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }
}
