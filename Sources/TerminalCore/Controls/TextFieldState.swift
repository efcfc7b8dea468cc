/// What a key did to a text field.
package enum TextFieldOutcome: Hashable, Sendable {
    /// The text changed.
    case edited
    /// Only the cursor moved.
    case moved
    /// Right or end pressed at the end of the text: the place to take a completion preview over.
    case acceptGhost
    case submit
    case cancel
    case historyPrevious
    case historyNext
    case complete
    case completeBackwards
    /// The key means nothing here, or there was nothing to do.
    case ignored
}

/// The text and cursor of a text field, edited with readline's keys, a grapheme at a time.
package struct TextFieldState: Hashable, Sendable {
    private var characters: [Character]
    /// Characters before the cursor.
    package private(set) var cursor: Int
    private var killed: [Character] = []
    /// The first character in view.
    var scroll = 0

    /// One paste adds no more than this many characters.
    package static let longestInsert = 65_536

    package init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    package var text: String { String(characters) }
    package var isEmpty: Bool { characters.isEmpty }
    package var count: Int { characters.count }
    package var isAtEnd: Bool { cursor == characters.count }

    package var textBeforeCursor: String { String(characters[..<cursor]) }
    package var textAfterCursor: String { String(characters[cursor...]) }

    /// The cursor as bytes of `text` before it.
    package var cursorUTF8: Int { characters[..<cursor].reduce(0) { $0 + $1.utf8.count } }

    /// Replaces the text, the cursor behind it.
    package mutating func set(_ text: String) {
        characters = Array(text)
        cursor = characters.count
    }

    /// Replaces bytes of the text (a completion over the word it completes), the cursor behind what came in.
    package mutating func replace(utf8 range: Range<Int>, with text: String) {
        let whole = Array(self.text.utf8)
        let range = range.clamped(to: 0..<whole.count)
        let head = String(decoding: whole[..<range.lowerBound], as: UTF8.self)
        let tail = String(decoding: whole[range.upperBound...], as: UTF8.self)
        characters = Array(head + text + tail)
        cursor = min(characters.count, (head + text).count)
    }

    /// Types or pastes text at the cursor. Line ends and tabs become blanks: a field is one line.
    package mutating func insert(_ text: String) {
        guard !text.isEmpty else { return }
        var clean = ""
        for character in text.prefix(Self.longestInsert) {
            if character.isNewline || character == "\t" {
                if !clean.hasSuffix(" ") { clean.append(" ") }
            } else {
                clean.append(character)
            }
        }
        let head = String(characters[..<cursor]) + clean
        let whole = head + String(characters[cursor...])
        characters = Array(whole)
        cursor = min(characters.count, head.count)
    }

    package mutating func handle(_ press: KeyPress) -> TextFieldOutcome {
        let modifiers = press.modifiers.subtracting(.shift)
        switch press.key {
        case .character(let character):
            if modifiers == .control { return control(character) }
            if modifiers == .alt { return alt(character) }
            guard modifiers.isEmpty else { return .ignored }
            insert(String(character))
            return .edited
        case .enter: return .submit
        case .escape: return .cancel
        case .tab: return .complete
        case .backTab: return .completeBackwards
        case .up: return .historyPrevious
        case .down: return .historyNext
        case .left:
            return modifiers.isEmpty ? move(to: cursor - 1) : move(to: wordStart(before: cursor))
        case .right:
            return forward(to: modifiers.isEmpty ? cursor + 1 : wordEnd(after: cursor))
        case .home: return move(to: 0)
        case .end: return forward(to: characters.count)
        case .backspace:
            if modifiers.isEmpty { return delete((cursor - 1)..<cursor) }
            return kill(wordStart(before: cursor)..<cursor)
        case .delete:
            if modifiers.isEmpty { return delete(cursor..<(cursor + 1)) }
            return kill(cursor..<wordEnd(after: cursor))
        case .insert, .pageUp, .pageDown, .function: return .ignored
        }
    }

    private mutating func control(_ character: Character) -> TextFieldOutcome {
        switch character {
        case "a": move(to: 0)
        case "e": forward(to: characters.count)
        case "b": move(to: cursor - 1)
        case "f": forward(to: cursor + 1)
        case "d": delete(cursor..<(cursor + 1))
        case "h": delete((cursor - 1)..<cursor)
        case "w": kill(blankSeparatedStart()..<cursor)
        case "u": kill(0..<cursor)
        case "k": kill(cursor..<characters.count)
        case "y": yank()
        case "t": transpose()
        case "p": .historyPrevious
        case "n": .historyNext
        case "j", "m": .submit
        case "i": .complete
        case "g": .cancel
        default: .ignored
        }
    }

    private mutating func alt(_ character: Character) -> TextFieldOutcome {
        switch character {
        case "b": move(to: wordStart(before: cursor))
        case "f": forward(to: wordEnd(after: cursor))
        case "d": kill(cursor..<wordEnd(after: cursor))
        default: .ignored
        }
    }

    // MARK: Steps

    private mutating func move(to place: Int) -> TextFieldOutcome {
        let place = min(max(0, place), characters.count)
        guard place != cursor else { return .ignored }
        cursor = place
        return .moved
    }

    private mutating func forward(to place: Int) -> TextFieldOutcome {
        isAtEnd ? .acceptGhost : move(to: place)
    }

    private mutating func delete(_ range: Range<Int>) -> TextFieldOutcome {
        let range = range.clamped(to: 0..<characters.count)
        guard !range.isEmpty else { return .ignored }
        characters.removeSubrange(range)
        let head = String(characters[..<range.lowerBound])
        characters = Array(text)
        cursor = min(characters.count, head.count)
        return .edited
    }

    private mutating func kill(_ range: Range<Int>) -> TextFieldOutcome {
        let range = range.clamped(to: 0..<characters.count)
        guard !range.isEmpty else { return .ignored }
        killed = Array(characters[range])
        return delete(range)
    }

    private mutating func yank() -> TextFieldOutcome {
        guard !killed.isEmpty else { return .ignored }
        insert(String(killed))
        return .edited
    }

    /// Swaps the characters around the cursor; at the end the last two.
    private mutating func transpose() -> TextFieldOutcome {
        guard characters.count > 1, cursor > 0 else { return .ignored }
        let second = min(cursor, characters.count - 1)
        characters.swapAt(second - 1, second)
        cursor = second + 1
        return .edited
    }

    private func isWord(_ place: Int) -> Bool { characters[place].isLetter || characters[place].isNumber }

    private func wordStart(before place: Int) -> Int {
        var place = place
        while place > 0, !isWord(place - 1) { place -= 1 }
        while place > 0, isWord(place - 1) { place -= 1 }
        return place
    }

    private func wordEnd(after place: Int) -> Int {
        var place = place
        while place < characters.count, !isWord(place) { place += 1 }
        while place < characters.count, isWord(place) { place += 1 }
        return place
    }

    private func blankSeparatedStart() -> Int {
        var place = cursor
        while place > 0, characters[place - 1].isWhitespace { place -= 1 }
        while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
        return place
    }

    // MARK: View

    /// Scrolls so that the cursor is inside `width` columns and gives the characters that are in view.
    mutating func view(width: Int, widths: (Character) -> Int) -> Range<Int> {
        scroll = min(scroll, characters.count)
        if cursor < scroll { scroll = cursor }
        let cursorRoom = 1
        var taken = characters[scroll..<cursor].reduce(0) { $0 + widths($1) }
        while taken + cursorRoom > width, scroll < cursor {
            taken -= widths(characters[scroll])
            scroll += 1
        }
        while scroll > 0, isAtEnd, taken + cursorRoom + widths(characters[scroll - 1]) <= width {
            scroll -= 1
            taken += widths(characters[scroll])
        }
        var end = scroll
        var room = width
        while end < characters.count, widths(characters[end]) <= room {
            room -= widths(characters[end])
            end += 1
        }
        return scroll..<end
    }

    func characters(in range: Range<Int>) -> ArraySlice<Character> { characters[range] }

    /// The characters that bytes of the text fall into.
    func characters(utf8 range: Range<Int>) -> Range<Int> {
        var bytes = 0
        var first: Int?
        var end = 0
        for (place, character) in characters.enumerated() {
            let next = bytes + character.utf8.count
            if bytes < range.upperBound, next > range.lowerBound {
                if first == nil { first = place }
                end = place + 1
            }
            bytes = next
        }
        if let first { return first..<end }
        return characters.count..<(characters.count + 1)
    }
}
