import Synchronization
import TenantDomain

/// What is known of a resource before its columns are worked out.
struct ResourceEntry: Sendable {
    let relation: Relation
    let mapping: ResourceMapping
    let concept: Concept?

    var singular: String { mapping.singular ?? ResourceBuilder.singular(of: mapping.name) }
}

/// The resources of one registry, each made when it is first asked for: a database has hundreds, a session needs a few.
final class ResourceShelf: Sendable {
    let entries: [ResourceEntry]
    private let make: @Sendable (ResourceEntry) -> Resource
    private let made: Mutex<[Resource?]>

    init(_ entries: [ResourceEntry], make: @escaping @Sendable (ResourceEntry) -> Resource) {
        self.entries = entries
        self.make = make
        made = Mutex(Array(repeating: nil, count: entries.count))
    }

    subscript(position: Int) -> Resource {
        made.withLock { made in
            if let resource = made[position] { return resource }
            let resource = make(entries[position])
            made[position] = resource
            return resource
        }
    }
}
