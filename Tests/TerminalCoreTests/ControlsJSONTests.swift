import Testing

@testable import TerminalCore

@Suite struct ControlsJSONTests {
    static let good = [
        "null", " true ", "false", "0", "-0", "12345678901234567890.10", "1e400", "-1.5E-7", "\"\"", "[]", "{}",
        "[[],{},[{}]]", "{\"a\":{\"b\":[1,2,{\"c\":null}]}}", "\u{FEFF}[1]", "{\"a\":1,\"a\":2}", "\"\\u0000\\ud800\"",
        "\"tab\tand\nnewline\"", "\r\n\t [ 1 , 2 ]\n", "{\"\":\"\"}", "\"\\\\\"", "[\"a]\",\"{b\"]",
    ]

    @Test(arguments: good)
    func takesJSON(_ text: String) {
        #expect(JSONDocument(text).fault == nil)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var text: String
        var offset: Int
        var message: String
        var testDescription: String { text }
        init(_ text: String, _ offset: Int, _ message: String) {
            (self.text, self.offset, self.message) = (text, offset, message)
        }
    }

    static let broken: [Broken] = [
        Broken("", 0, "there is nothing"), Broken("  ", 2, "it ends too early"), Broken("[1,2", 4, "it ends too early"),
        Broken("[1,]", 3, "a value is missing"), Broken("[1 2]", 3, "a , or ] is missing"),
        Broken("{\"a\" 1}", 5, "a : is missing"), Broken("{a:1}", 1, "a key in quotes is missing"),
        Broken("{\"a\":1,}", 7, "a key in quotes is missing"), Broken("{\"a\":1]", 6, "a , or } is missing"),
        Broken("[1}", 2, "a , or ] is missing"), Broken("{} {}", 3, "text after the end"),
        Broken("nul", 0, "a value is missing"), Broken("nulll", 0, "a value is missing"),
        Broken("01", 0, "not a number"), Broken("-", 0, "not a number"), Broken("1.", 0, "not a number"),
        Broken("1e+", 0, "not a number"), Broken("1x", 0, "not a number"), Broken("NaN", 0, "a value is missing"),
        Broken("\"abc", 0, "a string is not closed"), Broken("\"a\\x\"", 2, "no such escape"),
        Broken("\"\\u12g4\"", 1, "\\u needs four hexadecimal digits"), Broken("\"\\", 2, "it ends too early"),
        Broken("{\"a\":", 5, "it ends too early"), Broken("'a'", 0, "a value is missing"),
        Broken("]", 0, "a value is missing"),
        Broken("{\"a\"", 4, "it ends too early"), Broken("/* */ 1", 0, "a value is missing"),
    ]

    @Test(arguments: broken)
    func saysWhereItBreaks(_ each: Broken) {
        let fault = JSONDocument(each.text).fault
        #expect(fault?.offset == each.offset)
        #expect(fault?.message == each.message)
    }

    @Test func countsLines() {
        let fault = JSONDocument("{\n  \"a\": 1,\n  \"b\": x\n}").fault
        #expect(fault?.line == 3 && fault?.column == 8)
    }

    @Test func deepNestingHasALimitAndNoRecursion() {
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(JSONDocument(deep).fault == nil)
        let deeper = JSONDocument(String(repeating: "{\"a\":", count: 1_000_000))
        #expect(deeper.fault?.message == "nested deeper than 10,000")
        let document = JSONDocument(String(repeating: "[", count: 600) + "1" + String(repeating: "]", count: 600))
        var state = JSONTreeState(document)
        state.unfoldAll(document)
        #expect(state.count == 601)
        state.select(600)
        #expect(state.path(document) == "$" + String(repeating: "[0]", count: 600))
        #expect(isSafe(draw(document, &state, 40, 5).buffer))
    }

    private func draw(_ document: JSONDocument, _ state: inout JSONTreeState, _ width: Int, _ height: Int) -> Canvas {
        var canvas = Canvas(width, height)
        JSONTree(document).render(in: canvas.area, into: &canvas.buffer, state: &state, context: canvas.context)
        return canvas
    }

    private let document = JSONDocument(
        """
        {"name": "Blåbär \\u5317\\u4eac", "limits": {"tokens": 10000000000000000001, "x y": [true, null]}, "tags": [], "n": 1.50}
        """)

