package struct WidgetMapping: Sendable, Equatable {
    package var base: ConceptMapping
    package var type: String?
    package var publicKey: String?

    package init(base: ConceptMapping) { self.base = base }
}

package struct CRMMapping: Sendable, Equatable {
    package struct Stage: Sendable, Equatable {
        package var table: String
        package var id: String
        package var pipeline: String
        package var name: String
        package var position: String
        package var won: String?
        package var lost: String?

        package init(
            table: String, id: String = "id", pipeline: String, name: String, position: String, won: String? = nil,
            lost: String? = nil
        ) {
            self.table = table
            self.id = id
            self.pipeline = pipeline
            self.name = name
            self.position = position
            self.won = won
            self.lost = lost
        }
    }

    package struct Deal: Sendable, Equatable {
        package var table: String
        package var id: String
        package var stage: String
        package var name: String
        /// Integer cents.
        package var amount: String
        package var currency: String?
        package var owner: String?
        package var contact: String?
        package var created: String?
        /// When the deal entered its stage.
        package var stageSince: String?
        /// Closed deals do not count as open.
        package var status: String?
        package var openStatuses: [String]

        package init(table: String, id: String = "id", stage: String, name: String, amount: String) {
            self.table = table
            self.id = id
            self.stage = stage
            self.name = name
            self.amount = amount
            openStatuses = []
        }
    }

    package var pipeline: ConceptMapping
    package var stage: Stage
    package var deal: Deal

    package init(pipeline: ConceptMapping, stage: Stage, deal: Deal) {
        self.pipeline = pipeline
        self.stage = stage
        self.deal = deal
    }
}
