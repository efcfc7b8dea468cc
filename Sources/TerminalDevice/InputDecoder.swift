import TerminalCore

/// Turns a terminal's bytes into events, however they are split. Pure: time comes in through `flush`.
///
/// Understood: UTF-8, control keys, CSI and SS3 keys with xterm modifiers, modifyOtherKeys, the basics of kitty's
/// `CSI u`, a leading ESC as alt, bracketed paste, focus, SGR mouse. Everything else is swallowed whole.
package struct InputDecoder: Sendable {
    /// What a pause in the input may decide.
    package enum Waiting: Hashable, Sendable {
        case nothing
        /// An ESC or the start of a sequence: a pause of some ten milliseconds means it was a key.
        case sequence
        /// A paste without its end: a pause of a second means that the end got lost.
        case paste
    }

    private enum State: Sendable {
        case ground
        case escape(again: Bool)
        case csi(alt: Bool)
        case ss3(alt: Bool, modifier: Int)
        /// `CSI [`: a function key of the Linux console.
        case console
        /// Three bytes of a mouse report of the old kind.
        case oldMouse(left: Int)
        /// OSC, DCS, APC, PM or SOS, up to BEL or ST; with the byte that opened it.
        case string(opener: UInt8, isEmpty: Bool, sawEscape: Bool)
        case utf8(alt: Bool, value: UInt32, left: Int, lowest: UInt32)
        case paste
    }

    private var state = State.ground
    private var parameters: [UInt8] = []
    private var pasted: [UInt8] = []
    /// How much of the end mark the paste's last bytes are.
    private var endMatched = 0
    private let pasteLimit: Int

    private static let longestSequence = 64
    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

    /// - Parameter pasteLimit: the bytes of one paste that are kept; the rest of it is dropped.
    package init(pasteLimit: Int = 1 << 20) {
        self.pasteLimit = pasteLimit
    }

    package var waiting: Waiting {
        switch state {
        case .ground: .nothing
        case .paste: .paste
        default: .sequence
        }
    }

    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        for byte in bytes { take(byte, &events) }
        return events
    }

    /// Decides what is unfinished, after a pause.
    package mutating func flush() -> [InputEvent] {
        var events: [InputEvent] = []
        switch state {
        case .ground: break
        case .escape(let again):
            if again { emit(.escape, [], &events) }
            emit(.escape, [], &events)
        case .csi(let alt) where parameters.isEmpty:
            if alt { emit(.escape, [], &events) }
            emit(.character("["), .alt, &events)
        case .ss3(let alt, modifier: 0):
            if alt { emit(.escape, [], &events) }
            emit(.character("O"), .alt, &events)
        case .string(let opener, isEmpty: true, sawEscape: false):
            emit(.character(Character(Unicode.Scalar(opener))), .alt, &events)
        case .string(let opener, isEmpty: true, sawEscape: true):
            emit(.character(Character(Unicode.Scalar(opener))), .alt, &events)
            emit(.escape, [], &events)
        case .paste: finishPaste(&events)
        default: break
        }
        state = .ground
        parameters.removeAll(keepingCapacity: true)
        return events
    }

    // MARK: Bytes

    private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch state {
        case .ground: ground(byte, alt: false, &events)
        case .escape(let again): escape(byte, again: again, &events)
        case .csi(let alt): csi(byte, alt: alt, &events)
        case .ss3(let alt, let modifier): ss3(byte, alt: alt, modifier: modifier, &events)
        case .console:
            state = .ground
            if (0x41...0x45).contains(byte) {
                emit(.function(Int(byte) - 0x40), [], &events)
            } else if byte == 0x1B {
                state = .escape(again: false)
            }
        case .oldMouse(let left):
            if byte == 0x1B {
                state = .escape(again: false)
            } else {
                state = left > 1 ? .oldMouse(left: left - 1) : .ground
            }
        case .string(let opener, let isEmpty, let sawEscape):
            string(byte, opener: opener, isEmpty: isEmpty, sawEscape: sawEscape, &events)
        case .utf8(let alt, let value, let left, let lowest):
            guard byte & 0xC0 == 0x80 else {
                state = .ground
                ground(byte, alt: false, &events)
                return
            }
            let value = value << 6 | UInt32(byte & 0x3F)
            if left > 1 {
                state = .utf8(alt: alt, value: value, left: left - 1, lowest: lowest)
                return
            }
            state = .ground
            // Overlong forms and surrogates are no characters, and C1 controls no keys.
            guard value >= lowest, value >= 0xA0, let scalar = Unicode.Scalar(value) else { return }
            emit(.character(Character(scalar)), alt ? .alt : [], &events)
        case .paste: paste(byte, &events)
        }
    }

    private mutating func ground(_ byte: UInt8, alt: Bool, _ events: inout [InputEvent]) {
        state = .ground
        let modifiers: Modifiers = alt ? .alt : []
        switch byte {
        case 0x1B: state = .escape(again: false)
        case 0x00: emit(.character(" "), modifiers.union(.control), &events)
        case 0x08, 0x7F: emit(.backspace, modifiers, &events)
        case 0x09: emit(.tab, modifiers, &events)
        case 0x0A, 0x0D: emit(.enter, modifiers, &events)
        case 0x01...0x1A: emit(.character(Self.ascii(byte + 0x60)), modifiers.union(.control), &events)
        case 0x1C...0x1F: emit(.character(Self.ascii(byte + 0x40)), modifiers.union(.control), &events)
        case 0x20...0x7E: emit(.character(Self.ascii(byte)), modifiers, &events)
        case 0xC2...0xDF: state = .utf8(alt: alt, value: UInt32(byte & 0x1F), left: 1, lowest: 0x80)
        case 0xE0...0xEF: state = .utf8(alt: alt, value: UInt32(byte & 0x0F), left: 2, lowest: 0x800)
        case 0xF0...0xF4: state = .utf8(alt: alt, value: UInt32(byte & 0x07), left: 3, lowest: 0x10000)
        default: break
        }
    }

    private mutating func escape(_ byte: UInt8, again: Bool, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B:
            if again { emit(.escape, [], &events) }
            state = .escape(again: true)
        case 0x5B:
            parameters.removeAll(keepingCapacity: true)
            state = .csi(alt: again)
        case 0x4F: state = .ss3(alt: again, modifier: 0)
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
            if again { emit(.escape, [], &events) }
            state = .string(opener: byte, isEmpty: true, sawEscape: false)
        default:
            if again { emit(.escape, [], &events) }
            ground(byte, alt: true, &events)
        }
    }

    private mutating func csi(_ byte: UInt8, alt: Bool, _ events: inout [InputEvent]) {
        switch byte {
        case 0x20...0x3F:
            // An overlong sequence is read to its end and then not understood.
            if parameters.count <= Self.longestSequence { parameters.append(byte) }
        case 0x5B where parameters.isEmpty: state = .console
        case 0x4D where parameters.isEmpty: state = .oldMouse(left: 3)
        case 0x40...0x7E:
            state = .ground
            if parameters.count <= Self.longestSequence {
                dispatch(ControlSequence(parameters, final: byte), alt: alt, &events)
            }
            parameters.removeAll(keepingCapacity: true)
        case 0x1B:
            parameters.removeAll(keepingCapacity: true)
            state = .escape(again: false)
        default:
            parameters.removeAll(keepingCapacity: true)
            ground(byte, alt: false, &events)
        }
    }

    private mutating func dispatch(_ sequence: ControlSequence, alt: Bool, _ events: inout [InputEvent]) {
        if sequence.final == 0x7E, !sequence.isPrivate, sequence.number(0) == 200 {
            state = .paste
            pasted.removeAll()
            endMatched = 0
            return
        }
        guard var event = sequence.event else { return }
        if alt, case .key(var key) = event {
            key.modifiers.insert(.alt)
            event = .key(key)
        }
        events.append(event)
    }

    private mutating func ss3(_ byte: UInt8, alt: Bool, modifier: Int, _ events: inout [InputEvent]) {
        state = .ground
        var modifiers = ControlSequence.modifiers(modifier)
        if alt { modifiers.insert(.alt) }
        switch byte {
        case 0x30...0x39 where modifier < 100: state = .ss3(alt: alt, modifier: modifier * 10 + Int(byte - 0x30))
        case 0x1B: state = .escape(again: false)
        case 0x4D: emit(.enter, modifiers, &events)
        case 0x49: emit(.tab, modifiers, &events)
        case 0x58: emit(.character("="), modifiers, &events)
        case 0x6A...0x79: emit(.character(Self.ascii(byte - 0x40)), modifiers, &events)
        case 0x00...0x1F, 0x7F...0xFF: ground(byte, alt: false, &events)
        default:
            if let key = ControlSequence.letterKey(byte) { emit(key, modifiers, &events) }
        }
    }

    private mutating func string(
        _ byte: UInt8, opener: UInt8, isEmpty: Bool, sawEscape: Bool, _ events: inout [InputEvent]
    ) {
        if sawEscape {
            state = .ground
            // ESC \ ends it; any other ESC ends it too, and begins something new.
            if byte != 0x5C { escape(byte, again: false, &events) }
            return
        }
        switch byte {
        case 0x1B: state = .string(opener: opener, isEmpty: isEmpty, sawEscape: true)
        case 0x07, 0x18, 0x1A: state = .ground
        default: state = .string(opener: opener, isEmpty: false, sawEscape: false)
        }
    }

    // MARK: Paste

    private mutating func paste(_ byte: UInt8, _ events: inout [InputEvent]) {
        if byte == Self.pasteEnd[endMatched] {
            endMatched += 1
            if endMatched == Self.pasteEnd.count {
                endMatched = 0
                finishPaste(&events)
                state = .ground
            }
            return
        }
        if endMatched > 0 {
            keep(Self.pasteEnd[..<endMatched])
            endMatched = 0
            if byte == Self.pasteEnd[0] {
                endMatched = 1
                return
            }
        }
        keep(CollectionOfOne(byte))
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        if pasted.count + bytes.count <= pasteLimit { pasted.append(contentsOf: bytes) }
    }

    private mutating func finishPaste(_ events: inout [InputEvent]) {
        endMatched = 0
        let text = String(decoding: pasted, as: UTF8.self)
        pasted = []
        var clean = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": clean.append("\n")
            case "\n": if !wasReturn { clean.append("\n") }
            case "\t": clean.append(scalar)
            default: if scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value) { clean.append(scalar) }
            }
            wasReturn = scalar == "\r"
        }
        events.append(.paste(String(clean)))
    }

    // MARK: Keys

    private func emit(_ key: Key, _ modifiers: Modifiers, _ events: inout [InputEvent]) {
        events.append(.key(KeyPress(key: key, modifiers: modifiers)))
    }

    /// The character of an ASCII byte, control letters in small.
    private static func ascii(_ byte: UInt8) -> Character { Character(Unicode.Scalar(byte)) }
}
