import Settings

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The process's own argument memory, which every process of the machine may read while this one runs.
enum ArgumentMemory {
    /// Overwrites database addresses that hold a password. What the program needs of them must have been copied
    /// before.
    static func wipePasswords() {
        guard let area = area() else { return }
        var start = area.startIndex
        while start < area.endIndex {
            let end = area[start...].firstIndex(of: 0) ?? area.endIndex
            let word = String(decoding: area[start..<end], as: UTF8.self)
            let value =
                word.hasPrefix("--") ? word.firstIndex(of: "=").map { word[word.index(after: $0)...] } : word[...]
            if let value, holdsPassword(value) {
                let first = end - value.utf8.count
                for place in first..<end { area[place] = UInt8(ascii: "*") }
            }
            start = end + 1
        }
    }

    private static func holdsPassword(_ word: Substring) -> Bool {
        if let address = try? DatabaseAddress(parsing: String(word)) { return address.hasPassword }
        // An address that will be refused has been seen all the same.
        return word.contains("://") && word.contains("@")
    }

    /// The bytes of all arguments, each ended by NUL; nil where the system does not tell.
    private static func area() -> UnsafeMutableBufferPointer<UInt8>? {
        #if canImport(Darwin)
            let arguments = _NSGetArgv().pointee
            let count = Int(_NSGetArgc().pointee)
            guard count > 0, let first = arguments?[0], let last = arguments?[count - 1] else { return nil }
            let size = UnsafeRawPointer(last) - UnsafeRawPointer(first) + strlen(last)
            return first.withMemoryRebound(to: UInt8.self, capacity: size) {
                UnsafeMutableBufferPointer(start: $0, count: size)
            }
        #else
            // What the runtime hands out is a copy; the kernel tells where the original stands (fields 48 and 49 of
            // stat, counted behind the program's name, which may hold anything).
            guard let stat = read("/proc/self/stat"), let name = stat.lastIndex(of: UInt8(ascii: ")")) else {
                return nil
            }
            let fields = stat[(name + 1)...].split(whereSeparator: { $0 == 0x20 || $0 == 0x0A })
            guard fields.count > 46, let start = UInt(String(decoding: fields[45], as: UTF8.self)),
                let end = UInt(String(decoding: fields[46], as: UTF8.self)), start > 0, end > start
            else { return nil }
            return UnsafeMutableBufferPointer(
                start: UnsafeMutablePointer<UInt8>(bitPattern: start), count: Int(end - start))
        #endif
    }

    #if !canImport(Darwin)
        private static func read(_ path: String) -> [UInt8]? {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { _ = close(descriptor) }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            return count > 0 ? Array(bytes[..<count]) : nil
        }
    #endif
}
