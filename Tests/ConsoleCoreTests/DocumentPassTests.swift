import TenantDomain
import TenantStore
import Testing

@testable import ConsoleCore

/// What exports do to a million rows, byte by byte, says what the same did one by one.
struct DocumentPassTests {
    @Test(arguments: ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Africa/Monrovia"])
    func timesAreWrittenAsOneByOne(name: String) throws {
        var random = SystemRandomNumberGenerator()
        let zone = try #require(ZoneClock(named: name))
        var writer = OffsetTimeWriter(zone: zone)
        // Summer time ends, near the epoch and before it, far away, and anywhere.
        var instants: [Int64] = [1_792_890_000_000_000, 1_792_889_999_999_999, 0, -1, 253_402_300_799_999_999]
        for _ in 0..<400 { instants.append(.random(in: -80_000_000_000_000...4_000_000_000_000_000, using: &random)) }
        for start in instants {
            for step: Int64 in [0, 1, 59_999_999, 900_000_000, -900_000_001] {
                var bytes: [UInt8] = []
                writer.append(start + step, to: &bytes)
                #expect(String(decoding: bytes, as: UTF8.self) == TimeText.offset(start + step, zone: zone))
            }
        }
    }

    /// A random document: keys that are hidden and that are not, in any spelling, nested, as strings in strings, cut.
    private static func document(_ depth: Int, _ random: inout some RandomNumberGenerator) -> String {
        let keys = [
            "email", "name", "token", #"tok\u0065n"#, "apiKey", "role", "ip_address", "in", #"e\"mail"#, "", "ключ",
        ]
        func value() -> String {
            switch Int.random(in: 0..<(depth > 3 ? 6 : 9), using: &random) {
            case 0: return #""jane@acme.example""#
            case 1: return "null"
            case 2: return "-12.5e3"
            case 3: return #""a \"quoted\" {\u00e9} \\ text""#
            case 4: return #" "10.8.0.17" "#
            case 5: return #""""#
            case 6: return document(depth + 1, &random)
            case 7:
                return JSONText.quoted(document(depth + 1, &random)).withUnsafeBufferPointer {
                    String(decoding: $0, as: UTF8.self)
                }
            default: return "[\(document(depth + 1, &random)), \"x\"]"
            }
        }
        let members = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
            "\"\(keys.randomElement(using: &random)!)\": \(value())"
        }
        return "{\(members.joined(separator: ", "))}"
    }

    /// One writer over many documents hides what a writer for each hides.
    @Test func keysThatAreRememberedHideAsThoseThatAreNot() {
        var random = SystemRandomNumberGenerator()
        let mask = JSONMask(MaskPolicy(.support), columns: ["name": .personal(.name), "email": .none, "role": .secret])
        var writer = JSONMaskWriter(mask)
        for _ in 0..<2000 {
            var text = Self.document(0, &random)
            if Int.random(in: 0..<4, using: &random) == 0 {
                text = String(text.unicodeScalars.prefix(.random(in: 0...text.unicodeScalars.count, using: &random)))
            }
            let bytes = Array(text.utf8)
            var output: [UInt8] = [0x21]
            let isChanged = bytes.withUnsafeBytes { writer.append($0, to: &output) }
            let alone = mask.masked(bytes)
            #expect(isChanged == (alone != nil), "\(text)")
            #expect(output == [0x21] + (alone ?? []), "\(text)")
        }
    }

    @Test(arguments: [
        (#"{"a":"{\"token\":\"t\"}","b":1}"#, #"{"a":"{\"token\":\"••••••••\"}","b":1}"#),
        (#"{"a":" [{\"token\": 1}]"}"#, #"{"a":" [{\"token\": \"••••••••\"}]"}"#),
        (#"{"a":"\u007b\"token\":1}"}"#, #"{"a":"{\"token\":\"••••••••\"}"}"#),
        (#"{"\u0074oken":"\u0074"}"#, #"{"\u0074oken":"••••••••"}"#),
        (#"{"token" : [1,{"x":"]"}] ,"a":2}"#, #"{"token" : "••••••••" ,"a":2}"#),
        (#"{"x":{"email":"\u006aane@acme.example"}}"#, #"{"x":{"email":"j***@acme.example"}}"#),
        (#"[[[{"token":"#, #"[[[{"token":"••••••••""#), (#"{"token"}"#, nil), (#"{"tokenx":1,"xtoken":2}"#, nil),
    ])
    func oddSpellingsHideNothingLess(document: String, expected: String?) {
        let masked = JSONMask(MaskPolicy(.support)).masked(document.utf8).map { String(decoding: $0, as: UTF8.self) }
        #expect(masked == expected)
    }

    @Test func bracketsDeeperThanAWordAreCounted() {
        let deep = String(repeating: "[", count: 70) + #"{"token":1}"# + String(repeating: "]", count: 70)
        let document = #"{"a":\#(deep),"token":2}"#
        let masked = JSONMask(MaskPolicy(.support), columns: ["token": .none]).masked(document.utf8)
        #expect(
            masked.map { String(decoding: $0, as: UTF8.self) }
                == document.replacing(#"{"token":1}"#, with: #"{"token":"••••••••"}"#))
    }
}
