/// Columns by the names that databases give them, best first.
enum ColumnNames {
    static let name = [
        "name", "title", "display_name", "displayName", "DisplayName", "Name", "company_name", "companyName",
        "organization_name", "legal_name", "full_name", "fullName", "label",
    ]
    static let person = [
        "name", "full_name", "fullName", "display_name", "displayName", "Name", "username", "userName", "Username",
        "login",
        "handle", "nickname", "first_name", "firstName", "FirstName",
    ]
    static let email = ["email", "Email", "email_address", "emailAddress", "mail", "primary_email", "user_email"]
    static let phone = ["phone", "phone_number", "phoneNumber", "mobile", "telephone"]
    static let slug = [
        "slug", "subdomain", "handle", "short_name", "shortName", "url_slug", "identifier", "path", "key", "code",
    ]
    static let domain = ["domain", "custom_domain", "customDomain", "primary_domain", "domain_name", "domain_url"]
    static let status = ["status", "state", "account_status", "lifecycle_state", "Status", "State"]
    static let created = [
        "created_at", "createdAt", "inserted_at", "created", "created_on", "date_created", "date_joined", "createdOn",
        "create_date", "createat", "createdat", "creation_date", "dateCreated", "joined_at", "joinedAt", "date_added",
        "CreatedAt", "CreateAt", "creationDate", "added_at",
    ]
    static let deleted = [
        "deleted_at", "deletedAt", "archived_at", "archivedAt", "removed_at", "deleted_on", "DeletedAt", "discarded_at",
    ]
    static let kind = ["kind", "type", "account_type", "org_type", "organization_type"]
    static let settings = ["settings", "config", "preferences", "options", "metadata"]
    static let lastSeen = [
        "last_sign_in_at", "last_login_at", "last_login", "lastLogin", "lastLoginAt", "last_seen_at", "last_active_at",
        "lastSignedIn",
        "last_activity_at", "current_sign_in_at", "lastActivityAt", "LastLogin", "last_seen",
    ]
    static let invitedBy = [
        "invited_by", "invitedBy", "inviter_id", "inviterId", "invited_by_id", "invitedById", "added_by",
    ]
    static let plan = [
        "plan", "plan_id", "planId", "tier", "plan_type", "planType", "subscription_plan", "plan_name", "plan_code",
        "plan_key",
        "billing_plan", "tier_id", "subscription_tier", "subscription_level", "package", "package_id",
        "pricing_plan_id",
        "subscription_plan_id",
        "edition", "Plan", "PlanId", "product_id", "price_id", "subscription_status",
    ]
    /// As billing providers' libraries call what is paid for.
    static let providerPrice = ["stripe_price", "stripePriceId", "stripe_price_id", "stripe_plan", "paddle_plan"]
    static let providerStatus = ["stripe_status", "stripeStatus", "paddle_status"]
    static let trialEnds = [
        "trial_ends_at", "trialEndsAt", "trial_end", "trial_ends", "trialEnd", "on_trial_until", "trial_end_date",
    ]
    static let periodStart = [
        "current_period_start", "currentPeriodStart", "period_start", "starts_at", "start_date", "startsAt",
        "started_at",
    ]
    static let periodEnd = [
        "current_period_end", "currentPeriodEnd", "period_end", "ends_at", "end_date", "renews_at", "expires_at",
        "expiresAt", "endsAt",
    ]
    static let price = [
        "price_cents", "priceCents", "price", "amount", "monthly_price", "price_monthly", "amount_cents",
    ]
    static let rank = [
        "rank", "position", "sort_order", "sortOrder", "level", "priority", "weight", "display_order", "sequence",
        "ordinal",
    ]
    static let expires = ["expires_at", "expiresAt", "expires", "expiry", "expires_on", "valid_until"]

    static func first(_ names: [String], in relation: Relation, where fits: (Column) -> Bool = { _ in true }) -> String?
    {
        names.lazy.compactMap { relation.column($0) }.first(where: fits)?.name
    }

    static func isText(_ column: Column) -> Bool {
        column.type == .text || column.type == .other || column.type == .enumeration
    }
}
