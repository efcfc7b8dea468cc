/// The values of a document that somebody has looked at: 24 bytes each, made when the container around them is opened.
struct JSONNodes: Sendable {
    enum Kind: UInt8, Sendable {
        case object, array, string, number, word
        /// Stands for the values of its container from `count` on, until it is opened.
        case more
    }

    struct Node: Sendable {
        /// Where the value begins.
        var start: UInt32
        /// Where its key begins; `noKey` in arrays.
        var key: UInt32
        /// Values directly in a container.
        var count: UInt32
        /// The place of its first child; below 0 until they were looked at.
        var firstChild: Int32 = -1
        var parent: Int32
        var depth: UInt16
        var kind: Kind
        var isOpen = false

        var isContainer: Bool { kind == .object || kind == .array }
        /// Where the node as a whole begins.
        var lead: Int { Int(key == JSONNodes.noKey ? start : key) }
    }

    static let noKey = UInt32.max
    /// A container shows as many values at a time.
    static let page = 10_000

    private(set) var all: [Node] = []
    /// How many children the looked-at containers have in `all`, one after the other.
    private var childCounts: [Int32: Int32] = [:]

    subscript(_ place: Int) -> Node { all[place] }

    init(_ document: JSONDocument) {
        guard document.fault == nil else { return }
        document.scan { scanner in
            let start = scanner.afterBlanks(scanner.start)
            append(at: start, key: Self.noKey, parent: -1, depth: 0, scanner)
        }
    }

    /// Opens or closes a node; its children are looked at the first time.
    mutating func setOpen(_ place: Int, _ isOpen: Bool, _ document: JSONDocument) {
        if isOpen { load(place, document) }
        all[place].isOpen = isOpen
    }

    func children(_ place: Int) -> Range<Int> {
        let first = Int(all[place].firstChild)
        return first < 0 ? 0..<0 : first..<(first + Int(childCounts[Int32(place)] ?? 0))
    }

    /// The container a node is directly in, and its number there.
    func seat(_ place: Int) -> (container: Int, index: Int)? {
        var parent = Int(all[place].parent)
        guard parent >= 0 else { return nil }
        var index = place - Int(all[parent].firstChild)
        if all[parent].kind == .more { index += Int(all[parent].count) }
        while all[parent].kind == .more { parent = Int(all[parent].parent) }
        return (parent, index)
    }

    @discardableResult
    private mutating func append(
        at start: Int, key: UInt32, parent: Int, depth: UInt16, _ scanner: JSONScanner
    ) -> Int {
        let (end, count) = scanner.value(at: start)
        let kind: Kind =
            switch start < scanner.bytes.count ? scanner.bytes[start] : 0 {
            case UInt8(ascii: "{"): .object
            case UInt8(ascii: "["): .array
            case UInt8(ascii: "\""): .string
            case UInt8(ascii: "-"), 0x30...0x39: .number
            default: .word
            }
        all.append(
            Node(
                start: UInt32(start), key: key, count: UInt32(count), parent: Int32(parent), depth: depth, kind: kind))
        return end
    }

    private mutating func load(_ place: Int, _ document: JSONDocument) {
        let node = all[place]
        guard node.firstChild < 0, node.isContainer || node.kind == .more else { return }
        let container = node.kind == .more ? seat(place)?.container ?? place : place
        let isObject = all[container].kind == .object
        let depth = all[container].depth + 1
        all[place].firstChild = Int32(all.count)
        var index = node.kind == .more ? Int(node.count) : 0
        var made = 0
        document.scan { scanner in
            let bytes = scanner.bytes
            var next = scanner.afterBlanks(node.kind == .more ? Int(node.start) : Int(node.start) + 1)
            while next < bytes.count, bytes[next] != UInt8(ascii: "}"), bytes[next] != UInt8(ascii: "]") {
                if made == Self.page {
                    all.append(
                        Node(
                            start: UInt32(next), key: Self.noKey, count: UInt32(index), parent: Int32(place),
                            depth: depth, kind: .more))
                    made += 1
                    return
                }
                var key = Self.noKey
                if isObject {
                    key = UInt32(next)
                    next = scanner.afterBlanks(scanner.afterBlanks(scanner.string(at: next)) + 1)
                }
                next = scanner.afterBlanks(append(at: next, key: key, parent: place, depth: depth, scanner))
                if next < bytes.count, bytes[next] == UInt8(ascii: ",") { next = scanner.afterBlanks(next + 1) }
                index += 1
                made += 1
            }
        }
        childCounts[Int32(place)] = Int32(made)
    }
}
