@preconcurrency import Rainbow

/// The only place that asks Rainbow for colour. Its switches are global, so they are set right before each use to what
/// the caller decided from the terminal, `--color` and NO_COLOR.
package enum Colouring {
    package static func heading(_ text: String, isOn: Bool) -> String {
        styled(text, [.bold], isOn)
    }

    package static func dim(_ text: String, isOn: Bool) -> String {
        styled(text, [.dim], isOn)
    }

    /// For the word before an error on stderr.
    package static func danger(_ text: String, isOn: Bool) -> String {
        styled(text, [.bold], isOn, color: .red)
    }

    package static func notice(_ text: String, isOn: Bool) -> String {
        styled(text, [], isOn, color: .yellow)
    }

    /// The text with its first line as a heading.
    static func headingLine(of text: String, isOn: Bool) -> String {
        guard isOn, let end = text.firstIndex(of: "\n") else { return text }
        return heading(String(text[..<end]), isOn: true) + text[end...]
    }

    private static func styled(_ text: String, _ styles: [Style], _ isOn: Bool, color: NamedColor? = nil) -> String {
        guard isOn, !text.isEmpty else { return text }
        Rainbow.enabled = true
        Rainbow.outputTarget = .console
        let segment = Rainbow.Segment(text: text, color: color.map { .named($0) }, styles: styles)
        return Rainbow.generateString(for: Rainbow.Entry(segments: [segment]))
    }
}
