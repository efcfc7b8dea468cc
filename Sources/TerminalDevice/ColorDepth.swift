import TerminalCore

/// How many colours a terminal shows; colours beyond that are replaced by the nearest it has.
package enum ColorDepth: String, CaseIterable, Comparable, Sendable {
    case none, sixteen, palette256, trueColor

    package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .none: 0
        case .sixteen: 1
        case .palette256: 2
        case .trueColor: 3
        }
    }

    /// The colour to send for a wished one.
    package func nearest(_ color: Color) -> Color {
        switch (self, color) {
        case (_, .standard), (.trueColor, _): color
        case (.none, _): .standard
        case (.palette256, .indexed): color
        case (.palette256, .rgb(let red, let green, let blue)): .indexed(Self.inCube(red, green, blue))
        case (.sixteen, .indexed(let index)) where index < 16: color
        case (.sixteen, .indexed(let index)): Self.ofSixteen(Palette.rgb(index))
        case (.sixteen, .rgb(let red, let green, let blue)): Self.ofSixteen((red, green, blue))
        }
    }

    private static func inCube(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        func step(_ value: UInt8) -> UInt8 { value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40 }
        let cube = 16 + 36 * step(red) + 6 * step(green) + step(blue)
        let average = (Int(red) + Int(green) + Int(blue)) / 3
        let grey = UInt8(232 + max(0, min(23, (average - 3) / 10)))
        let wished = (red, green, blue)
        return distance(Palette.rgb(grey), wished) < distance(Palette.rgb(cube), wished) ? grey : cube
    }

    private static func ofSixteen(_ wished: Palette.RGB) -> Color {
        var best: UInt8 = 0
        var least = Int.max
        for index: UInt8 in 0..<16 {
            let away = distance(Palette.rgb(index), wished)
            if away < least { (best, least) = (index, away) }
        }
        return .indexed(best)
    }

    /// Weighted as the eye weighs the channels.
    private static func distance(_ left: Palette.RGB, _ right: Palette.RGB) -> Int {
        let red = Int(left.red) - Int(right.red)
        let green = Int(left.green) - Int(right.green)
        let blue = Int(left.blue) - Int(right.blue)
        return 3 * red * red + 4 * green * green + 2 * blue * blue
    }
}
