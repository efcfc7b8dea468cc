import ConsoleCore
import TenantDomain

/// What may be typed next on the `:` line: commands and resources first, then options, filter fields and values.
enum PromptCompletion {
    /// - Returns: the candidates, and what the database may be asked for more of them.
    static func list(
        line: String, cursor: Int, _ context: AppContext
    ) -> (list: CompletionList, question: ValueSuggestions.Question?) {
        let before = Array(line.utf8.prefix(cursor))
        let start = (before.lastIndex(of: 0x20) ?? -1) + 1
        let typed = String(decoding: before[start...], as: UTF8.self)
        let words = LineWords.split(String(decoding: before[..<start], as: UTF8.self))
        guard let first = words.first else {
            return (CompletionList(candidates: firstWords(typed, context), range: start..<cursor), nil)
        }
        if let resource = filtered(by: words, context) {
            return filterList(line: line, cursor: cursor, words: words, resource: resource, context)
        }
        return (CompletionList(candidates: arguments(of: first, typed, context), range: start..<cursor), nil)
    }

    private static func firstWords(_ typed: String, _ context: AppContext) -> [CompletionList.Candidate] {
        let commands = CommandTable.entries.flatMap { entry in
            ([entry.name] + entry.aliases).filter { $0.hasPrefix(typed) }.prefix(typed.isEmpty ? 1 : 2).map {
                CompletionList.Candidate(text: $0, kind: "command", help: entry.help)
            }
        }
        let resources = context.registry.resources.flatMap { resource in
            ([resource.name] + resource.aliases).filter { $0.hasPrefix(typed) }.prefix(1).map {
                CompletionList.Candidate(text: $0, kind: "resource", help: resource.title)
            }
        }
        return typed.isEmpty ? resources + commands : commands + resources
    }

    /// The resource whose filter is being typed: `members …`, `list members …`, `audit …`.
    private static func filtered(by words: [String], _ context: AppContext) -> Resource? {
        switch words[0] {
        case "list", "ls": words.count > 1 ? context.registry.resource(named: words[1]) : nil
        case "audit": context.registry.resource(for: .audit)
        default: Grammar.commandWords.contains(words[0]) ? nil : context.registry.resource(named: words[0])
        }
    }

    private static func filterList(
        line: String, cursor: Int, words: [String], resource: Resource, _ context: AppContext
    ) -> (list: CompletionList, question: ValueSuggestions.Question?) {
        let skipped = words[0] == "list" || words[0] == "ls" ? 2 : 1
        var offset = 0
        let bytes = Array(line.utf8)
        for _ in 0..<skipped {
            while offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
            while offset < bytes.count, bytes[offset] != 0x20 { offset += 1 }
        }
        let text = String(decoding: bytes[offset...], as: UTF8.self)
        let isAudit = words[0] == "audit"
        let completion = FilterCompletion.at(
            cursor - offset, in: text, resource: context.session.filterable(resource),
            context: isAudit ? context.session.auditFilterContext : context.session.filterContext())
        let list = CompletionList(
            candidates: completion.candidates.map {
                CompletionList.Candidate(text: $0.text, kind: FilterLanguage.word($0.kind), help: $0.help)
            }, range: completion.range.lowerBound + offset..<completion.range.upperBound + offset)
        let question = completion.valueSource.map {
            ValueSuggestions.Question(resource: resource.name, field: $0.column.name, start: $0.start)
        }
        return (list, question)
    }

    private static func arguments(
        of command: String, _ typed: String, _ context: AppContext
    ) -> [CompletionList.Candidate] {
        guard let entry = CommandTable.entry(named: command) else { return [] }
        if typed.hasPrefix("-") {
            return entry.options.filter { $0.name.hasPrefix(typed) }.map {
                CompletionList.Candidate(text: $0.name, kind: "option", help: $0.help)
            }
        }
        let candidates: [CompletionList.Candidate] =
            switch entry.argument {
            case .resource:
                context.registry.resources.map {
                    CompletionList.Candidate(text: $0.name, kind: "resource", help: $0.title)
                }
            case .tenant:
                context.remembered.recentTenants.map {
                    CompletionList.Candidate(text: $0.name, kind: "tenant", help: "looked at lately")
                }
            case .words(let words):
                words.map { CompletionList.Candidate(text: $0, kind: "value", help: "") }
            case .environment:
                context.environments.map { CompletionList.Candidate(text: $0, kind: "environment", help: "") }
            case .none: entry.subcommands.map { CompletionList.Candidate(text: $0, kind: "command", help: "") }
            }
        return candidates.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) }
    }
}
