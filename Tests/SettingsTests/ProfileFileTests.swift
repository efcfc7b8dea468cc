import Settings
import TenantDomain
import Testing

@Suite("Profile files")
struct ProfileFileTests {
    private func messages(_ text: String) -> [String] {
        ProfileFile.errors(in: text, fileName: "p.toml").map(\.description)
    }

    @Test("every mapping is read")
    func everything() throws {
        let profile = try ProfileFile.parse(
            """
            title = "Ours"
            requires = ["orgs", "orgs.plan"]
            [tenant]
            table = "orgs"
            id = "org_id"
            name = "label"
            trial_ends = "trial"
            [user]
            table = "people"
            email = "mail"
            last_seen = "seen"
            [membership]
            table = "seats"
            container = "org_id"
            user = "person_id"
            roles = ["boss", "hand"]
            [plan]
            rank = "r"
            [plan.limits]
            table = "caps"
            plan = "p"
            key = "k"
            value = "v"
            [[usage]]
            limit = "seats"
            table = "seats"
            tenant = "org_id"
            window = "month"
            [crm.pipeline]
            table = "a"
            [crm.stage]
            table = "b"
            pipeline = "a_id"
            name = "n"
            position = "i"
            [crm.deal]
            table = "c"
            stage = "b_id"
            name = "t"
            amount = "cents"
            open_statuses = ["open"]
            [[audit]]
            table = "log"
            time = "at"
            action = "what"
            before = "old"
            [secrets]
            columns = ["*.token"]
            [personal]
            columns = ["people.mail"]
            [unmask]
            columns = ["seats.token"]
            [[cents]]
            column = "c.cents"
            currency = "cur"
            [[resources]]
            name = "seats"
            table = "seats"
            aliases = ["chairs"]
            fields = { mail = "person_id.mail" }
            columns = ["mail"]
            computed = ["usage"]
            label = "mail"
            sort = ["-at"]
            """, fileName: "~/x/ours.toml")
        #expect(profile.name == "ours" && profile.title == "Ours" && profile.requires == ["orgs", "orgs.plan"])
        #expect(profile.tenant?.base == ConceptMapping(table: "orgs", id: "org_id", name: "label"))
        #expect(profile.tenant?.trialEnds == "trial" && profile.tenant?.slug == nil)
        #expect(profile.user?.email == "mail" && profile.user?.lastSeen == "seen")
        #expect(
            profile.membership
                == MembershipMapping(table: "seats", container: "org_id", user: "person_id", roles: ["boss", "hand"]))
        #expect(profile.plan?.table == nil && profile.plan?.rank == "r" && profile.plan?.features == nil)
        #expect(profile.plan?.limits == PlanMapping.Limits(table: "caps", plan: "p", key: "k", value: "v"))
        #expect(
            profile.usage == [
                UsageMapping(limit: "seats", title: "seats", table: "seats", tenant: "org_id", window: .month)
            ])
        #expect(profile.crm?.deal.openStatuses == ["open"] && profile.crm?.stage.position == "i")
        #expect(profile.audit.first?.before == "old" && profile.audit.first?.id == "id")
        #expect(profile.secrets == ["*.token"] && profile.personal == ["people.mail"])
        #expect(
            profile.unmask == ["seats.token"] && profile.cents == [CentsMapping(column: "c.cents", currency: "cur")])
        let resource = try #require(profile.resources.first)
        #expect(resource.fields == ["mail": "person_id.mail"] && resource.computed == ["usage"])
        #expect(resource.aliases == ["chairs"] && resource.label == "mail" && resource.sort == ["-at"])
        #expect(profile.invitation == nil && profile.project == nil && profile.widget == nil)
    }

    @Test("faults name line, key and the nearest valid key, all in one pass")
    func faults() {
        let text = """
            tilte = "x"
            [tenant]
            nmae = "name"
            [membership]
            table = "m"
            user = 3
            [[usage]]
            limit = "a"
            table = "t"
            tenant = "x"
            window = "monthly"
            [secrets]
            columns = ["token", "*.ok"]
            [crm.pipeline]
            table = "p"
            [[resources]]
            name = "Members"
            table = "m"
            [[resources]]
            name = "a"
            table = "m"
            aliases = ["b", "b"]
            [[resources]]
            name = "b"
            table = ""
            """
        #expect(
            messages(text) == [
                "p.toml:1:1: unknown key `tilte`; did you mean `title`?",
                "p.toml:2:2: the key `tenant.table` is missing",
                "p.toml:3:1: unknown key `tenant.nmae`; did you mean `name`?",
                "p.toml:4:2: the key `membership.container` is missing",
                "p.toml:6:1: `membership.user` must be text, not a whole number",
                "p.toml:11:1: `usage[0].window` cannot be `monthly`; allowed: always, period, month, day; did you mean `month`?",
                "p.toml:13:12: `secrets.columns[0]` cannot be `token`: write table.column, or *.column for every table",
                "p.toml:14:2: the key `crm.deal` is missing",
                "p.toml:14:2: the key `crm.stage` is missing",
                "p.toml:17:1: `resources[0].name` cannot be `Members`: a resource's name is lower-case letters, digits, - and _",
                "p.toml:22:12: `resources[1].aliases[0]`: `b` is there already",
                "p.toml:22:17: `resources[1].aliases[1]`: `b` is there already",
                "p.toml:25:1: `resources[2].table` must not be empty",
            ])
        #expect(throws: SettingsError.self) { try ProfileFile.parse(text, fileName: "p.toml") }
    }

    @Test(
        "wrong shapes are faults, not crashes",
        arguments: [
            "tenant = 1", "[[tenant]]\ntable = \"x\"", "usage = 1", "usage = [1]", "[usage]\nlimit = \"x\"", "crm = []",
            "[crm]\npipeline = 1", "resources = {}", "[[resources]]\nname=\"a\"\ntable=\"b\"\nfields = [\"x\"]",
            "secrets = [\"*.a\"]", "requires = \"x\"", "requires = [1]", "= 1",
        ])
    func shapes(text: String) {
        #expect(!messages(text).isEmpty)
    }
}

@Suite("Finding a profile")
struct ProfileFinderTests {
    @Test("a path, then the user's own folder, then what ships")
    func order() throws {
        let folder = try TemporaryFolder()
        let paths = Paths(variables: ["HOME": folder.path])
        func find(_ name: String) throws -> Profile {
            try ProfileFinder.profile(
                named: name, relativeTo: folder.path, paths: paths, source: SettingsError.Source.flag("--profile"))
        }
        #expect(try find("reference").title == "Reference schema")
        _ = try folder.write("title = \"Mine\"\n", to: ".config/tenantctl/profiles/reference.toml")
        #expect(try find("reference").title == "Mine")
        _ = try folder.write("title = \"Here\"\n", to: "here.toml")
        #expect(try find("here.toml").name == "here")
        #expect(try find("~/here.toml").title == "Here")
        let error = #expect(throws: SettingsError.self) { try find("refrence") }
        #expect(error?.nearest == "reference")
        #expect(throws: SettingsError.self) { try find("./none.toml") }
    }
}
