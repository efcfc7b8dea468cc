/// Splits a `:` line into words. Blanks part words except inside double quotes; the quotes stay, since they belong to
/// the filter language.
package enum LineWords {
    package static func split(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        for character in line {
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
