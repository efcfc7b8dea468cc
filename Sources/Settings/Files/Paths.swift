/// Where config, state, data and caches of this user are: the XDG folders, their defaults on every system.
package struct Paths: Sendable, Equatable {
    package static let application = "tenantctl"

    package let home: String
    /// `$XDG_CONFIG_HOME/tenantctl`, else `~/.config/tenantctl`.
    package let config: String
    /// `$XDG_STATE_HOME/tenantctl`, else `~/.local/state/tenantctl`.
    package let state: String
    /// `$XDG_DATA_HOME/tenantctl`, else `~/.local/share/tenantctl`.
    package let data: String
    /// `$XDG_CACHE_HOME/tenantctl`, else `~/.cache/tenantctl`.
    package let cache: String

    /// - Parameter variables: the process's environment; relative XDG values are ignored, as the XDG specification
    ///   asks. Without HOME the folders are under `fallbackHome`.
    package init(variables: [String: String], fallbackHome: String = "/tmp") {
        let named = variables["HOME"] ?? ""
        let home = Self.isAbsolute(named) ? Self.trimmed(named) : fallbackHome
        self.home = home
        func folder(_ variable: String, _ fallback: String) -> String {
            let value = variables[variable] ?? ""
            let base = Self.isAbsolute(value) ? Self.trimmed(value) : "\(home)/\(fallback)"
            return "\(base)/\(Self.application)"
        }
        config = folder("XDG_CONFIG_HOME", ".config")
        state = folder("XDG_STATE_HOME", ".local/state")
        data = folder("XDG_DATA_HOME", ".local/share")
        cache = folder("XDG_CACHE_HOME", ".cache")
    }

    package var configFile: String { "\(config)/config.toml" }
    /// The user's own profiles, `NAME.toml`.
    package var profiles: String { "\(config)/profiles" }
    package var demoDatabase: String { "\(data)/demo.db" }
    package var trustedFiles: String { "\(state)/trusted" }
    package var logFile: String { "\(state)/tenantctl.log" }

    /// A path as a person writes it: `~` is home, anything relative stands under `base`; `.` and `..` are folded.
    package func expanded(_ path: String, relativeTo base: String) -> String {
        if path == "~" { return home }
        if path.hasPrefix("~/") { return Self.normalized(home + path.dropFirst()) }
        return Self.normalized(path.hasPrefix("/") ? path : "\(base)/\(path)")
    }

    /// With the home folder as `~`, for display.
    package func abbreviated(_ path: String) -> String {
        guard home != "/", path.hasPrefix(home + "/") else { return path == home ? "~" : path }
        return "~" + path.dropFirst(home.count)
    }

    private static func isAbsolute(_ path: String) -> Bool { path.hasPrefix("/") }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            if part == "." { continue }
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
