import TenantDomain

extension ConsoleSession {
    /// What a filter on the resource means here: clock, zone, masks, and how rows of other tables are named.
    package func filterContext() -> FilterContext {
        let policy = masks
        let registry = registry
        let zone = zone
        return FilterContext(
            now: now(),
            zone: FilterZone(
                utc: { zone.instant(CivilTime(instantAsUTC: $0)) },
                civil: { $0 + Int64(zone.offsetSeconds(at: $0)) * 1_000_000 }),
            engine: registry.catalog.engine.kind,
            references: { FilterContexts.reference($0, registry: registry, policy: policy) },
            masked: { policy.hides($0) },
            maskedJSON: { _, path in
                if path.isEmpty { return policy.seesPersonalData ? .open : .wholeValue }
                // Only now: it takes the columns of every table, which a start has no time to look at.
                let documents = JSONMask(policy, columns: FilterContexts.documentMasks(registry))
                return switch documents.mask(path: path) {
                case .none: .open
                case .personal: .wholeValue
                case .secret: .closed
                }
            },
            documents: { FilterContexts.documentAccess($0, registry: registry, policy: policy) },
            tables: { FilterContexts.tables($0, registry) })
    }

    /// The resource as filters see it: with `tenant` as a field wherever its rows belong to one.
    package func filterable(_ resource: Resource) -> Resource {
        guard resource.column("tenant") == nil, let path = resource.tenantPath, let last = path.last,
            let tenant = registry.resource(for: .tenant), last.columns.count == 1,
            FilterContexts.leadsToOneRow(path.dropLast(), registry.catalog)
        else { return resource }
        let relation = path.count == 1 ? resource.relation : path[path.count - 2].target
        guard let column = registry.catalog[relation]?.column(last.columns[0]) else { return resource }
        return resource.adding(
            ResourceColumn(
                name: "tenant", title: tenant.singular,
                source: .stored(ColumnPath(hops: Array(path.dropLast()), column.name)), type: column.type,
                isNullable: true, references: tenant.relation))
    }

    package func filterResolver(_ resource: Resource) -> FilterResolver {
        FilterResolver(resource: filterable(resource), context: filterContext())
    }

    /// The filter's predicate and its canonical spelling.
    package func resolve(filter text: String, on resource: Resource) throws(ConsoleError) -> (Predicate, String) {
        do {
            let expression = try FilterSyntax.parse(text)
            return (try filterResolver(resource).resolve(expression), FilterFormatter.text(expression))
        } catch {
            throw ConsoleError(error, text: text)
        }
    }
}

enum FilterContexts {
    /// How people name rows of a relation: tenants by name, slug and domain, users by name and email, others by
    /// their label. What the persona may not see is matched whole.
    static func reference(
        _ name: RelationName, registry: ResourceRegistry, policy: MaskPolicy
    ) -> FilterReference? {
        guard let resource = registry.resource(of: name), resource.identity.count == 1,
            let key = resource.identity.first
        else { return nil }
        var texts: [(String?, isName: Bool)] = [(resource.label, true)]
        if resource.concept == .tenant {
            let tenant = registry.profile.tenant
            texts += [(tenant?.base.name, true), (tenant?.slug, false), (tenant?.domain, false)]
        }
        if resource.concept == .user {
            let user = registry.profile.user
            texts += [(user?.base.name, true), (user?.email, false)]
        }
        var fields: [FilterReference.Field] = []
        for (text, isName) in texts {
            guard let text, let path = registry.path(text, of: resource), !fields.contains(where: { $0.path == path })
            else { continue }
            let column = registry.column(at: path, of: resource)
            guard let column, column.mask != .secret, column.type == .text || column.type == .other else { continue }
            let isEmail = column.name.lowercased().contains("email")
            fields.append(
                FilterReference.Field(
                    path, type: column.type, isName: isName && !isEmail && !policy.hides(column)))
        }
        return fields.isEmpty ? nil : FilterReference(key: key, fields: fields)
    }

