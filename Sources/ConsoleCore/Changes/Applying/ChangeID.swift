/// Names that we give: rows, changes, secrets. From the system's random numbers.
package enum ChangeID {
    /// A random UUID, version 4, lower case.
    package static func uuid() -> String {
        var bytes = random(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(hexadecimal(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    /// `chg_` and 20 hexadecimal digits: stands in audit rows and journals, and is typed for an undo.
    package static func change() -> String { "chg_" + hexadecimal(random(10)) }

    /// 32 random bytes.
    package static func secret() -> String { hexadecimal(random(32)) }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
