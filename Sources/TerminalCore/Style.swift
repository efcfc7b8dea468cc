/// The colour of a cell's glyph or ground.
package enum Color: Hashable, Sendable {
    /// The terminal's own colour; in a `Style` laid over another it means "as below".
    case standard
    /// 0 to 15 are the user's own sixteen colours, the rest the fixed 256-colour palette.
    case indexed(UInt8)
    case rgb(UInt8, UInt8, UInt8)
}

package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let italic = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
    package static let reverse = Attributes(rawValue: 16)
    package static let strikethrough = Attributes(rawValue: 32)
}

/// How a cell is drawn. Packed into one word, so that a buffer keeps it in every cell and compares it at once.
package struct Style: Hashable, Sendable {
    /// 26 bits of foreground, 26 of background, 8 of attributes.
    private var bits: UInt64

    package init(foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []) {
        bits = Self.pack(foreground) | Self.pack(background) << 26 | UInt64(attributes.rawValue) << 52
    }

    package static let plain = Style()

    package var foreground: Color {
        get { Self.unpack(bits) }
        set { bits = bits & ~Self.colorMask | Self.pack(newValue) }
    }

    package var background: Color {
        get { Self.unpack(bits >> 26) }
        set { bits = bits & ~(Self.colorMask << 26) | Self.pack(newValue) << 26 }
    }

    package var attributes: Attributes {
        get { Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> 52)) }
        set { bits = bits & ~(0xFF << 52) | UInt64(newValue.rawValue) << 52 }
    }

    /// This style where it says something, `base` where it does not; the attributes of both.
    package func over(_ base: Style) -> Style {
        var mixed = bits | base.bits & (0xFF << 52)
        if bits & Self.colorMask == 0 { mixed |= base.bits & Self.colorMask }
        if bits & (Self.colorMask << 26) == 0 { mixed |= base.bits & (Self.colorMask << 26) }
        return Style(bits: mixed)
    }

    /// Foreground and attributes of this style on the ground of `base`: roles name the view's own ground, which would
    /// stand out in patches on a line with another one.
    package func on(_ base: Style) -> Style {
        Style(foreground: foreground, attributes: attributes).over(base)
    }

    package func adding(_ attributes: Attributes) -> Style {
        var style = self
        style.attributes.formUnion(attributes)
        return style
    }

    private init(bits: UInt64) { self.bits = bits }

    private static let colorMask: UInt64 = 0x3FF_FFFF

    private static func pack(_ color: Color) -> UInt64 {
        switch color {
        case .standard: 0
        case .indexed(let index): 1 << 24 | UInt64(index)
        case .rgb(let red, let green, let blue):
            2 << 24 | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
        }
    }

    private static func unpack(_ bits: UInt64) -> Color {
        switch (bits >> 24) & 3 {
        case 0: .standard
        case 1: .indexed(UInt8(truncatingIfNeeded: bits))
        default:
            .rgb(
                UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                UInt8(truncatingIfNeeded: bits))
        }
    }
}
