import Foundation

/// What processes were started with, which everybody on the machine can read.
enum ProcessArguments {
    /// The processes, of all that run, whose arguments hold the text.
    static func holding(_ text: String) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { id in
            let arguments = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            return String(decoding: arguments, as: UTF8.self).contains(text)
        }
    }
}
