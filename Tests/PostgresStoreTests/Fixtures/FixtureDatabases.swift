import SchemaFixtures

/// One database per documented schema, loaded once a run.
enum FixtureDatabases {
    static func name(of fixture: SchemaFixture) throws -> String {
        switch fixture {
        case .widgetPlatform: try widgetPlatform.get()
        case .projectStudio: try projectStudio.get()
        case .agencyCRM: try agencyCRM.get()
        case .growthPlatform: try growthPlatform.get()
        }
    }

    private static let widgetPlatform = Result { try loaded(.widgetPlatform) }
    private static let projectStudio = Result { try loaded(.projectStudio) }
    private static let agencyCRM = Result { try loaded(.agencyCRM) }
    private static let growthPlatform = Result { try loaded(.growthPlatform) }

    private static func loaded(_ fixture: SchemaFixture) throws -> String {
        try TestServer.start().database(fixture.script())
    }
}
