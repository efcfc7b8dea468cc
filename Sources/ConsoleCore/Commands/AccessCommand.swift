import TenantDomain

/// What can be asked of row-level security.
package indirect enum AccessCommand: Sendable, Equatable {
    /// A read as a member would see it.
    case asMember(ViewRequest, Command)
    /// Which policies let a member do something with a row, or keep it from them.
    case explain(ExplainRequest)
    /// Policies by table; of all tables without one.
    case policies(String?)
    /// SQL for an operator's roles.
    case operatorSQL(OperatorRequest)
}

package struct ExplainRequest: Sendable, Equatable {
    package enum Action: String, Sendable, CaseIterable { case read, insert, update, delete }

    package var viewer: ViewRequest
    package var action: Action
    package var resource: String
    /// The identity's values in key order, as text.
    package var id: [String]

    package init(viewer: ViewRequest, action: Action, resource: String, id: [String]) {
        self.viewer = viewer
        self.action = action
        self.resource = resource
        self.id = id
    }
}
