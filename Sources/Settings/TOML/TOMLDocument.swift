import Synchronization
import TOMLKit

/// A parsed TOML file whose keys know where they stand.
package struct TOMLDocument: Sendable {
    /// As messages name it.
    package let fileName: String
    package let root: TOMLNode
    private let positions: KeyPositions

    /// - Throws: `.syntax` at the parser's position.
    package init(text: String, fileName: String) throws(SettingsError) {
        self.fileName = fileName
        if let zero = text.utf8.firstIndex(of: 0) {
            let line = text.utf8[..<zero].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
            throw SettingsError(
                .file(fileName), at: TextPosition(line: line, column: 1), key: "", .syntax("the file holds a NUL byte"))
        }
        do {
            root = Self.node(try TOMLTable(string: text).tomlValue)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw SettingsError(
                .file(fileName), at: TextPosition(line: begin.line, column: begin.column), key: "",
                .syntax(error.description))
        } catch {
            throw SettingsError(.file(fileName), key: "", .syntax("\(error)"))
        }
        positions = KeyPositions(text)
    }

    /// An empty document, for when there is no file.
    package init(emptyNamed fileName: String) {
        self.fileName = fileName
        root = .table([:])
        positions = KeyPositions("")
    }

    package subscript(path: TOMLPath) -> TOMLNode? { root[path] }

    /// Where the key stands; a key that the file does not hold stands where its table begins.
    package func position(of path: TOMLPath) -> TextPosition? {
        let positions = positions.all
        var place: TOMLPath? = path
        while let candidate = place {
            if let position = positions[candidate] { return position }
            place = candidate.parent
        }
        return nil
    }

    /// The table's keys in the order of the file.
    package func keys(of path: TOMLPath) -> [String] {
        guard let table = root[path]?.table else { return [] }
        let positions = positions.all
        return table.keys.sorted {
            let left = positions[path.appending($0)] ?? TextPosition(line: .max, column: 0)
            let right = positions[path.appending($1)] ?? TextPosition(line: .max, column: 0)
            return (left, $0) < (right, $1)
        }
    }

    /// Every path that the file mentions, for tests of the scanner.
    package var mentionedPaths: Set<TOMLPath> { Set(positions.all.keys) }

    package func error(
        _ problem: SettingsError.Problem, at path: TOMLPath, nearest: String? = nil
    ) -> SettingsError {
        SettingsError(.file(fileName), at: position(of: path), key: path.description, problem, nearest: nearest)
    }

    private static func node(_ value: some TOMLValueConvertible) -> TOMLNode {
        switch value.type {
        case .string: return .string(value.string ?? "")
        case .int: return .integer(value.int ?? 0)
        case .double: return .real(value.double ?? 0)
        case .bool: return .boolean(value.bool ?? false)
        case .date, .time, .dateTime: return .time
        case .array:
            var elements: [TOMLNode] = []
            if let array = value.array {
                for element in array { elements.append(node(element)) }
            }
            return .array(elements)
        case .table:
            var entries: [String: TOMLNode] = [:]
            if let table = value.table {
                for key in table.keys {
                    if let entry = table[key] { entries[key] = node(entry) }
                }
            }
            return .table(entries)
        }
    }
}

/// Where the keys of a text stand, scanned when that is first asked: a faultless file is never scanned at start-up.
private final class KeyPositions: Sendable {
    private let text: String
    private let scanned = Mutex<[TOMLPath: TextPosition]?>(nil)

    init(_ text: String) {
        self.text = text
    }

    var all: [TOMLPath: TextPosition] {
        scanned.withLock { scanned in
            if let scanned { return scanned }
            let positions = KeyScanner.positions(in: text)
            scanned = positions
            return positions
        }
    }
}
