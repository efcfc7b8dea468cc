import ConsoleCore
import TenantDomain
import TenantStore
import TerminalCore
import Testing

@testable import ConsoleTUI

/// The whole console under keys, pastes, clicks, sizes, timers and failures in an order nobody would think of. Each
/// seed is one run and the same every time; what breaks one is named by its last events.
@MainActor
@Suite(.timeLimit(.minutes(5)))
struct FuzzRobotTests {
    nonisolated static let eventsPerSeed = 320

    @Test(arguments: [UInt64(1), 2, 3, 5, 8, 13])
    func nothingBreaksTheConsole(seed: UInt64) async throws {
        var events = RandomEvents(seed: seed)
        let robot = try await RobotConsole(.init(size: Size(width: 100, height: 30), start: events.view()))
        var size = Size(width: 100, height: 30)
        var log: [String] = []
        for _ in 0..<Self.eventsPerSeed {
            let event = events.next(in: size)
            log.append("\(event)")
            switch event {
            case .input(let input):
                if case .resize(let new) = input { size = new }
                await robot.send(input)
            case .line(let line): await robot.run(line)
            case .timer(let pick):
                let parked = robot.timers.sorted { "\($0)" < "\($1)" }
                if !parked.isEmpty { await robot.fire(parked[pick % parked.count]) }
            case .failing: robot.store.set(.failing(.corrupt(location: "demo.db", detail: "page 12")))
            case .mended: robot.store.set(.through)
            }
            if let fault = Self.fault(robot, size) {
                Issue.record("seed \(seed): \(fault) after \(log.suffix(12).joined(separator: ", "))\n\(robot.text)")
                return
            }
        }
        robot.store.set(.through)
        await robot.resize(120, 40)
        await robot.home()
        await robot.perform(.reload)
        #expect(robot.screen?.isLoading == false)
        #expect(robot.title.contains("Workspaces") && robot.selection != nil, "seed \(seed): \(robot.text)")
    }

    /// What is wrong with the frame, in words; nil where nothing is.
    private static func fault(_ robot: RobotConsole, _ size: Size) -> String? {
        let frame = robot.frame
        if frame.buffer.size != size { return "a frame of \(frame.buffer.size) for \(size)" }
        if robot.lines.count != size.height { return "\(robot.lines.count) lines for \(size)" }
        if let cursor = frame.cursor, !frame.buffer.bounds.contains(cursor) { return "the cursor at \(cursor)" }
        for scalar in robot.text.unicodeScalars where scalar != "\n" && isDangerous(scalar) {
            return "U+\(String(scalar.value, radix: 16)) in the frame"
        }
        for line in robot.lines where TextWidth.width(of: line) > size.width { return "a line wider than the frame" }
        return nil
    }

    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x2028, 0x2029: true
        default: false
        }
    }
}

/// What may happen to a console, from a seed.
private struct RandomEvents {
    enum Event {
        case input(InputEvent)
        case line(String)
        case timer(Int)
        case failing, mended
    }

    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func below(_ count: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(count))
    }

    private mutating func one<T>(of choices: [T]) -> T { choices[below(choices.count)] }

    mutating func view() -> String { one(of: Self.lines) }

    mutating func next(in size: Size) -> Event {
        switch below(100) {
        case ..<42: .input(.key(one(of: Self.actionKeys)))
        case ..<66: .input(.key(one(of: Self.movingKeys)))
        case ..<76: .input(.key(KeyPress(one(of: Self.characters))))
        case ..<79: .input(.paste(one(of: Self.pastes)))
        case ..<84: .input(.resize(one(of: Self.sizes)))
        case ..<89: .input(.mouse(mouse(in: size)))
        case ..<94: .timer(below(1000))
        case ..<97: .line(one(of: Self.lines))
        case ..<98: .input(.focus(below(2) == 0))
        case ..<99: .failing
        default: .mended
        }
    }

    private mutating func mouse(in size: Size) -> MouseEvent {
        MouseEvent(
            action: one(of: [.press, .press, .scrollDown, .scrollUp, .drag, .release]),
            button: one(of: [.left, .left, .right, .none]),
            position: Point(x: below(size.width + 2), y: below(size.height + 2)))
    }

    static let actionKeys = Action.allCases.filter { $0 != .interrupt }.flatMap(Keymap.standard.keys(for:))
    static let movingKeys =
        [.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab, .backspace]
        .map { KeyPress(key: $0) } + [KeyPress(key: .enter), KeyPress("c", modifiers: .control)]
    static let characters = Array("abcdefghijklmnopqrstuvwxyz:/.-,*\"()<>=0123456789 JKGé星🏳️‍🌈")
    static let pastes = [
        "plan:free", "a\nb\nc", "\u{202E}evil\u{202C}", "日本語 テスト", "👩‍👩‍👧‍👦", "\"unclosed", "((((",
        "tenant:\"Acme Industries\"", String(repeating: "x", count: 3000), "created_at:>7d or -plan:pro",
        "e\u{301}\u{301}",
    ]
    static let sizes = [
        Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12),
        Size(width: 41, height: 13), Size(width: 220, height: 50), Size(width: 39, height: 11),
        Size(width: 1, height: 1), Size(width: 60, height: 100), Size(width: 200, height: 12),
    ]
    static let lines = [
        "workspaces", "members", "users", "widgets", "projects", "deals", "contacts", "audit", "audit since:30d",
        "matrix",
        "over-limits", "board", "resources", "tenant \"Acme Industries\"", "user jane.doe@acme.example", "find acme",
        "widget_embed_tokens", "audit_logs changed:role", "plan_limits", "subscriptions", "pin", "zone", "theme",
        "linear",
        "mouse", "watch", "recent", "export text", "list nosuch", "members role:", "columns *", "sort -created_at",
        "filter acme", "back", "show workspaces nosuch", "info",
    ]
}
