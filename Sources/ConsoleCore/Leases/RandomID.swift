/// Names that nobody can guess or meet twice: leases, sessions of the journal.
enum RandomID {
    /// `lease-` and 24 hexadecimal digits.
    static func make(_ kind: String) -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        return kind + "-" + String((0..<24).map { _ in digits[Int(generator.next() & 15)] })
    }
}
