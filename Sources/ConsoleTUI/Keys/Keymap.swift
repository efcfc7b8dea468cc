import TerminalCore

/// Which key does what; made once from the defaults and the configuration, asked on every key press and by help.
package struct Keymap: Sendable, Equatable {
    /// An entry of `[keys]` that cannot be used.
    package enum Problem: Error, Sendable, Equatable {
        case unknownAction(String)
        case unknownKey(String, action: String)
        /// Two actions on one key; the later one in the file keeps it.
        case taken(key: String, by: String, instead: String)
    }

    private var actions: [KeyPress: Action] = [:]
    private var keys: [Action: [KeyPress]] = [:]

    package static let standard = Keymap()

    private init() {
        for action in Action.allCases {
            let presses = action.defaultKeys.compactMap(KeyPress.init(parsing:))
            keys[action] = presses
            for press in presses { actions[press] = action }
        }
    }

    /// The defaults with the configuration's own keys: an action named there has those keys and no others.
    /// Keys are parted by blanks or commas; an empty text takes the action off the keyboard.
    package init(overrides: [(action: String, keys: String)], problems: inout [Problem]) {
        self.init()
        for (name, text) in overrides {
            guard let action = Action(rawValue: name) else {
                problems.append(.unknownAction(name))
                continue
            }
            var presses: [KeyPress] = []
            for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
                if let press = KeyPress(parsing: String(word)) {
                    presses.append(press)
                } else {
                    problems.append(.unknownKey(String(word), action: name))
                }
            }
            for press in keys[action] ?? [] where actions[press] == action { actions[press] = nil }
            keys[action] = presses
            for press in presses {
                if let other = actions[press], other != action {
                    keys[other]?.removeAll { $0 == press }
                    if overrides.contains(where: { $0.action == other.rawValue }) {
                        problems.append(.taken(key: press.name, by: other.rawValue, instead: name))
                    }
                }
                actions[press] = action
            }
        }
    }

    package func action(for press: KeyPress) -> Action? { actions[press] }

    package func keys(for action: Action) -> [KeyPress] { keys[action] ?? [] }

    /// The key to name in hints: the shortest one, as a person reads it.
    package func label(for action: Action) -> String? {
        keys[action]?.map(\.name).min { $0.count < $1.count }
    }
}
