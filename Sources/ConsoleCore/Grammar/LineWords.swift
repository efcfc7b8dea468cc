/// Splits a `:` line into words. Blanks part words except inside quotes. Double quotes stay, since they belong to the
/// filter language. Single ones around a whole word are a shell's, so that a command line that was copied from
/// elsewhere works: what is inside is one word as it stands, the quotes go. Anywhere else they are apostrophes.
package enum LineWords {
    package static func split(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        var rest = line[...]
        while let character = rest.first {
            if word.isEmpty, !isQuoted, let inside = singleQuoted(rest) {
                words.append(String(inside))
                rest = rest.dropFirst(inside.count + 2)
                continue
            }
            rest.removeFirst()
            if isQuoted {
                word.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
            } else if character == " " || character == "\t" {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
                isQuoted = character == "\""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// What stands between a single quote at the beginning and the next one that ends a word.
    private static func singleQuoted(_ text: Substring) -> Substring? {
        guard text.first == "'" else { return nil }
        let inside = text.dropFirst()
        guard let end = inside.firstIndex(of: "'") else { return nil }
        let behind = inside[inside.index(after: end)...].first
        return behind == nil || behind == " " || behind == "\t" ? inside[..<end] : nil
    }

    /// A word that is one quoted text, without its quotes; any other as it is.
    package static func unquoted(_ word: String) -> String {
        guard word.count > 1, word.hasPrefix("\""), word.hasSuffix("\"") else { return word }
        var text = ""
        var isEscaped = false
        for character in word.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            if character == "\"", !isEscaped { return word }
            text.append(character)
            isEscaped = false
        }
        return text
    }
}
