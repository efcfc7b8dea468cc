import ConsoleCLI
import ConsoleCore
import TenantDomain
import TerminalCore
import Testing

@Suite("Cells that mean harm")
struct HostileCellTests {
    private let one = [OutputColumn(name: "x")]
    private let json = [OutputColumn(name: "x", type: .json)]

    static let nasty: [[UInt8]] = [
        Array("\u{1B}]0;pwned\u{07}".utf8), Array("\u{9B}31m".utf8), Array("a\u{202E}txt.exe".utf8),
        Array("zero\u{200B}width\u{FEFF}".utf8), Array("line\nline\r\n".utf8), Array("tab\there".utf8),
        Array("nul\0byte".utf8), Array("del\u{7F}".utf8), [0x61, 0xFF, 0xFE, 0x62], [0xC3], [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80], Array("quote\" comma, back\\slash".utf8), Array("a\u{2028}b".utf8),
        Array("👩‍👩‍👧‍👦 e\u{301}".utf8), [], Array("\u{1B}[2J".utf8) + Array(repeating: 0x41, count: 40),
    ]

    @Test("CSV gives back the exact bytes", arguments: nasty)
    func exactCSV(cellBytes: [UInt8]) throws {
        var written = try bytes(.csv, one, cell(cellBytes))
        #expect(written.starts(with: Array("x\n".utf8)) && written.last == 0x0A)
        written.removeFirst(2)
        written.removeLast()
        if written.first == 0x22 {
            written = Array(written.dropFirst().dropLast())
            var read: [UInt8] = []
            var skips = false
            for byte in written {
                if byte == 0x22, !skips {
                    skips = true
                    continue
                }
                skips = false
                read.append(byte)
            }
            written = read
        }
        #expect(written == cellBytes)
    }

