/// What a timer is for: starting one again begins it anew.
package enum TimerID: Hashable, Sendable {
    /// Rows on screen are old: dim them, then show a spinner.
    case dim(ScreenID)
    case spinner(ScreenID)
    case toast(Int)
    case watch(ScreenID)
    case preview
    /// Relative times and the clock move on.
    case minute
    /// The end of the patience with a view that is being read.
    case frame
    /// A second of a lease went by; runs only under one.
    case lease
    /// What was revealed is masked again.
    case reveal(ScreenID)
    case confirmQuit
    /// The database is away and is tried again.
    case reconnect
}

extension TimerID {
    /// The screen or pane that the timer is for.
    var screen: ScreenID? {
        switch self {
        case .dim(let id), .spinner(let id), .watch(let id): id
        default: nil
        }
    }
}
