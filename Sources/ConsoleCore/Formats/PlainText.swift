/// Text for where no terminal gate is at hand.
package enum PlainText {
    /// Without control characters, bidi overrides and zero-width characters; line ends and tabs become blanks.
    @Sendable package static func withoutControls(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: result.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
