// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The walls of ARCHITECTURE.md: a target may import what stands in its list and nothing else;
/// `make check` holds every import to it.
let package = Package(
    name: "tenantctl",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "tenantctl", targets: ["tenantctl"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
        .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(name: "TerminalCore", swiftSettings: strict),
        .target(name: "TerminalDevice", dependencies: ["TerminalCore"], swiftSettings: strict),
        .target(name: "TenantDomain", swiftSettings: strict),
        .target(name: "TenantStore", dependencies: ["TenantDomain"], swiftSettings: strict),
        .target(name: "ReferenceSchema", dependencies: ["TenantDomain"], swiftSettings: strict),
        .target(
            name: "SQLiteStore",
            dependencies: [
                "TenantDomain", "TenantStore", "ReferenceSchema",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(name: "CLibPQ"),
        .target(name: "CProcessMemory"),
        .target(
            name: "PostgresStore", dependencies: ["TenantDomain", "TenantStore", "ReferenceSchema", "CLibPQ"],
            swiftSettings: strict),
        .target(
            name: "Settings",
            dependencies: [
                "TenantDomain",
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [
                .embedInCode("Profiles/reference.toml"), .embedInCode("Profiles/widget-platform.toml"),
                .embedInCode("Profiles/project-studio.toml"), .embedInCode("Profiles/agency-crm.toml"),
                .embedInCode("Profiles/growth-platform.toml"),
            ],
            swiftSettings: strict),
        .target(
            name: "ConsoleCore",
            dependencies: [
                "TenantDomain", "TenantStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "ConsoleTUI",
            dependencies: ["ConsoleCore", "TenantDomain", "TerminalCore"],
            swiftSettings: strict),
        .target(
            name: "ConsoleCLI",
            dependencies: [
                "ConsoleCore", "TenantDomain", "TerminalCore",
                .product(name: "Rainbow", package: "Rainbow"),
                .product(name: "TextTable", package: "TextTable"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tenantctl",
            dependencies: [
                "TerminalCore", "TerminalDevice", "TenantDomain", "TenantStore", "ReferenceSchema", "SQLiteStore",
                "PostgresStore", "Settings", "ConsoleCore", "ConsoleTUI", "ConsoleCLI", "CProcessMemory",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "screenshot", dependencies: ["TerminalCore", "TerminalDevice"], swiftSettings: strict),
        .executableTarget(
            name: "tenantctl-bench",
            dependencies: [
                "ConsoleCore", "PostgresStore", "SQLiteStore", "Settings", "TenantStore", "TenantDomain", "CLibPQ",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Benchmarks/PtyBench", swiftSettings: strict),
        .testTarget(name: "TerminalCoreTests", dependencies: ["TerminalCore"], swiftSettings: strict),
        .testTarget(
            name: "TerminalDeviceTests", dependencies: ["TerminalDevice", "TerminalCore"], swiftSettings: strict),
        .testTarget(name: "TenantDomainTests", dependencies: ["TenantDomain"], swiftSettings: strict),
        .testTarget(
            name: "TenantStoreTests", dependencies: ["TenantStore", "TenantDomain"], swiftSettings: strict),
        .testTarget(
            name: "ReferenceSchemaTests", dependencies: ["ReferenceSchema", "TenantDomain"],
            swiftSettings: strict),
        .target(
            name: "StoreContract", dependencies: ["TenantStore", "TenantDomain"], path: "Tests/StoreContract",
            swiftSettings: strict),
        .target(
            name: "SchemaFixtures", path: "Tests/SchemaFixtures",
            exclude: [
                "supabase.sql", "widget-platform.sql", "project-studio.sql", "agency-crm.sql", "growth-platform.sql",
            ],
            swiftSettings: strict),
        .target(
            name: "ChangeContract",
            dependencies: [
                "ConsoleCore", "Settings", "TenantStore", "TenantDomain",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/ChangeContract", swiftSettings: strict),
        .testTarget(
            name: "PostgresStoreTests",
            dependencies: [
                "PostgresStore", "SQLiteStore", "StoreContract", "ChangeContract", "SchemaFixtures", "TenantStore",
                "TenantDomain", "ReferenceSchema",
                "ConsoleCore", "Settings", "ConsoleTUI", "TerminalCore", "tenantctl",
                .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["Fixtures/Products"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "SQLiteStore", "StoreContract", "TenantStore", "TenantDomain", "ReferenceSchema",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Settings", "TenantDomain", "ReferenceSchema",
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleCoreTests",
            dependencies: [
                "ConsoleCore", "TenantStore", "TenantDomain", "SQLiteStore", "ReferenceSchema", "Settings",
                "ChangeContract", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTUITests",
            dependencies: [
                "ConsoleTUI", "ConsoleCore", "TerminalCore", "TenantStore", "TenantDomain", "SQLiteStore",
                "ReferenceSchema", "Settings", "tenantctl", "ChangeContract",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Snapshots"], swiftSettings: strict),
        .testTarget(
            name: "ConsoleCLITests",
            dependencies: [
                "ConsoleCLI", "ConsoleCore", "TerminalCore", "TenantDomain", "TenantStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ], exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(name: "JourneyTests", dependencies: [], swiftSettings: strict),
    ]
)
