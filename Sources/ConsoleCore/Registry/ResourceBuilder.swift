import TenantDomain

/// Makes a registry out of a catalog and a profile. Pure; every table gets a resource even without a profile.
package struct ResourceBuilder {
    private let catalog: Catalog
    private let profile: Profile
    private let masks: MaskRules
    private let tenantPaths: TenantPaths
    private let concepts: [RelationName: Concept]
    private var problems: [ProfileProblem]

    package static func registry(catalog: Catalog, profile: Profile) -> ResourceRegistry {
        var problems: [ProfileProblem] = []
        let catalog = ProfileCatalog.completed(catalog, by: profile, problems: &problems)
        let checked = ProfileCheck.keepingWhatIsThere(profile, catalog: catalog, problems: &problems)
        var builder = ResourceBuilder(catalog: catalog, profile: checked, problems: problems)
        let entries = builder.entries()
        let shelf = ResourceShelf(entries) { [builder] entry in
            builder.resource(entry.relation, mapping: entry.mapping)
        }
        return ResourceRegistry(catalog: catalog, profile: checked, shelf: shelf, problems: builder.problems)
    }

    private init(catalog: Catalog, profile: Profile, problems: [ProfileProblem]) {
        self.catalog = catalog
        self.profile = profile
        self.problems = problems
        masks = MaskRules(profile: profile)
        tenantPaths = TenantPaths(catalog: catalog, profile: profile)
        concepts = Self.concepts(of: profile, catalog: catalog)
    }

    private mutating func entries() -> [ResourceEntry] {
        var names: Set<String> = []
        var mapped: Set<RelationName> = []
        var entries: [ResourceEntry] = []
        func add(_ relation: Relation, _ mapping: ResourceMapping) {
            entries.append(ResourceEntry(relation: relation, mapping: mapping, concept: concepts[relation.name]))
        }
        for mapping in profile.resources {
            guard let relation = catalog.relation(named: mapping.table) else { continue }
            guard names.insert(mapping.name).inserted else {
                problems.append(ProfileProblem(key: "resources", kind: .duplicateName(mapping.name)))
                continue
            }
            mapped.insert(relation.name)
            add(relation, mapping)
        }
        // A partition's rows are reached through the table it is a part of.
        for relation in catalog.relations where !mapped.contains(relation.name) && relation.partitionOf == nil {
            var name = relation.name.description
            if !names.insert(name).inserted {
                name = "\(name)_table"
                names.insert(name)
            }
            add(relation, ResourceMapping(name: name, table: name))
        }
        return entries
    }

    private func resource(_ relation: Relation, mapping: ResourceMapping) -> Resource {
        let label = mapping.label.flatMap { labelField($0, mapping: mapping) } ?? LabelColumn.name(of: relation)
        var columns = relation.columns.filter(\.isReadable).map { storedColumn($0, of: relation) }
        var joined: [String: String] = [:]
        for (field, text) in mapping.fields.sorted(by: { $0.key < $1.key })
        where !columns.contains(where: { $0.name == field }) {
            if let column = joinedColumn(field, path: text, from: relation) { columns.append(column) }
        }
        for key in relation.foreignKeys where key.columns.count == 1 {
            let column = key.columns[0]
            let field = Self.joinedName(of: column)
            guard field != column, !columns.contains(where: { $0.name == field }), let target = catalog[key.target]
            else { continue }
            let targetLabel = profileLabel(of: target)
            guard !target.identity.contains(targetLabel) else { continue }
            if let made = joinedColumn(field, path: "\(column).\(targetLabel)", from: relation) {
                columns.append(made)
                joined[column] = field
            }
        }
        for field in mapping.computed {
            if let column = computedColumn(field) { columns.append(column) }
        }
        let defaults = defaultColumns(relation, mapping: mapping, columns: columns, label: label, joined: joined)
        return Resource(
            name: mapping.name, aliases: mapping.aliases, title: mapping.title ?? Self.heading(mapping.name),
            singular: mapping.singular ?? Self.singular(of: mapping.name), relation: relation.name,
            concept: concepts[relation.name], columns: columns, defaultColumns: defaults,
            identity: relation.identity, label: label ?? relation.columns.first?.name ?? "",
            defaultSort: defaultSort(relation, mapping: mapping, columns: columns),
            tenantPath: tenantPaths[relation.name])
    }

    // MARK: Columns

    private func storedColumn(_ column: Column, of relation: Relation) -> ResourceColumn {
        let key = relation.foreignKeys.first { $0.columns == [column.name] }
        let mask = masks.mask(of: column, in: relation)
        return ResourceColumn(
            name: column.name, title: Self.heading(column.name), source: .stored(ColumnPath(column.name)),
            type: column.type, isNullable: column.isNullable, allowedValues: allowedValues(column, of: relation),
            display: display(column, of: relation), mask: mask,
            isIndexed: relation.isIndexed(column.name), references: key?.target)
    }

    private func joinedColumn(_ field: String, path text: String, from relation: Relation) -> ResourceColumn? {
        guard let path = ProfilePath.resolve(text, from: relation.name, in: catalog),
            let target = path.hops.last.flatMap({ catalog[$0.target] }) ?? catalog[relation.name],
            let column = target.column(path.column)
        else { return nil }
        return ResourceColumn(
            name: field, title: Self.heading(field), source: .stored(path), type: column.type,
            isNullable: true, allowedValues: column.allowedValues, display: display(column, of: target),
            mask: masks.mask(of: column, in: target), isIndexed: false)
    }

    private func computedColumn(_ field: String) -> ResourceColumn? {
        let source: ComputedField
        var display = ResourceColumn.Display.usage
        var type = ColumnType.text
        switch field {
        case "usage": source = .highestUsage
        case "activity", "last_activity":
            source = .lastActivity
            display = .time
            type = .timestamp
        default:
            guard profile.usage.contains(where: { $0.limit == field }) else { return nil }
            source = .usage(limit: field)
        }
        return ResourceColumn(
            name: field, title: Self.heading(field), source: .computed(source), type: type, display: display)
    }

    private func allowedValues(_ column: Column, of relation: Relation) -> [String] {
        if let membership = profile.membership, relation.name.description == membership.table,
            membership.role == column.name, !membership.roles.isEmpty
        {
            return membership.roles
        }
        return column.allowedValues
    }

    private func display(_ column: Column, of relation: Relation) -> ResourceColumn.Display {
        if !profile.cents.isEmpty {
            let name = "\(relation.name).\(column.name)"
            if let cents = profile.cents.first(where: { $0.column == name }) { return .cents(currency: cents.currency) }
        }
        switch column.type {
        case .timestamp: return .time
        case .date: return .date
        case .boolean: return .boolean
        case .json: return .json
        case .array: return .array
        case .vector: return .vector(dimensions: Self.dimensions(column.declaredType))
        case .bytes: return .bytes
        case .uuid: return .identifier
        case .integer, .real, .numeric:
            let isKey =
                relation.identity == [column.name] || relation.foreignKeys.contains { $0.columns == [column.name] }
            return isKey ? .identifier : .number
        default: return .plain
        }
    }

    /// `vector(1536)`.
    private static func dimensions(_ declared: String) -> Int? {
        guard let open = declared.lastIndex(of: "("), declared.hasSuffix(")") else { return nil }
        return Int(declared[declared.index(after: open)...].dropLast())
    }

    // MARK: Defaults

    private func defaultColumns(
        _ relation: Relation, mapping: ResourceMapping, columns: [ResourceColumn], label: String?,
        joined: [String: String]
    ) -> [String] {
        let known = Set(columns.map(\.name))
        if !mapping.columns.isEmpty { return mapping.columns.filter(known.contains) }
        var names: [String] = []
        if let label { names.append(label) }
        let bulky: Set<ColumnType> = [.json, .bytes, .vector, .array]
        let middle = relation.columns.filter { $0.name != label && !relation.identity.contains($0.name) }
        for column in middle where !bulky.contains(column.type) { names.append(joined[column.name] ?? column.name) }
        for column in middle where bulky.contains(column.type) { names.append(column.name) }
        names.append(contentsOf: relation.identity.filter { $0 != label })
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private func defaultSort(_ relation: Relation, mapping: ResourceMapping, columns: [ResourceColumn]) -> [FieldSort] {
        let wanted = mapping.sort.map(FieldSort.init(parsing:)).filter { sort in
            columns.contains { $0.name == sort.field && $0.path != nil }
        }
        if !wanted.isEmpty { return wanted }
        let times = ["created_at", "createdAt", "inserted_at", "occurred_at", "ts", "time", "timestamp", "started_at"]
        if let time = times.first(where: { relation.column($0) != nil && relation.isIndexed($0) }) {
            return [FieldSort(time, descending: true)]
        }
        return relation.identity.map { FieldSort($0) }
    }

    private func labelField(_ name: String, mapping: ResourceMapping) -> String? {
        let relation = catalog.relation(named: mapping.table)
        return relation?.column(name) != nil || mapping.fields[name] != nil ? name : nil
    }

    /// The column of a target table that stands for its row in tables that point at it.
    private func profileLabel(of target: Relation) -> String {
        if let mapping = profile.resources.first(where: { catalog.relation(named: $0.table)?.name == target.name }),
            let label = mapping.label
        {
            if target.column(label) != nil { return label }
            if let path = mapping.fields[label] { return path }
        }
        return LabelColumn.name(of: target) ?? target.identity.first ?? ""
    }

    private static func joinedName(of column: String) -> String {
        for suffix in ["_id", "Id", "_uuid"] where column.hasSuffix(suffix) && column.count > suffix.count {
            return String(column.dropLast(suffix.count))
        }
        return column == "created_by" || column == "updated_by" || column == "invited_by" || column == "changed_by"
            ? "\(column)_name" : column
    }

    // MARK: Words

    static func heading(_ name: String) -> String {
        let blanks: Set<UInt8> = [UInt8(ascii: "_"), UInt8(ascii: ".")]
        let spaced = String(decoding: name.utf8.map { blanks.contains($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
        return spaced.prefix(1).uppercased() + spaced.dropFirst()
    }

    static func singular(of name: String) -> String {
        if name.hasSuffix("ies") { return name.dropLast(3) + "y" }
        if name.hasSuffix("sses") || name.hasSuffix("xes") || name.hasSuffix("ches") { return String(name.dropLast(2)) }
        if name.hasSuffix("s"), !name.hasSuffix("ss"), !name.hasSuffix("us") { return String(name.dropLast()) }
        return name
    }

    // MARK: Concepts

    private static func concepts(of profile: Profile, catalog: Catalog) -> [RelationName: Concept] {
        var concepts: [RelationName: Concept] = [:]
        func map(_ table: String?, _ concept: Concept) {
            guard let table, let relation = catalog.relation(named: table), concepts[relation.name] == nil else {
                return
            }
            concepts[relation.name] = concept
        }
        map(profile.tenant?.base.table, .tenant)
        map(profile.user?.base.table, .user)
        map(profile.membership?.table, .member)
        map(profile.invitation?.table, .invitation)
        map(profile.plan?.table, .plan)
        map(profile.plan?.features?.table, .feature)
        map(profile.plan?.limits?.table, .limit)
        map(profile.subscription?.table, .subscription)
        map(profile.project?.table, .project)
        map(profile.projectMembership?.table, .projectMember)
        map(profile.widget?.base.table, .widget)
        map(profile.crm?.pipeline.table, .pipeline)
        map(profile.crm?.stage.table, .stage)
        map(profile.crm?.deal.table, .deal)
        for source in profile.audit { map(source.table, .audit) }
        return concepts
    }
}
