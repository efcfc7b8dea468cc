/// A policy's condition as the server spells it, on one line.
enum ConditionText {
    static func line(_ condition: String) -> String {
        condition.split { $0 == " " || $0 == "\n" || $0 == "\t" }.joined(separator: " ").replacing(
            "( SELECT", with: "(SELECT")
    }
}
