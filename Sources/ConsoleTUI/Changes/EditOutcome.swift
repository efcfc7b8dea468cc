import ConsoleCore
import TenantDomain

/// What came back from an editor.
package enum EditOutcome: Sendable {
    /// What the text changes; empty where it changes nothing.
    case values([ColumnValue], text: String)
    /// What is wrong with it; the text is kept, to be offered again.
    case faults([EditFault], text: String)
    case failed(ConsoleError)
}
