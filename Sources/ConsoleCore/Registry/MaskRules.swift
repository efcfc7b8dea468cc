import TenantDomain

/// Which columns are masked: what the profile declares, and what a column's name gives away.
struct MaskRules {
    private let secrets: Set<String>
    private let personal: Set<String>
    private let unmasked: Set<String>

    init(profile: Profile) {
        secrets = Set(profile.secrets)
        personal = Set(profile.personal)
        unmasked = Set(profile.unmask)
    }

    func mask(of column: Column, in relation: Relation) -> ResourceColumn.Mask {
        let names = ["\(relation.name).\(column.name)", "*.\(column.name)"]
        if names.contains(where: secrets.contains) { return .secret }
        if names.contains(where: unmasked.contains) { return .none }
        if Self.looksSecret(column) { return .secret }
        if names.contains(where: personal.contains) { return .personal(Self.kind(of: column) ?? .payload) }
        // Sign-in libraries keep the address there once more.
        if column.name == "uid", relation.column("provider") != nil { return .personal(.email) }
        if let kind = Self.kind(of: column), kind != .name, kind != .payload { return .personal(kind) }
        return .none
    }

    /// Names that hold something which grants access to whoever reads it.
    private static func looksSecret(_ column: Column) -> Bool {
        guard
            column.type == .text || column.type == .other || column.type == .json || column.type == .bytes
                || column.type == .uuid
        else { return false }
        return looksSecret(snakeCase(column.name))
    }

    private static let secretNames: Set<String> = [
        "token", "password", "secret", "credentials", "api_key", "apikey", "private_key", "client_secret",
        "access_token", "refresh_token", "auth_token", "draft_token", "encrypted_password", "password_hash",
        "token_hash", "session_token", "signing_secret", "webhook_secret", "recovery_token", "confirmation_token",
        "totp_secret", "key_hash", "secret_hash", "salt",
    ]

    /// What the name of a key inside a JSON document gives away; `apiKey` and `api-key` count as `api_key`.
    static func mask(named key: String) -> ResourceColumn.Mask {
        let name = snakeCase(key)
        if looksSecret(name) { return .secret }
        if isAddress(name) { return .personal(.network) }
        guard let kind = kind(named: name), kind != .name, kind != .payload else { return .none }
        return .personal(kind)
    }

    private static func snakeCase(_ key: String) -> String {
        var output: [UInt8] = []
        var last: UInt8 = 0x5F
        for byte in key.utf8 {
            let isUpper = byte >= 0x41 && byte <= 0x5A
            if isUpper, last != 0x5F, !(last >= 0x41 && last <= 0x5A) { output.append(0x5F) }
            output.append(isUpper ? byte | 0x20 : byte == 0x2D || byte == 0x20 ? 0x5F : byte)
            last = byte == 0x2D || byte == 0x20 ? 0x5F : byte
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func looksSecret(_ name: String) -> Bool {
        if secretNames.contains(name) || secretEndings.contains(where: name.hasSuffix) { return true }
        // `password_digest`, `hashed_password`, `passwort_hash`; not `password_changed_at`.
        return saysPassword(name) && !aboutSecrets.contains(where: name.hasSuffix)
    }

    /// Byte by byte: every field of every entry that is shown is asked.
    private static func saysPassword(_ name: String) -> Bool {
        let word: StaticString = "passw"
        var name = name
        return name.withUTF8 { bytes in
            guard bytes.count >= word.utf8CodeUnitCount else { return false }
            return (0...(bytes.count - word.utf8CodeUnitCount)).contains { start in
                (0..<word.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
            }
        }
    }

    private static let secretEndings = [
        "_token", "secret", "_private_key", "_api_key", "token_digest", "token_hash", "key_digest", "hashed_key",
        "recovery_codes", "backup_codes", "_salt",
    ]
    /// Endings of what is told of a secret without giving it away.
    private static let aboutSecrets = [
        "_at", "_on", "_date", "_count", "_required", "_expires", "_set", "_attempts", "_policy", "_strength", "_age",
    ]

    private static func kind(of column: Column) -> PersonalKind? {
        let name = snakeCase(column.name)
        if column.type == .network || isAddress(name) { return .network }
        guard column.type == .text || column.type == .other || column.type == .json else { return nil }
        return kind(named: name)
    }

    private static func isAddress(_ name: String) -> Bool {
        name == "ip" || name.hasSuffix("ip_address") || name.hasSuffix("_ip")
    }

    private static func kind(named name: String) -> PersonalKind? {
        if name == "email" || name.hasSuffix("_email") || name.hasPrefix("email_address") { return .email }
        if name == "phone" || name.hasSuffix("_phone") || name.hasPrefix("phone_number") { return .phone }
        if name == "user_agent" || name == "ua" || name.hasSuffix("_user_agent") { return .userAgent }
        if name == "address" || name.hasSuffix("_address") || name == "street" { return .address }
        if name == "payload" { return .payload }
        if name == "name" || name == "full_name" || name == "display_name" || name == "first_name"
            || name == "last_name"
        {
            return .name
        }
        return nil
    }
}
