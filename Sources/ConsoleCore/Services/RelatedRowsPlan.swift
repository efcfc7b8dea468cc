import TenantDomain
import TenantStore

/// What one row is connected to, in both directions of every foreign key, counted in one read.
struct RelatedRowsPlan {
    struct Answers {
        var relations: [RelatedRows] = []
        /// What the row that a key column names is called, by column.
        var labelled: [String: String] = [:]
    }

    private enum Step {
        case label(column: String, ResourceColumn)
        case count(Int)
        case known(RowTally)
    }

    private let session: ConsoleSession
    private var steps: [Step] = []
    private var queries: [(relation: RelationName, columns: [Projection], predicate: Predicate, counts: Bool)] = []
    private var relations: [RelatedRows] = []

    /// - Parameter row: the row as read, before masks; its columns are `columns`.
    init(session: ConsoleSession, resource: Resource, row: RowBlock, columns: [ResourceColumn]) {
        self.session = session
        var values: [String: Value] = [:]
        for (place, column) in columns.enumerated() where column.isOwn && column.mask != .secret {
            if let path = column.path { values[path.column] = row.value(row: 0, column: place) }
        }
        addToOne(resource, values)
        addToMany(resource, values)
    }

    private mutating func addToOne(_ resource: Resource, _ values: [String: Value]) {
        let registry = session.registry
        for key in registry.catalog[resource.relation]?.foreignKeys ?? [] where key.columns.count == 1 {
            guard let target = registry.resource(of: key.target), let value = values[key.columns[0]], !value.isNull,
                let through = target.ownColumn(key.targetColumns.first ?? "")
            else { continue }
            let predicate = Predicate.key(key.targetColumns, [value])
            if let label = target.column(target.label), label.path != nil, label.mask != .secret, label != through,
                let projection = session.masks.projection(of: label)
            {
                steps.append(.label(column: key.columns[0], label))
                queries.append((target.relation, [projection], predicate, false))
            }
            relations.append(
                RelatedRows(
                    resource: target.name, title: target.singular, direction: .toOne,
                    filter: filter(through.name, value), tally: .exactly(1), through: key.columns[0]))
            steps.append(.known(.exactly(1)))
        }
    }

    private mutating func addToMany(_ resource: Resource, _ values: [String: Value]) {
        let registry = session.registry
        for reference in registry.catalog.references(to: resource.relation) where reference.key.columns.count == 1 {
            let column = reference.key.columns[0]
            guard let source = registry.resource(of: reference.from), let field = source.ownColumn(column),
                !session.masks.hides(field), let value = values[reference.key.targetColumns.first ?? ""], !value.isNull,
                let relation = registry.catalog[reference.from]
            else { continue }
            let isPlain =
                registry.catalog.references(to: resource.relation).filter { $0.from == reference.from }.count == 1
            relations.append(
                RelatedRows(
                    resource: source.name,
                    title: isPlain ? source.title : "\(source.title) (\(field.title.lowercased()))",
                    direction: .toMany, filter: filter(field.name, value), tally: .unknown, through: column))
            if relation.isIndexed(column) || (relation.rowEstimate ?? 0) <= RecordService.unindexedLimit {
                steps.append(.count(relations.count - 1))
                let operand = Operand(ColumnPath(column), type: field.type)
                queries.append((source.relation, [], .compare(operand, .equal(value)), true))
            } else {
                steps.append(.known(.unknown))
            }
        }
    }

    private func filter(_ field: String, _ value: Value) -> String {
        "\(FilterText.quotingName(field)):=\(FilterText.quoting(value.text ?? ""))"
    }

    func statements() throws(ConsoleError) -> [Statement] {
        var statements: [Statement] = []
        for query in queries {
            statements.append(
                try session.planned { (planner) throws(PlanningError) in
                    if query.counts {
                        return try planner.count(
                            query.relation, where: query.predicate, cap: RecordService.tallyCap
                        ).statement
                    }
                    return try planner.page(
                        RowQuery(
                            relation: query.relation, columns: query.columns, predicate: query.predicate,
                            page: PageRequest(limit: 1))
                    ).statement
                })
        }
        return statements
    }

    func answers(_ blocks: [RowBlock]) -> Answers {
        var answers = Answers(relations: relations)
        var rest = blocks[...]
        for step in steps {
            switch step {
            case .known: continue
            case .label(let column, let label):
                guard let block = rest.popFirst(), block.rowCount > 0 else { continue }
                let masked = session.masks.masked(block.value(row: 0, column: 0), of: label)
                answers.labelled[column] = masked.text
            case .count(let place):
                guard let block = rest.popFirst(), let count = block.number(row: 0, column: 0) else { continue }
                let tally = RowTally(CappedCount(Int(count), cap: RecordService.tallyCap))
                let relation = relations[place]
                answers.relations[place] = RelatedRows(
                    resource: relation.resource, title: relation.title, direction: relation.direction,
                    filter: relation.filter, tally: tally, through: relation.through)
            }
        }
        return answers
    }
}
