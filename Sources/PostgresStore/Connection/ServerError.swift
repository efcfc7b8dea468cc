import CLibPQ
import TenantStore

/// An error as the server reported it. Details and hints stay out: they hold values of rows.
struct ServerError {
    let state: String
    let message: String
    let relation: String?
    /// Whether it came from within a function.
    let hasContext: Bool

    init(_ result: OpaquePointer, library: LibPQ) {
        func field(_ code: Character) -> String? {
            LibPQ.text(library.functions.PQresultErrorField(result, CInt(code.asciiValue ?? 0)))
        }
        state = field("C") ?? ""
        message = field("M") ?? "no words"
        relation = field("t")
        hasContext = field("W") != nil
    }

    /// Whether the connection ends with this error.
    var endsConnection: Bool {
        state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(state)
    }

    /// - Parameters:
    ///   - timeout: seconds that the statement was given.
    ///   - elapsed: seconds that it took.
    func storeError(
        sql: String, location: String, isCancelled: Bool, timeout: Double, elapsed: Double
    ) -> StoreError {
        if endsConnection { return .connectionLost(reason: message) }
        switch state {
        case "28P01", "28000": return .authenticationFailed(location: location, reason: message)
        case "3D000": return .cannotConnect(location: location, cause: .noDatabase, reason: message)
        case "53300": return .cannotConnect(location: location, cause: .tooManyConnections, reason: message)
        case "57014":
            if isCancelled { return .cancelled }
            if timeout > 0, elapsed >= timeout * 0.9 { return .timedOut(seconds: timeout) }
        case "55P03": return .busy(location: location)
        case "42P01": return .missingRelation(relation ?? quoted ?? message)
        case "42501":
            // No SQLSTATE of its own: the seal's `row_security = off` makes it an error instead of absent rows.
            if message.contains("row-level security") || message.contains("row_security") {
                return .rowSecurityApplies(relation: relation ?? quoted)
            }
            return .permissionDenied(relation: relation ?? lastWord)
        case "54011": return .tooManyColumns(0)
        default: break
        }
        return .engine(code: state, message: safeMessage, sql: sql)
    }

    /// Class 22 quotes the value that was bound.
    private var safeMessage: String {
        guard state.hasPrefix("22") else { return message }
        return message.split(separator: ": \"", maxSplits: 1).first.map(String.init) ?? message
    }

    private var quoted: String? {
        let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count >= 3 ? String(parts[1]) : nil
    }

    private var lastWord: String? { message.split(separator: " ").last.map(String.init) }
}
