/// The views a person came through: one line of history with a place in it, as in a browser.
package struct ScreenStack: Sendable {
    private(set) var screens: [any Screen] = []
    private(set) var position = -1
    private var nextNumber = 1
    private static let longest = 60

    var current: (any Screen)? { screens.indices.contains(position) ? screens[position] : nil }
    var first: (any Screen)? { screens.first }
    var canGoBack: Bool { position > 0 }
    var canGoForward: Bool { position + 1 < screens.count }

    /// Breadcrumbs up to the current view.
    var trail: [any Screen] { Array(screens.prefix(position + 1)) }

    subscript(id: ScreenID) -> (any Screen)? {
        get { screens.first { $0.id.number == id.number } }
        set {
            guard let newValue, let place = screens.firstIndex(where: { $0.id.number == id.number }) else { return }
            screens[place] = newValue
        }
    }

    /// Puts a view behind the current one and drops what lay forward.
    /// - Returns: the ids of dropped views, whose reads end.
    mutating func push(_ screen: any Screen) -> [ScreenID] {
        let dropped = screens.dropFirst(position + 1).map(\.id)
        screens.removeLast(screens.count - position - 1)
        screens.append(numbered(screen))
        position = screens.count - 1
        var ended = dropped
        if screens.count > Self.longest {
            ended.append(screens.removeFirst().id)
            position -= 1
        }
        return ended
    }

    mutating func replaceCurrent(with screen: any Screen) -> [ScreenID] {
        guard position >= 0 else { return push(screen) }
        let old = screens[position].id
        screens[position] = numbered(screen)
        return [old]
    }

    mutating func reset(to screen: any Screen) -> [ScreenID] {
        let ended = screens.map(\.id)
        screens = [numbered(screen)]
        position = 0
        return ended
    }

    mutating func back() -> Bool {
        guard canGoBack else { return false }
        position -= 1
        return true
    }

    mutating func forward() -> Bool {
        guard canGoForward else { return false }
        position += 1
        return true
    }

    private mutating func numbered(_ screen: any Screen) -> any Screen {
        var screen = screen
        screen.id = ScreenID(number: nextNumber)
        nextNumber += 1
        return screen
    }
}
