/// What a byte stream shows, roughly: text without its escape sequences, a cursor's step to the right as blanks. Enough
/// to tell that a row was drawn; no terminal.
struct ScreenText {
    private(set) var text: [UInt8] = []
    private var state = State.ground
    private var parameter = 0

    private enum State { case ground, escape, sequence, string }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            switch state {
            case .ground:
                if byte == 0x1b {
                    state = .escape
                } else if byte >= 0x20 {
                    text.append(byte)
                } else {
                    text.append(0x0a)
                }
            case .escape:
                parameter = 0
                switch byte {
                case 0x5b: state = .sequence
                case 0x5d, 0x50: state = .string
                default: state = .ground
                }
            case .sequence:
                if (0x30...0x39).contains(byte) { parameter = min(parameter * 10 + Int(byte - 0x30), 1_000) }
                guard (0x40...0x7e).contains(byte) else { continue }
                if byte == 0x43 {
                    text += [UInt8](repeating: 0x20, count: max(parameter, 1))
                } else if byte != 0x6d {
                    text.append(0x0a)
                }
                state = .ground
            case .string:
                if byte == 0x07 || byte == 0x5c { state = .ground }
            }
        }
    }

    func shows(_ words: String) -> Bool {
        let wanted = Array(words.utf8)
        guard let first = wanted.first, text.count >= wanted.count else { return false }
        var start = text.startIndex
        while let found = text[start...].firstIndex(of: first), found + wanted.count <= text.count {
            if text[found..<found + wanted.count].elementsEqual(wanted) { return true }
            start = found + 1
        }
        return false
    }
}
