/// Numbers as people read them; always with `.` for decimals and `,` between thousands, so that output is the same
/// everywhere.
package enum NumberText {
    /// `1,204`.
    package static func grouped(_ number: Int64) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var output: [UInt8] = number < 0 ? [0x2D] : []
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { output.append(0x2C) }
            output.append(digit)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// `950`, `12.3 k`, `8.1 M`, `10.2 G`.
    package static func short(_ number: Int64) -> String {
        let magnitude = number.magnitude
        let (divisor, unit): (UInt64, String) =
            magnitude >= 1_000_000_000
            ? (1_000_000_000, " G") : magnitude >= 1_000_000 ? (1_000_000, " M") : (1_000, " k")
        if magnitude < 10_000 { return grouped(number) }
        let tenths = magnitude / (divisor / 10)
        let sign = number < 0 ? "-" : ""
        return tenths >= 1000 || tenths % 10 == 0
            ? "\(sign)\(grouped(Int64(tenths / 10)))\(unit)" : "\(sign)\(tenths / 10).\(tenths % 10)\(unit)"
    }

    /// Integer cents as `412,300.00`.
    package static func cents(_ cents: Int64) -> String {
        let magnitude = cents.magnitude
        let fraction = magnitude % 100
        let whole = grouped(Int64(magnitude / 100))
        return "\(cents < 0 ? "-" : "")\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// `28 kB`, `1.2 MB`; powers of 1000.
    package static func bytes(_ count: Int) -> String {
        if count < 1000 { return "\(count) B" }
        let units = [" kB", " MB", " GB", " TB"]
        var value = Double(count)
        var unit = -1
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 || tenths >= 100
            ? "\(tenths / 10)\(units[unit])" : "\(tenths / 10).\(tenths % 10)\(units[unit])"
    }
}
