import ConsoleCore
import TenantDomain
import Testing

struct MaskTests {
    @Test(arguments: [
        (PersonalKind.email, "jane@acme.example", "j***@acme.example"),
        (.email, "@acme.example", "***@acme.example"),
        (.email, "a@b@c.example", "a***@c.example"),
        (.email, "not an address", "•••"),
        (.email, "jane@", "•••"),
        (.email, "", ""),
        (.phone, "+49 170 123 45 67", "•••67"),
        (.phone, "12345", "•••"),
        (.name, "Jane Doe", "J…"),
        (.name, " 北京", "北…"),
        (.name, "   ", "•••"),
        (.network, "10.8.0.17", "10.8.*.*"),
        (.network, "10.8.0.17/24", "10.8.*.*"),
        (.network, "2001:db8:1:2::9", "2001:db8:*"),
        (.network, "::ffff:10.8.0.17", "::ffff:10.8.*.*"),
        (.network, "the office: 4.2", "•••"),
        (.network, "somewhere", "•••"),
        (.userAgent, "Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/128.0", "Firefox"),
        (.userAgent, "curl/8.5.0", "curl"),
        (.userAgent, "Mozilla/5.0 (Macintosh) AppleWebKit/6 Chrome/120 Safari/6 Edg/120", "Edge"),
        (.userAgent, "(private)", "•••"),
        (.address, "1 Main Street", "•••"),
        (.payload, "anything", "•••"),
    ])
    func onlyTheReadablePartStays(kind: PersonalKind, value: String, mask: String) {
        #expect(ValueMask.personal(value, kind) == mask)
    }

    @Test func pagesLeaveMasked() {
        var rows = RowBlock(columnCount: 4)
        rows.append(.text("jane@acme.example"))
        rows.append(.integer(1))
        rows.append(.text("plain"))
        rows.append(.text("jane@acme.example"))
        rows.appendNull()
        rows.appendNull()
        rows.append(.text("x"))
        rows.markLastCellCut(fullSize: 900)
        rows.append(.integer(7))
        let columns = [
            column("email", mask: .personal(.email)), column("token", mask: .secret), column("note"),
        ]
        let masked = MaskPolicy(.support).masked(rows, columns: columns)
        #expect(masked.text(row: 0, column: 0) == "j***@acme.example")
        #expect(masked.text(row: 0, column: 1) == "••••••••")
        #expect(masked.text(row: 0, column: 2) == "plain")
        #expect(masked.text(row: 0, column: 3) == "jane@acme.example", "what follows the columns is the cursor's")
        #expect(masked.isNull(row: 1, column: 0))
        #expect(masked.isNull(row: 1, column: 1))
        #expect(masked.fullSize(row: 1, column: 2) == 900)
        let open = MaskPolicy(.admin).masked(rows, columns: columns)
        #expect(open.text(row: 0, column: 0) == "jane@acme.example")
        #expect(open.text(row: 0, column: 1) == "••••••••", "secrets are nobody's")
    }

    @Test func nothingIsCopiedWhereNothingIsHidden() {
        var rows = RowBlock(columnCount: 1)
        rows.append(.text(#"{"a":1}"#))
        #expect(MaskPolicy(.support).masked(rows, columns: [column("settings", type: .json)]) == rows)
    }

    @Test(arguments: [
        (#"{"api_key":"k","a":1}"#, #"{"api_key":"••••••••","a":1}"#),
        (#"{"apiKey": {"x":["y"]} , "b":2}"#, #"{"apiKey": "••••••••" , "b":2}"#),
        (#"{"tok\u0065n":"k"}"#, #"{"tok\u0065n":"••••••••"}"#),
        (#"[{"x":{"email":"jane@acme.example"}}]"#, #"[{"x":{"email":"j***@acme.example"}}]"#),
        (#"{"email":"jane@acme.exa"#, #"{"email":"j***@acme.exa""#),
        (#"{"password":{"a":1"#, #"{"password":"••••••••""#),
        (#"{"s":"{\"token\":\"t\"}"}"#, #"{"s":"{\"token\":\"••••••••\"}"}"#),
        (#"{"phone":1234567}"#, #"{"phone":"•••"}"#),
    ])
    func documentsAreMaskedByKey(document: String, expected: String) {
        let masked = JSONMask(MaskPolicy(.support)).masked(document.utf8).map { String(decoding: $0, as: UTF8.self) }
        #expect(masked == expected)
    }

    @Test(arguments: [#"{"a":"token"}"#, #"{"token":null}"#, "token: 1", "", #"["token","email"]"#])
    func whatHidesNothingStays(document: String) {
        #expect(JSONMask(MaskPolicy(.support)).masked(document.utf8) == nil)
    }

    @Test func knownColumnsGoBeforeNames() {
        let mask = JSONMask(
            MaskPolicy(.support), columns: ["email": .none, "name": .personal(.name), "pin": .secret])
        let text = #"{"email":"a@b.example","name":"Jane","pin":1,"in":{"name":"n","email":"a@b.example"}}"#
        let masked = mask.masked(text.utf8).map { String(decoding: $0, as: UTF8.self) }
        #expect(
            masked
                == #"{"email":"a@b.example","name":"J…","pin":"••••••••","in":{"name":"n","email":"a***@b.example"}}"#)
        #expect(mask.mask(path: ["pin", "x"]) == .secret)
        #expect(mask.mask(path: ["email"]) == .none)
        #expect(mask.mask(path: ["settings", "smtp_password"]) == .secret)
    }

    private func column(
        _ name: String, type: ColumnType = .text, mask: ResourceColumn.Mask = .none
    ) -> ResourceColumn {
        ResourceColumn(name: name, title: name, source: .stored(ColumnPath(name)), type: type, mask: mask)
    }
}
