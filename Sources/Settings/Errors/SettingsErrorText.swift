extension SettingsError: CustomStringConvertible {
    /// One line: place, key, problem, what was probably meant. Control characters from the file are made visible.
    package var description: String {
        var text = place
        if !text.isEmpty { text += ": " }
        text += sentence
        if let nearest { text += "; did you mean `\(nearest)`?" }
        return Self.visible(text)
    }

    /// `config.toml:12:3`, `TENANTCTL_THEME`, `--theme`.
    package var place: String {
        switch source {
        case .file(let name):
            guard let line else { return name }
            return column.map { "\(name):\(line):\($0)" } ?? "\(name):\(line)"
        case .variable(let name): return name
        case .flag(let name): return name
        }
    }

    private var quotedKey: String { "`\(key)`" }

    private var sentence: String {
        switch problem {
        case .syntax(let words): "not valid TOML: \(words)"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .unwritable(let reason): "cannot be written: \(reason)"
        case .unknownKey: "unknown key \(quotedKey)"
        case .missingKey: "the key \(quotedKey) is missing"
        case .wrongType(let expected, let found): "\(quotedKey) must be \(expected), not \(found)"
        case .notAllowed(let value, let allowed):
            "\(quotedKey) cannot be `\(value)`; allowed: \(allowed.joined(separator: ", "))"
        case .outOfRange(let value, let lowest, let highest):
            "\(quotedKey) is \(value), but must be from \(lowest) to \(highest)"
        case .empty: "\(quotedKey) must not be empty"
        case .invalid(let value, let rule): "\(quotedKey) cannot be `\(value)`: \(rule)"
        case .duplicate(let value): "\(quotedKey): `\(value)` is there already"
        case .unknownEnvironment(let name, let known):
            known.isEmpty
                ? "there is no environment `\(name)`; add one with `tenantctl env add \(name) --database …`"
                : "there is no environment `\(name)`; there are: \(known.joined(separator: ", "))"
        case .unknownProfile(let name, let known):
            "there is no profile `\(name)`; shipped: \(known.joined(separator: ", ")); or give a file's path"
        case .environmentWithoutDatabase(let name):
            "the environment `\(name)` names no database; set `database` under [environments.\(TOMLPath.spelled(name))]"
        case .untrustedCommand(let reason): "\(quotedKey) is not run: \(reason.sentence)"
        }
    }

    private static func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: result += " "
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200B...0x200F, 0xFEFF:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
