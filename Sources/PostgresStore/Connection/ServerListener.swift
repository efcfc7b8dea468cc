import CLibPQ
import TenantDomain
import TenantStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A connection of its own that hears the server's NOTIFY for tables whose triggers send one.
///
/// It comes about only where everything says that notices arrive: the server's process is the one that answered the
/// login (a pooler answers with a number of its own, and would keep the LISTEN for its next client), every table has a
/// trigger that notifies of each insert, and a NOTIFY that another connection sent came back.
actor ServerListener: ChangeListening {
    /// Seconds that the test has to come back.
    private static let patience = 2.0

    private let executor = ConnectionExecutor()
    private let library: LibPQ
    private var link: Link?
    private var count: Int64 = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(library: LibPQ) { self.library = library }

    /// - Parameter send: runs a statement on another connection.
    static func open(
        door: Door, library: LibPQ, notices: NoticeLog, relations: [RelationName],
        send: @Sendable (Statement) async throws(StoreError) -> Void
    ) async -> ServerListener? {
        guard !relations.isEmpty, let key = try? await door.key() else { return nil }
        let listener = ServerListener(library: library)
        do throws(StoreError) {
            guard try await listener.start(door.settings, key, notices, relations) else { return nil }
            let test = "tenantctl_\(UInt64.random(in: .min ... .max))"
            try await listener.listen(to: [test])
            try await send(Statement(sql: "SELECT pg_notify($1, '')", bindings: [.text(test)], columnCount: 1))
            guard try await listener.hears(test) else { return nil }
            return listener
        } catch {
            return nil
        }
    }

    func heard() async throws(StoreError) -> Int64 {
        guard let link else { throw .connectionLost(reason: "the connection that listens ended") }
        do throws(StoreError) {
            count += Int64(try notices(link).count)
            return count
        } catch {
            self.link = nil
            throw error
        }
    }

    // MARK: Starting

    /// Connects and listens for the tables; false where the connection or a table does not allow it.
    private func start(
        _ settings: ServerSettings, _ key: Door.Key, _ notices: NoticeLog, _ relations: [RelationName]
    ) throws(StoreError) -> Bool {
        let link = try Link(settings: settings, key: key, library: library, notices: notices)
        var statements = [Statement(sql: "SELECT pg_backend_pid()", columnCount: 1)]
        for relation in relations { statements.append(try Self.triggers(of: relation)) }
        var blocks = statements.map { RowBlock(columnCount: $0.columnCount) }
        let decoders = statements.map { ResultDecoder(library: library, shape: $0) }
        try link.exchange(statements, limits: Link.Limits(statement: 5), call: Call(library: library)) {
            place, result in
            if blocks.indices.contains(place) { decoders[place].append(result, to: &blocks[place]) }
            return true
        }
        let answering = blocks[0].rowCount == 1 ? blocks[0].text(row: 0, column: 0) : nil
        guard answering == String(library.functions.PQbackendPID(link.connection)) else { return false }
        var channels: Set<String> = []
        for (relation, block) in zip(relations, blocks.dropFirst()) {
            guard let channel = Self.channel(of: relation, triggers: block) else { return false }
            channels.insert(channel)
        }
        self.link = link
        try listen(to: channels.sorted())
        return true
    }

    /// Where the first of the table's triggers that notifies sends its word.
    static func channel(of relation: RelationName, triggers block: RowBlock) -> String? {
        (0..<block.rowCount).lazy.compactMap { row in
            NotifyChannel.name(in: block.text(row: row, column: 0) ?? "", table: relation.name)
        }.first
    }

    /// The functions of enabled triggers that every insert sets off.
    static func triggers(of relation: RelationName) throws(StoreError) -> Statement {
        let name: String
        do { name = try SQLWriter.quote(relation) } catch {
            throw .engine(code: "22023", message: "a name that cannot be quoted", sql: "")
        }
        return Statement(
            sql: "SELECT p.prosrc FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_proc p ON p.oid = g.tgfoid "
                + "WHERE g.tgrelid = to_regclass($1) AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') "
                + "AND g.tgqual IS NULL AND g.tgtype & 4 <> 0 AND p.prosrc ILIKE '%notify%'",
            bindings: [.text(name)], columnCount: 1)
    }

    private func listen(to channels: [String]) throws(StoreError) {
        guard let link else { return }
        let statements = channels.map {
            Statement(sql: "LISTEN \"\($0.replacing("\"", with: "\"\""))\"", columnCount: 0)
        }
        try link.exchange(statements, limits: Link.Limits(statement: 5), call: Call(library: library)) { _, _ in true }
    }

    // MARK: Hearing

    private func hears(_ channel: String) throws(StoreError) -> Bool {
        guard let link else { return false }
        let end = Link.clock() + Self.patience
        while Link.clock() < end {
            let heard = try notices(link)
            count += Int64(heard.count)
            if heard.contains(channel) { return true }
            var descriptor = pollfd(fd: library.functions.PQsocket(link.connection), events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, 100)
        }
        return false
    }

    /// The channels of what has arrived; does not wait.
    private func notices(_ link: Link) throws(StoreError) -> [String] {
        guard library.functions.PQconsumeInput(link.connection) == 1,
            library.functions.PQstatus(link.connection) == CONNECTION_OK
        else { throw link.lost() }
        var channels: [String] = []
        while let notice = library.functions.PQnotifies(link.connection) {
            channels.append(String(cString: notice.pointee.relname))
            library.functions.PQfreemem(notice)
        }
        return channels
    }
}

/// The channel that a trigger's function notifies.
enum NotifyChannel {
    /// Nil where the text does not plainly say it: under a condition, or by a name that is put together.
    static func name(in source: String, table: String) -> String? {
        let words = source.split { !$0.isLetter && $0 != "_" && $0 != "'" && !$0.isNumber }.map { $0.lowercased() }
        guard !words.contains(where: ["if", "case", "when", "elsif"].contains) else { return nil }
        guard let call = source.firstRange(of: "pg_notify") ?? source.firstRange(of: "PG_NOTIFY") else { return nil }
        var rest = source[call.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "(" else { return nil }
        rest = rest.dropFirst().drop { $0.isWhitespace }
        if rest.first == "'" {
            let text = rest.dropFirst()
            guard let end = text.firstIndex(of: "'") else { return nil }
            let after = text[text.index(after: end)...].drop { $0.isWhitespace }
            return after.first == "," ? String(text[..<end]) : nil
        }
        let name = rest.prefix { $0 != "," && !$0.isWhitespace }
        let after = rest.dropFirst(name.count).drop { $0.isWhitespace }
        return name.lowercased() == "tg_table_name" && after.first == "," ? table : nil
    }
}
