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
        let name = column.name.lowercased()
        let exact: Set<String> = [
            "token", "password", "secret", "credentials", "api_key", "apikey", "private_key", "client_secret",
            "access_token", "refresh_token", "auth_token", "draft_token", "encrypted_password", "password_hash",
            "token_hash", "session_token", "signing_secret", "webhook_secret", "recovery_token", "confirmation_token",
            "totp_secret", "key_hash", "secret_hash",
        ]
        if exact.contains(name) { return true }
        return name.hasSuffix("_secret") || name.hasSuffix("_password") || name.hasSuffix("_private_key")
            || name.hasSuffix("_access_token") || name.hasSuffix("_api_key")
    }

    private static func kind(of column: Column) -> PersonalKind? {
        let name = column.name.lowercased()
        if column.type == .network || name == "ip" || name.hasSuffix("ip_address") || name.hasSuffix("_ip") {
            return .network
        }
        guard column.type == .text || column.type == .other || column.type == .json else { return nil }
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
