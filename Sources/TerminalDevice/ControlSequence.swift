import TerminalCore

/// A finished `CSI` sequence and the event it stands for.
struct ControlSequence {
    let final: UInt8
    /// Whether it begins with `<`, `=`, `>` or `?`, and with which.
    let prefix: UInt8?
    /// Parameters by `;`, each by `:`; what is left out is 0.
    private let numbers: [[Int]]
    private let hasIntermediates: Bool

    init(_ bytes: [UInt8], final: UInt8) {
        self.final = final
        var rest = bytes[...]
        if let first = rest.first, (0x3C...0x3F).contains(first) {
            prefix = first
            rest = rest.dropFirst()
        } else {
            prefix = nil
        }
        hasIntermediates = rest.contains { $0 < 0x30 }
        numbers = rest.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
            part.split(separator: 0x3A, omittingEmptySubsequences: false).map { digits in
                digits.reduce(0) { value, digit in
                    (0x30...0x39).contains(digit) ? min(value * 10 + Int(digit - 0x30), 1 << 24) : value
                }
            }
        }
    }

    var isPrivate: Bool { prefix != nil }

    /// How many parameters there are, and how many parts one has.
    var count: Int { numbers.count }
    func parts(_ place: Int) -> Int { place < numbers.count ? numbers[place].count : 0 }

    func number(_ place: Int, _ part: Int = 0) -> Int {
        place < numbers.count && part < numbers[place].count ? numbers[place][part] : 0
    }

    var event: InputEvent? {
        if hasIntermediates { return nil }
        if prefix == 0x3C, final == 0x4D || final == 0x6D { return mouse }
        if isPrivate { return nil }
        switch final {
        case 0x49 where numbers.allSatisfy { $0 == [0] || $0.isEmpty }: return .focus(true)
        case 0x4F where numbers.allSatisfy { $0 == [0] || $0.isEmpty }: return .focus(false)
        case 0x5A: return .key(KeyPress(key: .backTab))
        case 0x7E where number(0) == 27: return typed(number(2), modifiers: Self.modifiers(number(1)))
        case 0x7E: return Self.tildeKey(number(0)).flatMap { named($0) }
        case 0x75:
            if number(1, 1) == 3 { return nil }
            return typed(number(0), modifiers: Self.modifiers(number(1)))
        default: return Self.letterKey(final).flatMap { named($0) }
        }
    }

    /// A named key with the modifiers of the second parameter; a released one (kitty) is none.
    private func named(_ key: Key) -> InputEvent? {
        if number(1, 1) == 3 { return nil }
        return .key(KeyPress(key: key, modifiers: Self.modifiers(number(1))))
    }

    /// xterm's modifier number: one more than the sum of shift 1, alt 2, control 4, meta 8 or 32.
    static func modifiers(_ number: Int) -> Modifiers {
        guard number > 1 else { return [] }
        let bits = number - 1
        var modifiers: Modifiers = []
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & (2 | 32) != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    static func letterKey(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x41: .up
        case 0x42: .down
        case 0x43: .right
        case 0x44: .left
        case 0x46: .end
        case 0x48: .home
        case 0x50...0x53: .function(Int(byte) - 0x4F)
        default: nil
        }
    }

    private static func tildeKey(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    /// A key told by its code point: `CSI u`, modifyOtherKeys.
    private func typed(_ code: Int, modifiers: Modifiers) -> InputEvent? {
        let key: Key
        switch code {
        case 8, 127: key = .backspace
        case 9:
            if modifiers.contains(.shift) {
                return .key(KeyPress(key: .backTab, modifiers: modifiers.subtracting(.shift)))
            }
            key = .tab
        case 10, 13, 57414: key = .enter
        case 27: key = .escape
        case 57376...57398: key = .function(code - 57363)
        case 57399...57408: key = .character(Character(Unicode.Scalar(UInt8(code - 57399 + 0x30))))
        case 57409...57413: key = .character(Array("./*-+")[code - 57409])
        case 57415: key = .character("=")
        case 57417...57426:
            key = [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete][code - 57417]
        case 57344...63743: return nil
        default:
            guard code >= 0x20, !(0x7F...0x9F).contains(code), let value = UInt32(exactly: code),
                let scalar = Unicode.Scalar(value)
            else { return nil }
            return .key(Self.character(Character(scalar), shifted: number(0, 1), modifiers))
        }
        return .key(KeyPress(key: key, modifiers: modifiers))
    }

    /// Shift is part of the character, control goes with the small letter.
    private static func character(_ character: Character, shifted: Int, _ modifiers: Modifiers) -> KeyPress {
        var character = character
        if modifiers.contains(.control) {
            if let small = character.lowercased().first, character.lowercased().count == 1 { character = small }
        } else if modifiers.contains(.shift) {
            if shifted >= 0x20, let value = UInt32(exactly: shifted), let scalar = Unicode.Scalar(value) {
                character = Character(scalar)
            } else if character.uppercased().count == 1, let large = character.uppercased().first {
                character = large
            }
        }
        return KeyPress(key: .character(character), modifiers: modifiers.subtracting(.shift))
    }

    private var mouse: InputEvent? {
        let code = number(0)
        var modifiers: Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let button: MouseEvent.Button = [.left, .middle, .right, .none][code & 3]
        let action: MouseEvent.Action
        if code & 128 != 0 { return nil }
        if code & 64 != 0 {
            guard final == 0x4D, code & 3 < 2 else { return nil }
            action = code & 1 == 0 ? .scrollUp : .scrollDown
        } else if code & 32 != 0 {
            action = .drag
        } else {
            action = final == 0x4D ? .press : .release
        }
        return .mouse(
            MouseEvent(
                action: action, button: code & 64 != 0 ? .none : button,
                position: Point(x: max(0, number(1) - 1), y: max(0, number(2) - 1)), modifiers: modifiers))
    }
}