    /// Every masked column of any table: a JSON document may hold a row of any of them (audit documents do).
    static func documentMasks(_ registry: ResourceRegistry) -> [String: ResourceColumn.Mask] {
        var masks: [String: ResourceColumn.Mask] = [:]
        for resource in registry.resources {
            for column in resource.columns where column.mask != .none {
                guard let path = column.path, path.hops.isEmpty, masks[path.column] != .secret else { continue }
                masks[path.column] = column.mask
            }
        }
        return masks
    }

    /// What may be asked of a path in audit documents, table by table as `AuditDocumentMask` hides them.
    static func documentAccess(_ path: [String], registry: ResourceRegistry, policy: MaskPolicy) -> DocumentAccess {
        func access(_ columns: [String: ResourceColumn.Mask]) -> FilterAccess {
            switch JSONMask(policy, columns: columns).mask(path: path) {
            case .none: .open
            case .personal: .wholeValue
            case .secret: .closed
            }
        }
        let otherwise = access([:])
        guard let key = path.first else { return DocumentAccess(otherwise: otherwise, tables: [:]) }
        var tables: [String: FilterAccess] = [:]
        for resource in registry.resources {
            let own = resource.ownColumn(key).map { access([key: $0.mask]) } ?? otherwise
            let name = resource.relation
            // Without its schema a name may mean several tables: the strictest of them counts.
            for spelling in Set([name.name, name.description, "public.\(name.name)", "main.\(name.name)"]) {
                tables[spelling] = tables[spelling].map { $0.stricter(own) } ?? own
            }
        }
        return DocumentAccess(otherwise: otherwise, tables: tables.filter { $0.value != otherwise })
    }

    /// The tables that a word means: a table by its own name, else every resource that is called so, in any case.
    static func tables(_ word: String, _ registry: ResourceRegistry) -> [String] {
        if let relation = registry.catalog.relation(named: word) { return [relation.name.name] }
        let folded = word.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
        var found: [String] = []
        for resource in registry.resources {
            let words = [resource.name, resource.title, resource.singular, resource.relation.name] + resource.aliases
            guard words.contains(where: { $0.lowercased().replacing(" ", with: "_") == folded }) else { continue }
            if !found.contains(resource.relation.name) { found.append(resource.relation.name) }
        }
        return found
    }

    static func leadsToOneRow(_ hops: ArraySlice<Hop>, _ catalog: Catalog) -> Bool {
        hops.allSatisfy { hop in
            guard let target = catalog[hop.target] else { return false }
            if hop.newest != nil { return true }
            let given = Set(hop.targetColumns)
            return (!target.primaryKey.isEmpty && given.isSuperset(of: target.primaryKey))
                || target.uniqueKeys.contains { !$0.isEmpty && given.isSuperset(of: $0) }
        }
    }
}

extension FilterAccess {
    fileprivate func stricter(_ other: FilterAccess) -> FilterAccess {
        if self == .closed || other == .closed { return .closed }
        return self == .wholeValue || other == .wholeValue ? .wholeValue : .open
    }
}

extension ResourceRegistry {
    /// A profile's column text or a field of the resource, as a path.
    func path(_ text: String?, of resource: Resource) -> ColumnPath? {
        guard let text else { return nil }
        return resource.column(text)?.path ?? ProfilePath.resolve(text, from: resource.relation, in: catalog)
    }

    /// The mask of what a profile's column text leads to, as the table that holds it says.
    func mask(of text: String?, in resource: Resource) -> ResourceColumn.Mask {
        guard let path = path(text, of: resource) else { return .none }
        return column(at: path, of: resource)?.mask ?? .none
    }

    /// The column that a path ends at, as its own table's resource describes it.
    func column(at path: ColumnPath, of resource: Resource) -> ResourceColumn? {
        let end = path.hops.last.map { self.resource(of: $0.target) } ?? resource
        return end?.columns.first { $0.path == ColumnPath(path.column) }
    }
}

extension Resource {
    func adding(_ column: ResourceColumn) -> Resource {
        Resource(
            name: name, aliases: aliases, title: title, singular: singular, relation: relation, concept: concept,
            columns: columns + [column], defaultColumns: defaultColumns, identity: identity, label: label,
            defaultSort: defaultSort, tenantPath: tenantPath)
    }

    /// The columns' own position of a stored column of this relation.
    func ownColumn(_ name: String) -> ResourceColumn? {
        columns.first { $0.path == ColumnPath(name) }
    }
}
