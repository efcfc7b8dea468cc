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
}
