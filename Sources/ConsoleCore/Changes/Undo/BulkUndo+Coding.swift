import Crypto
import TenantDomain

/// Keys by the ten thousand: kept as the lines of one text and hashed as they are, so that neither the receipt's file
/// nor the plan's digest makes an object of each.
extension BulkUndo.Part: Codable {
    private enum CodingKeys: String, CodingKey { case before, after, keys, lines }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let keys: [Value]
        if let lines = try container.decodeIfPresent(String.self, forKey: .lines) {
            keys = lines.utf8.split(separator: 0x0A).map { .text(String(decoding: $0, as: UTF8.self)) }
        } else {
            keys = try container.decode([Value].self, forKey: .keys)
        }
        self.init(
            before: try container.decode(Value.self, forKey: .before),
            after: try container.decode(Value.self, forKey: .after), keys: keys)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(before, forKey: .before)
        try container.encode(after, forKey: .after)
        if let lines { try container.encode(lines, forKey: .lines) } else { try container.encode(keys, forKey: .keys) }
    }

    /// The keys one a line; nil where one is no text or would not come back from its line.
    private var lines: String? {
        guard !keys.isEmpty else { return nil }
        var bytes: [UInt8] = []
        for key in keys {
            guard case .text(let text) = key, !text.isEmpty, !text.utf8.contains(0x0A) else { return nil }
            if !bytes.isEmpty { bytes.append(0x0A) }
            bytes += text.utf8
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension BulkUndo {
    /// Over table, column, values and keys, in their order.
    var fingerprint: String {
        var hash = SHA256()
        func add(_ text: String) {
            hash.update(data: withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { Array($0) })
            hash.update(data: Array(text.utf8))
        }
        func add(_ value: Value) {
            switch value {
            case .null: add("null")
            case .integer: add("integer")
            case .real: add("real")
            case .text: add("text")
            case .bytes: add("bytes")
            }
            add(value.text ?? "")
        }
        for text in [table, column] { add(text) }
        for part in parts {
            add(part.before)
            add(part.after)
            add(String(part.keys.count))
            for key in part.keys { add(key) }
        }
        return Hexadecimal.encode(hash.finalize())
    }
}