    @Test func unfoldsAndFolds() {
        var state = JSONTreeState(document)
        #expect(
            draw(document, &state, 40, 6).lines == [
                "▸ - { 4 keys }",
                "      name: \"Blåbär 北京\"",
                "    + limits: { 2 keys }",
                "    + tags: []",
                "      n: 1.50",
                "",
            ])
        state.move(by: 2)
        #expect(state.handle(press("right"), document) == .folded)
        #expect(state.handle(press("right"), document) == .moved)
        #expect(state.path(document) == "$.limits.tokens")
        #expect(state.value(document) == "10000000000000000001")
        state.unfoldAll(document)
        state.select(6)
        #expect(state.path(document) == "$.limits[\"x y\"][1]")
        #expect(
            draw(document, &state, 40, 9).lines == [
                "  - { 4 keys }",
                "      name: \"Blåbär 北京\"",
                "    - limits: { 2 keys }",
                "        tokens: 10000000000000000001",
                "      - x y: [ 2 items ]",
                "          0: true",
                "▸         1: null",
                "    - tags: []",
                "      n: 1.50",
            ])
        #expect(state.handle(press("left"), document) == .moved)
        #expect(state.handle(press("left"), document) == .folded)
        #expect(state.handle(press("left"), document) == .moved)
        #expect(state.path(document) == "$.limits")
        #expect(state.handle(press("-"), document) == .folded)
        #expect(state.count == 5 && state.selected == 0)
        state.select(1)
        #expect(state.value(document) == "Blåbär 北京")
        #expect(state.handle(press("enter"), document) == .ignored)
        state.toggle(document)
        #expect(state.count == 5)
    }

    @Test func searchUnfoldsAndWraps() {
        var state = JSONTreeState(document)
        #expect(state.find("NULL", document) == true)
        #expect(state.path(document) == "$.limits[\"x y\"][1]")
        #expect(state.find("t", document) == true)
        #expect(state.path(document) == "$.tags")
        #expect(state.find("t", document) == true)
        #expect(state.path(document) == "$.limits")
        #expect(state.find("t", document) == true)
        #expect(state.path(document) == "$.limits.tokens")
        #expect(state.find("t", backwards: true, document) == true)
        #expect(state.path(document) == "$.limits")
        #expect(state.find("t", backwards: true, document) == true)
        #expect(state.path(document) == "$.tags")
        #expect(state.find("nowhere", document) == false)
        #expect(state.find("", document) == false)
    }

    @Test func manyValuesComeAPageAtATime() {
        let document = JSONDocument("[" + (0..<25_000).map(String.init).joined(separator: ",") + "]")
        var state = JSONTreeState(document)
        #expect(state.count == 10_002)
        state.select(10_001)
        #expect(draw(document, &state, 30, 3).lines[2].hasPrefix("▸   + 15000 more"))
        #expect(state.handle(press("enter"), document) == .folded)
        #expect(state.path(document) == "$[10000]" && state.value(document) == "10000")
        #expect(state.count == 20_002)
        #expect(state.find("24999", document) == true)
        #expect(state.path(document) == "$[24999]")
        #expect(state.count == 25_001)
        state.select(20_500)
        #expect(state.value(document) == "20499")
        #expect(state.handle(press("h"), document) == .moved)
        #expect(state.selected == 0)
    }

    @Test func whatIsNoJSONStaysText() {
        let document = JSONDocument("line one is long\n{\"a\": }\r\nlast 北京星图")
        var state = JSONTreeState(document)
        let canvas = draw(document, &state, 16, 6)
        #expect(
            canvas.lines
                == [
                    "! not JSON: a v…",
                    "▸ line one is l",
                    "  ong",
                    "  {\"a\": }",
                    "  last 北京",
                    "  星图",
                ])
        #expect(canvas.texts(.inputError, row: 1) == ["l"])
        #expect(state.handle(press("G"), document) == .moved)
        #expect(state.handle(press("l"), document) == .ignored)
        #expect(state.path(document) == "$")
        for text in hostileTexts {
            let document = JSONDocument(text)
            var state = JSONTreeState(document)
            for width in [1, 5, 6, 20] { #expect(isSafe(draw(document, &state, width, 4).buffer)) }
        }
    }

    @Test func theViewBeginsAtTheFault() {
        let document = JSONDocument("[1,\n 2,\n 3,\n 北 4,\n 5]")
        var state = JSONTreeState(document)
        let canvas = draw(document, &state, 60, 3)
        #expect(canvas.lines[0] == "! not JSON: a value is missing at line 4, column 2")
        #expect(canvas.lines[2] == "▸  北 4,                                                   ┃")
        #expect(canvas.buffer.style(at: Point(x: 3, y: 2)) == canvas.context[.inputError].over(canvas.context[.text]))
    }

    @Test func hostileStringsStayInTheirRow() {
        let body = hostileTexts.map { text in
            text.unicodeScalars.map {
                $0.value < 0x20 || $0 == "\""
                    ? "\\u00" + ($0.value < 16 ? "0" : "") + String($0.value, radix: 16) : String($0)
            }.joined()
        }
        let document = JSONDocument("{" + body.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}")
        #expect(document.fault == nil)
        var state = JSONTreeState(document)
        for width in [5, 8, 20, 80] { #expect(isSafe(draw(document, &state, width, 14).buffer)) }
    }

    @Test func anyBytesAreSurvived() {
        var seed: UInt64 = 42
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % UInt64(below))
        }
        let alphabet = Array("{}[]\",:\\u0eE+-.1 tn\u{1}é".utf8)
        for _ in 0..<3000 {
            var bytes = document.bytes
            for _ in 0...random(6) {
                let place = random(bytes.count)
                if random(2) == 0 { bytes[place] = alphabet[random(alphabet.count)] } else { bytes.remove(at: place) }
            }
            let broken = JSONDocument(bytes)
            var state = JSONTreeState(broken)
            state.unfoldAll(broken)
            state.select(random(max(1, state.count)))
            _ = state.path(broken)
            _ = state.value(broken)
            _ = state.find("t", backwards: random(2) == 0, broken)
            #expect(isSafe(draw(broken, &state, 24, 12).buffer))
        }
    }
}
