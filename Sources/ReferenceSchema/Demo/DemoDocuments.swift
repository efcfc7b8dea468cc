/// Landing pages that were taken down: the few entries of a large trail whose documents are long, so that what such
/// entries cost can be seen and measured.
enum DemoDocuments {
    static let count = 12
    /// The change that all of them belong to.
    static let change = "restyle-landing-pages"
    /// A trail of fewer rows has none.
    static let leastRows = 100_000
    private static let longest = 100_000

    /// The page as the trail keeps it: from 8 kB for the first to 100 kB for the last.
    static func page(_ number: Int, id: [UInt8]) -> [UInt8] {
        let size = longest * (number + 1) / count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        bytes += #"{"id": ""#.utf8
        bytes += id
        bytes += #"", "name": "Landing page \#(number + 1)", "sections": ["#.utf8
        var section = 0
        while bytes.count < size - 400 {
            if section > 0 { bytes += ", ".utf8 }
            section += 1
            bytes +=
                #"{"heading": "Offer \#(section)", "text": "Everything that visitor \#(section * 7) asked for, "#.utf8
            bytes += #"in the colours of season \#(section % 4 + 1), with a widget that answers at once.", "#.utf8
            bytes += #""padding": \#(section % 48), "visible": \#(section % 3 == 0)}"#.utf8
        }
        bytes += "]}".utf8
        return bytes
    }
}
