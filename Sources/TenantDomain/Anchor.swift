enum TenantDomainAnchor {}
