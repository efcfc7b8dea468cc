/// A number of columns and rows.
package struct Size: Hashable, Sendable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package static let zero = Size(width: 0, height: 0)
}

/// A cell: column `x` from the left, row `y` from the top, both from 0.
package struct Point: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    package static let zero = Point(x: 0, y: 0)
}

/// An area of cells. A width or height below 0 counts as 0.
package struct Rect: Hashable, Sendable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The whole of a size, from the top left cell.
    package init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    package static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

    package var origin: Point { Point(x: x, y: y) }
    package var size: Size { Size(width: width, height: height) }
    package var isEmpty: Bool { width == 0 || height == 0 }

    /// The first column to the right of the area, and the first row below it.
    package var maxX: Int { x + width }
    package var maxY: Int { y + height }

    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
    }

    /// The area without its edges; where they leave nothing, an empty area inside this one.
    package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        let left = min(max(0, left), width)
        let top = min(max(0, top), height)
        return Rect(
            x: x + left, y: y + top, width: width - left - max(0, right), height: height - top - max(0, bottom))
    }

    package func inset(by edge: Int) -> Rect { inset(left: edge, top: edge, right: edge, bottom: edge) }

    /// Cuts `rows` rows off the top (as many as there are); what is left is `rest`.
    package func split(top rows: Int) -> (top: Rect, rest: Rect) {
        let rows = min(max(0, rows), height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    package func split(bottom rows: Int) -> (bottom: Rect, rest: Rect) {
        let rows = min(max(0, rows), height)
        return (
            Rect(x: x, y: maxY - rows, width: width, height: rows),
            Rect(x: x, y: y, width: width, height: height - rows)
        )
    }

    package func split(left columns: Int) -> (left: Rect, rest: Rect) {
        let columns = min(max(0, columns), width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    package func split(right columns: Int) -> (right: Rect, rest: Rect) {
        let columns = min(max(0, columns), width)
        return (
            Rect(x: maxX - columns, y: y, width: columns, height: height),
            Rect(x: x, y: y, width: width - columns, height: height)
        )
    }

    /// What both areas cover; empty where they do not meet.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
    }

    /// An area of this size in the middle of this one, no larger than it.
    package func centred(_ size: Size) -> Rect {
        let width = min(max(0, size.width), self.width)
        let height = min(max(0, size.height), self.height)
        return Rect(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
    }
}
