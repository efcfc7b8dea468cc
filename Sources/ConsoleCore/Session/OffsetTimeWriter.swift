/// Writes instants as `TimeText.offset` does, many of them near each other: what is the same for a quarter of an hour is
/// written once.
struct OffsetTimeWriter {
    private static let quarter: Int64 = 900_000_000
    private static let minute: Int64 = 60_000_000

    private let zone: ZoneClock
    private var start = Int64.max
    /// `2026-11-21T08:`, the minute that the quarter begins at, and `+02:00`.
    private var head: [UInt8] = []
    private var firstMinute = 0
    private var tail: [UInt8] = []

    init(zone: ZoneClock) { self.zone = zone }

    mutating func append(_ instant: Int64, to output: inout [UInt8]) {
        if instant < start || instant - start >= Self.quarter {
            guard enter(instant) else {
                output.append(contentsOf: TimeText.offset(instant, zone: zone).utf8)
                return
            }
        }
        let within = instant - start
        output.append(contentsOf: head)
        append(firstMinute + Int(within / Self.minute), 2, to: &output)
        output.append(0x3A)
        append(Int(within % Self.minute / 1_000_000), 2, to: &output)
        output.append(0x2E)
        append(Int(within % 1_000_000), 6, to: &output)
        output.append(contentsOf: tail)
    }

    /// False where the zone's clock does not keep to quarters there, as before there was standard time.
    private mutating func enter(_ instant: Int64) -> Bool {
        guard instant >= 0, instant < 250_000_000_000_000_000 else { return false }
        let begin = instant - instant % Self.quarter
        let offset = zone.offsetSeconds(at: begin)
        guard offset % 900 == 0, zone.offsetSeconds(at: begin + Self.quarter - 1) == offset else { return false }
        let text = Array(TimeText.offset(begin, zone: zone).utf8)
        guard text.count == 32 else { return false }
        start = begin
        head = Array(text[..<14])
        firstMinute = Int(text[14] - 0x30) * 10 + Int(text[15] - 0x30)
        tail = Array(text[26...])
        return true
    }

    private func append(_ number: Int, _ digits: Int, to output: inout [UInt8]) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            output.append(0x30 + UInt8(truncatingIfNeeded: number / unit % 10))
            unit /= 10
        }
    }
}
