extension CommandTable { package static let entries: [Entry] = [] }
