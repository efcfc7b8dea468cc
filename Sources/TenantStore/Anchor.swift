enum TenantStoreAnchor {}
