import TerminalCore

/// How the screen is parted: header, title line, body, hints. Small screens give up lines in this order: the hint line
/// below 10 rows of body, never the content.
package struct Layout: Sendable, Equatable {
    package static let smallest = Size(width: 40, height: 12)

    package let screen: Rect
    package let header: Rect
    package let title: Rect
    package let body: Rect
    package let hints: Rect

    package init(size: Size) {
        screen = Rect(size)
        let (header, afterHeader) = screen.split(top: 1)
        let (title, afterTitle) = afterHeader.split(top: 1)
        let (hints, body) = afterTitle.split(bottom: size.height > 12 ? 1 : 0)
        self.header = header
        self.title = title
        self.body = body
        self.hints = hints
    }

    /// Whether the terminal is large enough to draw into.
    package static func fits(_ size: Size) -> Bool {
        size.width >= smallest.width && size.height >= smallest.height
    }
}
