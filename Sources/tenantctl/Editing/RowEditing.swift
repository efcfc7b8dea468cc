import ConsoleCore
import Foundation
import Settings
import TenantDomain

/// `edit` on the command line: the row as text, offered again until it can be planned or nobody wants to go on.
struct RowEditing {
    let session: ConsoleSession
    let launch: Launch

    func plan(_ resource: String, _ id: [String]) async throws(ConsoleError) -> ChangePlan {
        let draft = try await EditService(session: session).draft(resource, id)
        let editor = TextEditor(variables: launch.variables, paths: launch.paths)
        var text = draft.text
        while true {
            text = try await editor.edit(text, name: "\(draft.resource).toml")
            do {
                return try await plan(draft, text)
            } catch {
                guard error != .cancelled, Self.isMended(by: error), wantsAgain(error) else { throw error }
            }
        }
    }

    private func plan(_ draft: EditDraft, _ text: String) async throws(ConsoleError) -> ChangePlan {
        let values = try draft.values(of: try EditedText.fields(text))
        let plan = try await ChangeService(session: session).plan(draft.change(values, instant: session.now()))
        if let conflict = draft.conflict(with: plan) { throw conflict }
        return plan
    }

    /// Whether another text could help.
    private static func isMended(by error: ConsoleError) -> Bool {
        switch error {
        case .change(.changedSince), .change(.rowGone), .change(.nothingToDo): false
        case .edit, .change, .noSuch: true
        default: false
        }
    }

    private func wantsAgain(_ error: ConsoleError) -> Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return false }
        _ = Complaints.say(error)
        FileHandle.standardError.write(Data("Edit it again? enter does, n drops it: ".utf8))
        let answer = readLine()?.lowercased() ?? "n"
        return answer.isEmpty || answer.hasPrefix("y")
    }
}

/// What an editor left, as fields.
enum EditedText {
    static func fields(_ text: String) throws(ConsoleError) -> [EditedField] {
        do {
            return try EditedFields.read(text)
        } catch {
            throw .edit([error])
        }
    }
}
