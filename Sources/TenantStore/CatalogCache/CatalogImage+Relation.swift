import TenantDomain

extension Relation: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(kind)
        image.write(columns)
        image.write(primaryKey)
        image.write(UInt64(uniqueKeys.count))
        for key in uniqueKeys { image.write(key) }
        image.write(foreignKeys)
        image.write(indexes)
        image.write(searchIndexes)
        image.write(checks)
        image.write(triggers)
        image.write(hasRowIdentifier)
        image.write(rowEstimate)
        image.write(sizeEstimate)
        image.write(comment)
        image.write(partitionOf)
        image.write(partitioning)
        image.write(rowSecurity)
        image.write(policies)
        image.write(rights)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        let name: RelationName = try image.read()
        let kind: Kind = try image.read()
        let columns: [Column] = try image.read()
        let primaryKey: [String] = try image.read()
        var uniqueKeys: [[String]] = []
        for _ in 0..<(try image.read() as UInt64) { uniqueKeys.append(try image.read()) }
        self.init(
            name: name, kind: kind, columns: columns, primaryKey: primaryKey, uniqueKeys: uniqueKeys,
            foreignKeys: try image.read(), indexes: try image.read(), searchIndexes: try image.read(),
            checks: try image.read(), triggers: try image.read(), hasRowIdentifier: try image.read(),
            rowEstimate: try image.read(), sizeEstimate: try image.read(), comment: try image.read(),
            partitionOf: try image.read(), partitioning: try image.read(), rowSecurity: try image.read(),
            policies: try image.read(), rights: try image.read())
    }
}

extension Column: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(declaredType)
        image.write(type)
        image.write(isNullable)
        image.write(defaultValue)
        switch generation {
        case .no: image.write(0 as UInt64)
        case .identity: image.write(1 as UInt64)
        case .stored: image.write(2 as UInt64)
        case .virtual: image.write(3 as UInt64)
        }
        image.write(allowedValues)
        image.write(comment)
        image.write(isReadable)
        image.write(words)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        let name: String = try image.read()
        let declaredType: String = try image.read()
        let type: ColumnType = try image.read()
        let isNullable: Bool = try image.read()
        let defaultValue: String? = try image.read()
        let generation: Generation
        switch try image.read() as UInt64 {
        case 0: generation = .no
        case 1: generation = .identity
        case 2: generation = .stored
        case 3: generation = .virtual
        default: throw CatalogImageReader.Damage()
        }
        self.init(
            name: name, declaredType: declaredType, type: type, isNullable: isNullable, defaultValue: defaultValue,
            generation: generation, allowedValues: try image.read(), comment: try image.read(),
            isReadable: try image.read(), words: try image.read())
    }
}

extension ColumnWords: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(cases)
        image.write(otherwise)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(cases: try image.read(), otherwise: try image.read())
    }
}

extension ColumnWords.Case: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(column)
        image.write(value)
        image.write(word)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(column: try image.read(), value: try image.read(), word: try image.read())
    }
}

extension Value: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        switch self {
        case .null: image.write(0 as UInt64)
        case .integer(let number):
            image.write(1 as UInt64)
            image.write(UInt64(bitPattern: number))
        case .real(let number):
            image.write(2 as UInt64)
            image.write(number.bitPattern)
        case .text(let text):
            image.write(3 as UInt64)
            image.write(text)
        case .bytes(let bytes):
            image.write(4 as UInt64)
            image.write(UInt64(bytes.count))
            for byte in bytes { image.write(UInt64(byte)) }
        }
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        switch try image.read() as UInt64 {
        case 0: self = .null
        case 1: self = .integer(Int64(bitPattern: try image.read()))
        case 2: self = .real(Double(bitPattern: try image.read()))
        case 3: self = .text(try image.read())
        case 4:
            var bytes: [UInt8] = []
            for _ in 0..<(try image.read() as UInt64) {
                guard let byte = UInt8(exactly: try image.read() as UInt64) else { throw CatalogImageReader.Damage() }
                bytes.append(byte)
            }
            self = .bytes(bytes)
        default: throw CatalogImageReader.Damage()
        }
    }
}

extension ForeignKey: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(columns)
        image.write(target)
        image.write(targetColumns)
        image.write(onDelete)
        image.write(onDeleteColumns)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(
            columns: try image.read(), target: try image.read(), targetColumns: try image.read(),
            onDelete: try image.read(), onDeleteColumns: try image.read())
    }
}

extension Index: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(columns)
        image.write(isUnique)
        image.write(isPrimary)
        image.write(predicate)
        image.write(method)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(
            name: try image.read(), columns: try image.read(), isUnique: try image.read(),
            isPrimary: try image.read(), predicate: try image.read(), method: try image.read())
    }
}

extension Index.IndexColumn: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(expression)
        image.write(descending)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(name: try image.read(), expression: try image.read(), descending: try image.read())
    }
}

extension CheckConstraint: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(definition)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(name: try image.read(), definition: try image.read())
    }
}

extension Trigger: CatalogImagePart {
    func write(to image: inout CatalogImageWriter) {
        image.write(name)
        image.write(definition)
        image.write(function)
        image.write(isEnabled)
    }

    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage) {
        self.init(
            name: try image.read(), definition: try image.read(), function: try image.read(),
            isEnabled: try image.read())
    }
}
