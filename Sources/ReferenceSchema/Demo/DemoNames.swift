/// Names in several scripts, each with a Latin spelling for mail addresses.
struct DemoScript {
    let given: [(String, String)]
    let family: [(String, String)]
    /// Whether the family name stands first, without a blank.
    let familyFirst: Bool
    let companies: [(String, String)]
    let suffixes: [String]
    let currency: String

    static let all: [DemoScript] = [
        english, german, nordic, romance, chinese, japanese, arabic, hebrew, russian, greek, thai, hindi,
    ]
    /// How often each stands, out of 100.
    static let shares = [30, 12, 10, 14, 9, 6, 4, 3, 5, 2, 2, 3]

    static let english = DemoScript(
        given: pairs("Olivia James Amara Noah Grace Ethan Kwame Chloe Liam Zoe Marcus Ruth Femi Hannah Owen Priya"),
        family: pairs("Carter Nguyen Osei Bennett Walsh Okafor Hughes Patel Reid Sinclair Morgan Foster Abbott Lowe")
            + [("O'Brien", "obrien")],
        familyFirst: false,
        companies: pairs(
            "Harbor Summit Beacon Copper Juniper Falcon Meadow Anchor Lantern Cobalt Orchard Granite Willow Pioneer Quarry Saffron Tidewater Vector Birch Marlow"
        ), suffixes: [" Labs", " Ltd", " Group", " & Sons", " Health", " Media", " Logistics", " Studio"],
        currency: "USD")
    static let german = DemoScript(
        given: pairs("Anna Lukas Greta Jonas Klara Felix Lena Paul") + [("Jürgen", "juergen"), ("Björn", "bjoern")],
        family: pairs("Schmidt Weber Fischer Brandt Vogel Krause Lorenz")
            + [("Müller", "mueller"), ("Größer", "groesser"), ("Schäfer", "schaefer")],
        familyFirst: false,
        companies: pairs("Elbe Hansekontor Nordlicht Isar Alpenglanz Rheinwerk Spree Havel")
            + [("Zürichsee", "zuerichsee"), ("Münsterland", "muensterland")],
        suffixes: [" GmbH", " AG", " KG", " Verlag", " Technik"], currency: "EUR")
    static let nordic = DemoScript(
        given: pairs("Erik Ingrid Lars Freja Mikkel Signe")
            + [("Åsa", "asa"), ("Øyvind", "oyvind"), ("Bjørk", "bjork"), ("Pär", "par")],
        family: pairs("Lindqvist Berg Holm Nyman") + [
            ("Sjöström", "sjostrom"), ("Hagström", "hagstrom"), ("Sørensen", "sorensen"),
        ],
        familyFirst: false,
        companies: pairs("Fjordline Skog Norrsken") + [
            ("Älvkraft", "alvkraft"), ("Smörgås", "smorgas"), ("Ørsta", "orsta"),
        ],
        suffixes: [" AB", " AS", " ApS", " Oy", " Design"], currency: "SEK")
    static let romance = DemoScript(
        given: pairs("Lucia Marco Camille Diego Elena Paulo Giulia Rafael")
            + [("Zoé", "zoe"), ("José", "jose"), ("João", "joao"), ("Inés", "ines")],
        family: pairs("Moretti Dubois Silva Romero Costa Bianchi Laurent") + [
            ("Muñoz", "munoz"), ("Gonçalves", "goncalves"),
        ],
        familyFirst: false,
        companies: pairs("Vela Mirador Lumiere Cascata Terranova Solaris Ponte")
            + [("Éclair", "eclair"), ("Mañana", "manana"), ("Coração", "coracao")],
        suffixes: [" SA", " Srl", " SL", " & Cie", " Lda"], currency: "EUR")
    static let chinese = DemoScript(
        given: [
            ("伟", "wei"), ("芳", "fang"), ("秀英", "xiuying"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("磊", "lei"),
            ("洋", "yang"), ("艳", "yan"), ("杰", "jie"),
        ],
        family: [
            ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"),
            ("黄", "huang"), ("周", "zhou"),
        ],
        familyFirst: true,
        companies: [
            ("上海云帆", "yunfan"), ("深圳南山", "nanshan"), ("杭州西湖", "xihu"), ("广州珠江", "zhujiang"), ("成都锦里", "jinli"),
        ],
        suffixes: ["科技", "网络", "传媒", "数据"], currency: "CNY")
    static let japanese = DemoScript(
        given: [("翔太", "shota"), ("美咲", "misaki"), ("健", "ken"), ("さくら", "sakura"), ("大輔", "daisuke"), ("陽子", "yoko")],
        family: [
            ("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("田中", "tanaka"), ("渡辺", "watanabe"),
            ("山本", "yamamoto"),
        ],
        familyFirst: true,
        companies: [("青空", "aozora"), ("富士見", "fujimi"), ("サクラ", "sakura"), ("みどり", "midori")],
        suffixes: ["株式会社", "デザイン", "システムズ", "工房"], currency: "JPY")
    static let arabic = DemoScript(
        given: [
            ("محمد", "mohamed"), ("فاطمة", "fatima"), ("عمر", "omar"), ("ليلى", "layla"), ("يوسف", "youssef"),
            ("مريم", "maryam"),
        ],
        family: [
            ("الحسن", "alhassan"), ("خوري", "khoury"), ("منصور", "mansour"), ("النجار", "alnajjar"), ("حداد", "haddad"),
        ],
        familyFirst: false,
        companies: [("النور", "alnoor"), ("الصحراء", "sahara"), ("اللؤلؤ", "lulu"), ("الأفق", "ufuq")],
        suffixes: [" للتقنية", " للتجارة", " للإعلام"], currency: "AED")
    static let hebrew = DemoScript(
        given: [("נועה", "noa"), ("דוד", "david"), ("תמר", "tamar"), ("יונתן", "yonatan"), ("מיכל", "michal")],
        family: [("כהן", "cohen"), ("לוי", "levi"), ("מזרחי", "mizrahi"), ("פרץ", "peretz"), ("אברהם", "avraham")],
        familyFirst: false, companies: [("תבור", "tavor"), ("גליל", "galil"), ("כרמל", "carmel")],
        suffixes: [" טכנולוגיות", " מדיה", " בע״מ"], currency: "ILS")
    static let russian = DemoScript(
        given: [
            ("Алексей", "alexey"), ("Мария", "maria"), ("Дмитрий", "dmitry"), ("Ольга", "olga"), ("Сергей", "sergey"),
            ("Анна", "anna"),
        ],
        family: [
            ("Иваненко", "ivanenko"), ("Соколов", "sokolov"), ("Ковальчук", "kovalchuk"), ("Орлова", "orlova"),
            ("Волков", "volkov"),
        ],
        familyFirst: false,
        companies: [("Северный Ветер", "sever"), ("Заря", "zarya"), ("Днепр", "dnipro"), ("Берёза", "bereza")],
        suffixes: [" Софт", " Медиа", " Групп"], currency: "EUR")
    static let greek = DemoScript(
        given: [("Γιώργος", "giorgos"), ("Μαρία", "maria"), ("Ελένη", "eleni"), ("Νίκος", "nikos")],
        family: [("Παπαδόπουλος", "papadopoulos"), ("Νικολάου", "nikolaou"), ("Γεωργίου", "georgiou")],
        familyFirst: false, companies: [("Αιγαίο", "aegeo"), ("Ήλιος", "helios"), ("Όλυμπος", "olympos")],
        suffixes: [" ΑΕ", " Ψηφιακή", " ΕΠΕ"], currency: "EUR")
    static let thai = DemoScript(
        given: [("สมชาย", "somchai"), ("มาลี", "malee"), ("นิรันดร์", "niran"), ("กานดา", "kanda")],
        family: [("ใจดี", "jaidee"), ("ศรีสุข", "srisuk"), ("วงศ์สวัสดิ์", "wongsawat")],
        familyFirst: false, companies: [("สยาม", "siam"), ("ดอกบัว", "dokbua"), ("เจ้าพระยา", "chaophraya")],
        suffixes: [" เทค", " ดิจิทัล", " กรุ๊ป"], currency: "THB")
    static let hindi = DemoScript(
        given: [("अर्जुन", "arjun"), ("प्रिया", "priya"), ("रोहन", "rohan"), ("अनन्या", "ananya"), ("विक्रम", "vikram")],
        family: [("शर्मा", "sharma"), ("वर्मा", "verma"), ("गुप्ता", "gupta"), ("सिंह", "singh")],
        familyFirst: false, companies: [("गंगा", "ganga"), ("हिमालय", "himalaya"), ("कमल", "kamal")],
        suffixes: [" टेक", " मीडिया", " समूह"], currency: "INR")

    private static func pairs(_ words: String) -> [(String, String)] {
        words.split(separator: " ").map { (String($0), $0.lowercased()) }
    }

    static func pick(_ random: inout DemoRandom) -> DemoScript {
        var rest = random.below(100)
        for (script, share) in zip(all, shares) {
            if rest < share { return script }
            rest -= share
        }
        return english
    }

    func person(_ random: inout DemoRandom) -> (name: String, latin: String) {
        let first = random.pick(given)
        let last = random.pick(family)
        let emoji = random.below(80) == 0 ? random.pick([" 🌱", " 🚀", " 👩‍💻", " ☕️", " 🏳️‍🌈"]) : ""
        let name = familyFirst ? last.0 + first.0 : first.0 + " " + last.0
        return (name + emoji, first.1 + "." + last.1)
    }

    func company(_ random: inout DemoRandom) -> (name: String, latin: String) {
        let base = random.pick(companies)
        return (base.0 + random.pick(suffixes), base.1)
    }
}
