/// What a person, or the terminal on their behalf, did.
package enum InputEvent: Hashable, Sendable {
    case key(KeyPress)
    /// Text that came as one paste. Control characters other than newline and tab are already taken out.
    case paste(String)
    case focus(Bool)
    case resize(Size)
    case mouse(MouseEvent)
}

package struct MouseEvent: Hashable, Sendable {
    package enum Action: Hashable, Sendable { case press, release, drag, scrollUp, scrollDown }
    package enum Button: Hashable, Sendable { case left, middle, right, none }

    package var action: Action
    package var button: Button
    package var position: Point
    package var modifiers: Modifiers

    package init(action: Action, button: Button, position: Point, modifiers: Modifiers = []) {
        self.action = action
        self.button = button
        self.position = position
        self.modifiers = modifiers
    }
}

package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
}

package enum Key: Hashable, Sendable {
    /// A character as typed: `G` is shift and g already, without the modifier.
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
}

/// A key with its modifiers, and the words keymaps and help use for it: `ctrl-r`, `alt-x`, `space`, `f5`, `?`, `G`.
package struct KeyPress: Hashable, Sendable {
    package var key: Key
    package var modifiers: Modifiers

    package init(key: Key, modifiers: Modifiers = []) {
        self.key = key
        self.modifiers = modifiers
    }

    package init(_ character: Character, modifiers: Modifiers = []) {
        self.init(key: .character(character), modifiers: modifiers)
    }

    /// Reads a key's name. Modifiers come first, in any order, each with a `-`; nil where the rest names no key.
    /// `shift-` is for named keys only (`shift-up`): a shifted character is written as itself.
    package init?(parsing text: String) {
        var rest = Substring(text)
        var modifiers: Modifiers = []
        while rest.count > 1, let dash = rest.dropFirst().firstIndex(of: "-"), rest.index(after: dash) < rest.endIndex {
            switch rest[..<dash].lowercased() {
            case "ctrl", "control", "c": modifiers.insert(.control)
            case "alt", "meta", "a": modifiers.insert(.alt)
            case "shift": modifiers.insert(.shift)
            default: return nil
            }
            rest = rest[rest.index(after: dash)...]
        }
        guard let key = Self.key(named: rest) else { return nil }
        if case .character(let character) = key {
            if modifiers.contains(.shift) { return nil }
            if modifiers.contains(.control), let lower = character.lowercased().first {
                self.init(key: .character(lower), modifiers: modifiers)
                return
            }
        }
        if key == .tab, modifiers.contains(.shift) {
            self.init(key: .backTab, modifiers: modifiers.subtracting(.shift))
            return
        }
        self.init(key: key, modifiers: modifiers)
    }

    /// The one name of this key; `KeyPress(parsing:)` of it gives the key back.
    package var name: String {
        var text = ""
        if modifiers.contains(.control) { text += "ctrl-" }
        if modifiers.contains(.alt) { text += "alt-" }
        switch key {
        case .character(" "): return text + "space"
        case .character(let character): return text + String(character)
        case .backTab: return text + "shift-tab"
        case .function(let number):
            if modifiers.contains(.shift) { text += "shift-" }
            return text + "f\(number)"
        default:
            if modifiers.contains(.shift) { text += "shift-" }
            return text + (Self.names.first { $0.key == key }?.name ?? "")
        }
    }

    private static let names: [(name: String, key: Key)] = [
        ("enter", .enter), ("esc", .escape), ("tab", .tab), ("backspace", .backspace), ("delete", .delete),
        ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
        ("end", .end), ("pgup", .pageUp), ("pgdn", .pageDown),
    ]

    private static let aliases: [(name: String, key: Key)] = [
        ("space", .character(" ")), ("escape", .escape), ("return", .enter), ("pageup", .pageUp),
        ("pagedown", .pageDown), ("del", .delete), ("ins", .insert), ("backtab", .backTab),
    ]

    private static func key(named text: Substring) -> Key? {
        if text.count == 1, let character = text.first {
            return character.isWhitespace ? nil : .character(character)
        }
        let name = text.lowercased()
        if let found = names.first(where: { $0.name == name }) ?? aliases.first(where: { $0.name == name }) {
            return found.key
        }
        if name.first == "f", let number = Int(name.dropFirst()), (1...35).contains(number), !name.contains("+") {
            return .function(number)
        }
        return nil
    }
}