    @Test("TSV holds one line a row and gives back the exact bytes", arguments: nasty)
    func exactTSV(cellBytes: [UInt8]) throws {
        let written = try bytes(.tsv, one, cell(cellBytes))
        #expect(written.filter { $0 == 0x0A }.count == 2)
        var read: [UInt8] = []
        var rest = written.dropFirst(2).dropLast()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                read.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "t"): read.append(0x09)
            case UInt8(ascii: "n"): read.append(0x0A)
            case UInt8(ascii: "r"): read.append(0x0D)
            case let other?: read.append(other)
            case nil: Issue.record("a backslash at the end")
            }
        }
        #expect(read == cellBytes)
    }

    @Test("JSON is valid, safe to print, and the same text with invalid UTF-8 repaired", arguments: nasty)
    func safeJSON(cellBytes: [UInt8]) throws {
        for columns in [one, json] {
            let written = try bytes(.ndjson, columns, cell(cellBytes))
            #expect(String(validating: written, as: UTF8.self) != nil)
            #expect(!holdsControls(written.dropLast()))
            let literal = written.dropFirst(5).dropLast(2)
            #expect(try unescaped(literal) == String(decoding: cellBytes, as: UTF8.self))
        }
    }

    @Test("tables and Markdown hold no control, one line a row", arguments: nasty)
    func visible(cellBytes: [UInt8]) throws {
        for format in [OutputFormat.table, .markdown] {
            let text = try output(format, one, cell(cellBytes))
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == (format == .table ? 3 : 4))
            for line in lines { #expect(!holdsControls(Array(line.utf8))) }
        }
    }

    @Test("to a terminal CSV and TSV are made visible too", arguments: nasty)
    func terminal(cellBytes: [UInt8]) throws {
        for format in [OutputFormat.csv, .tsv] {
            let written = try bytes(format, one, cell(cellBytes), options: OutputOptions(toTerminal: true))
            for line in written.split(separator: 0x0A) { #expect(!holdsControls(line)) }
        }
    }

    /// Controls, C1, bidi and invisible characters that a terminal or reader would obey.
    private func holdsControls(_ bytes: some Sequence<UInt8>) -> Bool {
        let scalars = Array(String(decoding: Array(bytes), as: UTF8.self).unicodeScalars)
        return scalars.contains { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
            default: false
            }
        }
    }

    private func unescaped(_ literal: ArraySlice<UInt8>) throws -> String {
        #expect(literal.first == 0x22 && literal.last == 0x22)
        var rest = Array(String(decoding: literal.dropFirst().dropLast(), as: UTF8.self).unicodeScalars)[...]
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            let letter = rest.popFirst()
            switch try #require(letter) {
            case "b": text.append("\u{08}")
            case "f": text.append("\u{0C}")
            case "n": text.append("\n")
            case "r": text.append("\r")
            case "t": text.append("\t")
            case "u":
                let digits = String(String.UnicodeScalarView(rest.prefix(4)))
                text.append(try #require(UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)))
                rest = rest.dropFirst(4)
            case let other: text.append(other)
            }
        }
        return String(text)
    }

    @Test(
        "JSON columns are embedded only where they are JSON",
        arguments: [
            ("{\"a\":1}", "{\"a\":1}"), (" [1,\n 2]\t", " [1,  2] "), ("\"x\"", "\"x\""), ("null", "null"),
            ("{\"a\":1,}", #""{\"a\":1,}""#), ("{a:1}", #""{a:1}""#), ("[1] [2]", #""[1] [2]""#), ("01", #""01""#),
            ("1.", #""1.""#), ("NaN", #""NaN""#), ("", #""""#), ("[\"\\x\"]", #""[\"\\x\"]""#),
            ("[\"a\\u202eb\"]", "[\"a\\u202eb\"]"), ("[\"a\u{202E}b\"]", "[\"a\\u202eb\"]"),
            ("{\"a\":\"\\\"\n\"}", #""{\"a\":\"\\\"\n\"}""#), ("{a,b}", #""{a,b}""#), ("tru", #""tru""#),
            ("\"unended", #""\"unended""#), ("\"\\", #""\"\\""#),
        ])
    func embedded(text: String, expected: String) throws {
        #expect(try output(.ndjson, json, block([[.text(text)]])) == "{\"x\":\(expected)}\n")
    }

    @Test("JSON nested deeper than readers bear is a string")
    func deep() throws {
        let shallow = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        #expect(try output(.ndjson, json, block([[.text(shallow)]])) == "{\"x\":\(shallow)}\n")
        #expect(try output(.ndjson, json, block([[.text(deep)]])) == "{\"x\":\"\(deep)\"}\n")
        #expect(
            try output(.ndjson, json, cell(Array("[\"".utf8) + [0xFF] + Array("\"]".utf8)))
                == "{\"x\":\"[\\\"\u{FFFD}\\\"]\"}\n")
    }

    @Test(
        "numbers keep every digit",
        arguments: [
            (ColumnType.integer, Value.integer(9_007_199_254_740_992), "9007199254740992"),
            (.integer, .integer(9_007_199_254_740_993), "\"9007199254740993\""),
            (.integer, .integer(.min), "\"-9223372036854775808\""),
            (.numeric, .text("12345678901234500000"), "\"12345678901234500000\""),
            (.numeric, .text("0.30000000000000004"), "\"0.30000000000000004\""),
            (.numeric, .text("0012"), "\"0012\""), (.numeric, .text("-0.10"), "-0.10"),
            (.real, .real(0.1), "0.1"), (.real, .real(.infinity), "\"inf\""), (.real, .real(.nan), "\"nan\""),
            (.real, .real(.leastNonzeroMagnitude), "5e-324"), (.text, .integer(7), "7"), (.text, .text("7"), "\"7\""),
            (.boolean, .integer(1), "true"), (.boolean, .text("false"), "false"), (.boolean, .integer(2), "2"),
            (.boolean, .text("maybe"), "\"maybe\""),
            (.timestamp, .text("2024-01-02T03:04:05.123456Z"), "\"2024-01-02T03:04:05.123456Z\""),
        ])
    func numbers(type: ColumnType, value: Value, expected: String) throws {
        #expect(
            try output(.ndjson, [OutputColumn(name: "x", type: type)], block([[value]])) == "{\"x\":\(expected)}\n")
    }

    @Test("safe cells are defused, numbers left alone, and both counted")
    func spreadsheet() throws {
        let texts = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", "-5", "+1.5e3", "ok", "", "'=x", "a=1"]
        let writer = RowWriter(format: .csv, columns: one, options: OutputOptions(safeCells: true))
        try writer.write(block(texts.map { [.text($0)] }))
        try writer.finish()
        #expect(
            String(decoding: writer.collected, as: UTF8.self)
                == "x\n'=1+1\n'+cmd\n'-2+3\n'@SUM(A1)\n'\tx\n\"'\rx\"\n-5\n+1.5e3\nok\n\"\"\n'=x\na=1\n")
        #expect(writer.defusedCells == 6)
        #expect(try output(.csv, one, block([[.text("=1")]])) == "x\n=1\n")
        #expect(
            try output(.tsv, one, block([[.text("\t=1")]]), options: OutputOptions(safeCells: true)) == "x\n'\\t=1\n")
        #expect(try output(.csv, one, block([[.integer(-5)]]), options: OutputOptions(safeCells: true)) == "x\n-5\n")
    }

    @Test(
        "Markdown makes no markup, HTML or link of data",
        arguments: [
            ("<script>", "&lt;script&gt;"), ("[a](b)", #"\[a\]\(b\)"#), ("*b* _i_ ~s~", #"\*b\* \_i\_ \~s\~"#),
            ("jane@acme.io", "`jane@acme.io`"), ("https://x.io/a|b", #"`https://x.io/a\|b`"#),
            ("`x` www.a.b", "`` `x` www.a.b ``"), ("a\nb", "a␊b"), ("![x](javascript:1)", #"\!\[x\]\(javascript:1\)"#),
            ("a\\|b", #"a\\\|b"#),
        ])
    func markdown(text: String, expected: String) throws {
        let lines = try output(.markdown, one, block([[.text(text)]])).split(separator: "\n")
        #expect(lines.last == "| \(expected) |")
    }
}

@Suite("Tables by display width")
struct TableWidthTests {
    @Test("nothing is lost and columns stay aligned with wide, joined and combining characters")
    func widths() throws {
        let names = [
            "👩‍👩‍👧‍👦 family", "e\u{301}le\u{300}ve", "北京", "🇩🇪🇫🇷", "a\u{0301}\u{0302}\u{0303}", "مرحبا", "x", "ไทย", "👍🏽",
        ]
        let rows = block(names.map { [.text($0), .text("end")] })
        let text = try output(.table, [OutputColumn(name: "name"), OutputColumn(name: "mark")], rows)
        let lines = text.split(separator: "\n")
        #expect(lines.count == names.count + 1)
        let start = try #require(lines.first).split(separator: "mark")[0]
        let width = TextWidth.width(of: String(start))
        for (name, line) in zip(names, lines.dropFirst()) {
            #expect(line.hasPrefix(TextWidth.visible(name)) && line.hasSuffix("  end"))
            #expect(TextWidth.width(of: String(line.dropLast(3))) == width, "\(name)")
        }
    }

    @Test("later blocks keep the first widths and lose nothing")
    func later() throws {
        let writer = RowWriter(format: .table, columns: [OutputColumn(name: "a"), OutputColumn(name: "b")])
        try writer.write(block((0..<1000).map { _ in [.text("xx"), .text("y")] }))
        try writer.write(block([[.text("much wider"), .text("y")]]))
        try writer.finish()
        let lines = String(decoding: writer.collected, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1002)
        #expect(lines[0] == "a   b" && lines[1] == "xx  y" && lines[1001] == "much wider  y")
    }

    @Test("cells are cut only where that is asked for, and say so")
    func cut() throws {
        let rows = block([[.text("北京星图科技")]])
        let one = [OutputColumn(name: "x")]
        #expect(try output(.table, one, rows, options: OutputOptions(cellWidth: 6)) == "x\n北京…\n")
        var marked = block([[.text("head")]])
        marked.markLastCellCut(fullSize: 5000)
        #expect(try output(.table, one, marked) == "x\nhead…\n")
    }
}
