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
        if let kind = Self.kind(of: column), kind != .name, kind != .payload { return .personal(kind) }
        return .none
    }

    /// Names that hold something which grants access to whoever reads it.
    private static func looksSecret(_ column: Column) -> Bool {
        guard
            column.type == .text || column.type == .other || column.type == .json || column.type == .bytes
                || column.type == .uuid
        else { return false }
        return looksSecret(column.name.lowercased())
    }

    private static let secretNames: Set<String> = [
        "token", "password", "secret", "credentials", "api_key", "apikey", "private_key", "client_secret",
        "access_token", "refresh_token", "auth_token", "draft_token", "encrypted_password", "password_hash",
        "token_hash", "session_token", "signing_secret", "webhook_secret", "recovery_token", "confirmation_token",
        "totp_secret", "key_hash", "secret_hash",
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
        if secretNames.contains(name) { return true }
        return name.hasSuffix("_secret") || name.hasSuffix("_password") || name.hasSuffix("_private_key")
            || name.hasSuffix("_access_token") || name.hasSuffix("_api_key")
    }

    private static func kind(of column: Column) -> PersonalKind? {
        let name = column.name.lowercased()
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
