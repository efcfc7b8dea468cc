import TenantDomain

/// Holds a parsed config file to the schema; every fault is reported, in the order of the file.
package enum ConfigValidator {
    package static func errors(in document: TOMLDocument) -> [SettingsError] {
        var validator = Run(document: document)
        validator.run()
        return validator.errors.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
    }

    private struct Run {
        let document: TOMLDocument
        var errors: [SettingsError] = []

        mutating func run() {
            for name in document.root.table?.keys.sorted() ?? [] {
                let path = TOMLPath(keys: [name])
                switch name {
                case "keys": table(path) { run, entry in run.check(entry, "keys.*") }
                case "environments": environments(path)
                case "queries": queries(path)
                default:
                    if ConfigSchema.key(name)?.isScalar == true {
                        check(path, name)
                    } else {
                        unknown(path, name, among: ConfigSchema.topNames)
                    }
                }
            }
            checkDefaultEnvironment()
        }

        private mutating func unknown(_ path: TOMLPath, _ name: String, among names: [String]) {
            errors.append(document.error(.unknownKey, at: path, nearest: NearestWord.find(name, among: names)))
        }

        private mutating func table(_ path: TOMLPath, _ body: (inout Run, TOMLPath) -> Void) {
            guard let table = document[path]?.table else {
                errors.append(
                    document.error(
                        .wrongType(expected: "a table", found: document[path]?.typeName ?? "nothing"), at: path))
                return
            }
            for key in table.keys.sorted() { body(&self, path.appending(key)) }
        }

        private mutating func environments(_ path: TOMLPath) {
            let names = ConfigSchema.names(below: "environments.*")
            table(path) { run, environment in
                if case .key(let name)? = environment.steps.last, !EnvironmentName.isValid(name) {
                    run.errors.append(
                        run.document.error(.invalid(value: name, rule: EnvironmentName.rule), at: environment))
                }
                run.table(environment) { run, entry in
                    guard case .key(let name)? = entry.steps.last else { return }
                    if names.contains(name) {
                        run.check(entry, "environments.*.\(name)")
                    } else {
                        run.unknown(entry, name, among: names)
                    }
                }
            }
        }

        private mutating func queries(_ path: TOMLPath) {
            guard let list = document[path]?.array else {
                errors.append(
                    document.error(
                        .wrongType(
                            expected: "a list of tables, [[queries]]", found: document[path]?.typeName ?? "nothing"),
                        at: path))
                return
            }
            let names = ConfigSchema.names(below: "queries[]")
            var seen: Set<String> = []
            for index in list.indices {
                let query = path.appending(index: index)
                table(query) { run, entry in
                    guard case .key(let name)? = entry.steps.last else { return }
                    if names.contains(name) {
                        run.check(entry, "queries[].\(name)")
                    } else {
                        run.unknown(entry, name, among: names)
                    }
                }
                for required in ["name", "resource"] where document[query.appending(required)] == nil {
                    errors.append(document.error(.missingKey, at: query.appending(required)))
                }
                if let name = document[query.appending("name")]?.string, !seen.insert(name).inserted {
                    errors.append(document.error(.duplicate(value: name), at: query.appending("name")))
                }
            }
        }

        private mutating func check(_ path: TOMLPath, _ pattern: String) {
            guard let key = ConfigSchema.key(pattern), let node = document[path] else { return }
            if let fault = ConfigValueCheck.fault(of: node, for: key.type) {
                errors.append(document.error(fault.problem, at: path, nearest: fault.nearest))
            }
        }

        private mutating func checkDefaultEnvironment() {
            let path = TOMLPath(keys: ["default_environment"])
            guard let name = document[path]?.string, !name.isEmpty else { return }
            let environments = TOMLPath(keys: ["environments"])
            guard document[environments.appending(name)] == nil else { return }
            let known = document.keys(of: environments)
            errors.append(
                document.error(
                    .unknownEnvironment(name: name, known: known), at: path,
                    nearest: NearestWord.find(name, among: known)))
        }
    }
}

/// What an environment may be called: it stands in window titles, commands and file names.
package enum EnvironmentName {
    package static let rule = "a name is 1 to 40 letters, digits, - and _, and not `unlisted`"

    package static func isValid(_ name: String) -> Bool {
        TOMLPath.isBare(name) && name.utf8.count <= 40 && name != "unlisted"
    }
}
