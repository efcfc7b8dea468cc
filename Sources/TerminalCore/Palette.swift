/// The 256 indexed colours as terminals commonly show them; the first sixteen are the user's to change, so these are
/// a guess for pictures and for choosing the nearest.
package enum Palette {
    package typealias RGB = (red: UInt8, green: UInt8, blue: UInt8)

    private static let sixteen: [RGB] = [
        (0x1B, 0x1F, 0x26), (0xD0, 0x5A, 0x56), (0x77, 0xB2, 0x6B), (0xD3, 0xA3, 0x4F),
        (0x5B, 0x90, 0xD6), (0xB0, 0x7C, 0xC6), (0x4F, 0xB0, 0xBE), (0xC9, 0xCE, 0xD6),
        (0x6B, 0x74, 0x82), (0xEE, 0x82, 0x7C), (0x9B, 0xD4, 0x8F), (0xEF, 0xC7, 0x78),
        (0x86, 0xB3, 0xF0), (0xCF, 0xA2, 0xE4), (0x7B, 0xD3, 0xE0), (0xF4, 0xF6, 0xF8),
    ]

    package static func rgb(_ index: UInt8) -> RGB {
        if index < 16 { return sixteen[Int(index)] }
        if index >= 232 {
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        }
        func level(_ step: UInt8) -> UInt8 { step == 0 ? 0 : 55 + 40 * step }
        let cube = index - 16
        return (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    }
}
