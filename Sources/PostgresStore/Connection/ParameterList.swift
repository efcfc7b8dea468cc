import TenantDomain
import TenantStore

/// Bound values as text, one run of bytes for all.
struct ParameterList {
    private var storage: [UInt8] = []
    private var starts: [Int?] = []

    /// - Throws: `engine` for text with NUL, which the server has no way to hold.
    init(_ values: [Value], sql: String) throws(StoreError) {
        for value in values {
            if value.isNull {
                starts.append(nil)
                continue
            }
            starts.append(storage.count)
            switch value {
            case .null: break
            case .integer(let number): storage += String(number).utf8
            case .real(let number): storage += Self.spelling(number).utf8
            case .text(let text):
                guard !text.utf8.contains(0) else {
                    throw .engine(code: "22021", message: "a text cannot hold a NUL character", sql: sql)
                }
                storage += text.utf8
            case .bytes(let bytes):
                storage += "\\x".utf8
                for byte in bytes { storage += [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]] }
            }
            storage.append(0)
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func spelling(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return "\(number)"
    }

    var count: CInt { CInt(starts.count) }

    func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
        storage.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers: [UnsafePointer<CChar>?] = starts.map { start in
                start.flatMap { start in base.map { $0 + start } }
            }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
