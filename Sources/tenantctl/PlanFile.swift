import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// Saved plans as files of their planner: 0600, and whoever owns one counts as its planner, whatever it says inside.
enum PlanFile {
    static func save(
        _ plan: ChangePlan, reason: String?, to file: String, session: ConsoleSession
    ) throws(ConsoleError) {
        let bytes = try SavedPlans(session: session).encode(plan, reason: reason)
        do {
            try OwnedFile.replace(path(file), with: bytes)
        } catch {
            throw .file(path: file, reason: error.reason)
        }
        Streams.error("tenantctl: saved the plan to \(SafeText.visible(file)); it can be applied for 24 hours")
    }

    static func read(_ file: String) throws(ConsoleError) -> SavedPlanFile {
        do {
            let facts = try OwnedFile.facts(path(file))
            if facts.mode & 0o022 != 0 {
                throw ConsoleError.refused(
                    reason: "\(file) is nobody's plan: others can write it.", hint: "Plan it again with --save FILE.")
            }
            return SavedPlanFile(
                bytes: try OwnedFile.read(path(file)), owner: OperatorIdentity.account(of: facts.owner))
        } catch let error as ConsoleError {
            throw error
        } catch {
            throw .file(path: file, reason: (error as? OwnedFile.Failure)?.reason ?? "it cannot be read")
        }
    }

    private static func path(_ file: String) -> String {
        file.hasPrefix("/") ? file : "\(FileManager.default.currentDirectoryPath)/\(file)"
    }
}
