import Crypto
import TenantDomain

/// How records hold on to each other: a record's hash covers its own bytes and the hash before it, so that no record
/// can be edited, moved or taken out of the middle unseen.
///
/// A line is `{"hash":"<64 hexadecimal digits>",` and the rest of one JSON object. The hash is SHA-256 over the hash
/// before, a line feed, and that rest as it stands in the file: no reader has to agree with us on how JSON is spelled.
package enum JournalChain {
    /// What stands before the first record of the first session.
    package static let genesis = String(repeating: "0", count: 64)

    private static let opening = Array("{\"hash\":\"".utf8)
    private static let joint = Array("\",".utf8)

    /// The record's line without its line feed, and its hash.
    package static func line(
        _ entry: JournalEntry, number: Int, time: String, after head: String
    ) -> (bytes: [UInt8], hash: String) {
        var rest: [UInt8] = []
        let members =
            [
                JSONNode.Member("number", .integer(Int64(number))), JSONNode.Member("time", .string(time)),
                JSONNode.Member("kind", .string(entry.kind.rawValue)),
            ]
            + entry.fields.map { field in
                switch field.content {
                case .text(let text): JSONNode.Member(field.name, .string(text))
                case .number(let number): JSONNode.Member(field.name, .integer(Int64(number)))
                }
            }
        JSONNode.object(members).append(to: &rest, indented: false)
        rest.removeFirst()
        let hash = hash(rest: rest[...], after: head)
        return (opening + Array(hash.utf8) + joint + rest, hash)
    }

    /// The hash that a line claims and the bytes that it covers; nil where the line is no record.
    static func parts(of line: ArraySlice<UInt8>) -> (hash: String, rest: ArraySlice<UInt8>)? {
        let start = line.startIndex + opening.count
        let end = start + 64
        guard line.count > opening.count + 64 + joint.count, line[line.startIndex..<start].elementsEqual(opening),
            line[end..<(end + joint.count)].elementsEqual(joint)
        else { return nil }
        return (String(decoding: line[start..<end], as: UTF8.self), line[(end + joint.count)...])
    }

    static func hash(rest: ArraySlice<UInt8>, after head: String) -> String {
        var digest = SHA256()
        digest.update(data: Array(head.utf8) + [0x0A])
        digest.update(data: Array(rest))
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
