import ConsoleCore
import TenantDomain

/// Which lines history must not keep: those that name a masked field with a value.
enum PromptPrivacy {
    static func namesMasked(_ command: Command, _ context: AppContext) -> Bool {
        let (word, filter): (String, String)
        switch command {
        case .list(let request): (word, filter) = (request.resource, request.filter)
        case .audit(let request):
            (word, filter) = (context.registry.resource(for: .audit)?.name ?? "", request.filter)
        case .find, .user: return true
        default: return false
        }
        guard let resource = context.registry.resource(named: word), let expression = try? FilterSyntax.parse(filter)
        else { return false }
        return expression.terms.contains { term in
            guard case .field(let field, _, _) = term.content, let name = field.parts.first,
                let column = resource.column(name)
            else { return false }
            return context.session.masks.hides(column)
        }
    }
}
