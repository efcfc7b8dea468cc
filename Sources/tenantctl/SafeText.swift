import TerminalCore

/// Text that may come from a database or a file, for standard error: controls and bidi marks are made visible, line
/// breaks stay.
enum SafeText {
    static func visible(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { TextWidth.visible($0) }
            .joined(separator: "\n")
    }
}
