/// Whether a frame is to be drawn yet. A view that is being read from a database at hand has its rows in a few
/// milliseconds: drawn empty before them it would only flicker, and its rows would come later.
struct FramePatience: Sendable {
    static let milliseconds = 8

    private enum State { case none, waiting, spent }
    private var state = State.none

    enum Answer { case draw, wait, startWaiting }

    /// - Parameter isOver: whether the time is up that `startWaiting` asked for.
    mutating func answer(isReading: Bool, isFar: Bool, isOver: Bool) -> Answer {
        guard isReading, !isFar else {
            state = .none
            return .draw
        }
        switch state {
        case .none:
            state = .waiting
            return .startWaiting
        case .waiting where !isOver: return .wait
        case .waiting, .spent:
            state = .spent
            return .draw
        }
    }
}
