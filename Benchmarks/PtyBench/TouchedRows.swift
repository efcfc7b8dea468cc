/// Which rows of the screen a byte stream writes on, by following the cursor's row; no terminal.
struct TouchedRows {
    private var row = 0
    private var state = State.ground
    private var parameters: [Int] = []

    private enum State { case ground, escape, sequence, string }

    /// Whether the bytes write, erase or scroll inside `rows`, counted from 0.
    mutating func touch(_ rows: Range<Int>, with bytes: [UInt8]) -> Bool {
        var touched = false
        for byte in bytes where step(byte, rows) { touched = true }
        return touched
    }

    private mutating func step(_ byte: UInt8, _ rows: Range<Int>) -> Bool {
        switch state {
        case .ground:
            if byte == 0x1b {
                state = .escape
            } else if byte == 0x0a {
                row += 1
            } else if byte >= 0x20 {
                return rows.contains(row)
            }
        case .escape:
            parameters = [0]
            switch byte {
            case 0x5b: state = .sequence
            case 0x5d, 0x50: state = .string
            default: state = .ground
            }
        case .sequence:
            switch byte {
            case 0x30...0x39:
                parameters[parameters.count - 1] = min(parameters[parameters.count - 1] * 10 + Int(byte - 0x30), 9_999)
            case 0x3b: parameters.append(0)
            case 0x40...0x7e:
                state = .ground
                return finish(byte, rows)
            default: break
            }
        case .string:
            if byte == 0x07 || byte == 0x5c { state = .ground }
        }
        return false
    }

    private mutating func finish(_ final: UInt8, _ rows: Range<Int>) -> Bool {
        let first = parameters[0]
        switch final {
        case 0x41: row = max(0, row - max(1, first))
        case 0x42: row += max(1, first)
        case 0x48: row = max(1, first) - 1
        case 0x4a, 0x53, 0x54: return true
        case 0x4b, 0x58: return rows.contains(row)
        default: break
        }
        return false
    }
}
