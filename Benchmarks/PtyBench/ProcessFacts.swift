#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the system says of a running process.
struct ProcessFacts {
    /// Bytes in memory now.
    let resident: Double
    /// Processor time so far, in ms, of all threads; NaN where the system does not tell.
    let processor: Double
    /// How often a thread went to wait so far; NaN where the system does not tell.
    let waits: Double

    static func of(_ child: pid_t) -> ProcessFacts {
        #if os(Linux)
            let status = FileText.read("/proc/\(child)/status") ?? ""
            // The process's own clock: threads that ended are in it.
            var clock = clockid_t()
            var spent = timespec()
            var processor = Double.nan
            if clock_getcpuclockid(child, &clock) == 0, clock_gettime(clock, &spent) == 0 {
                processor = Double(spent.tv_sec) * 1_000 + Double(spent.tv_nsec) / 1_000_000
            }
            var waits = 0.0
            for task in entries("/proc/\(child)/task") {
                waits +=
                    number("voluntary_ctxt_switches:", in: FileText.read("/proc/\(child)/task/\(task)/status") ?? "")
            }
            return ProcessFacts(resident: number("VmRSS:", in: status) * 1_024, processor: processor, waits: waits)
        #else
            var facts = proc_taskinfo()
            let size = Int32(MemoryLayout<proc_taskinfo>.size)
            guard proc_pidinfo(child, PROC_PIDTASKINFO, 0, &facts, size) == size else {
                return ProcessFacts(resident: .nan, processor: .nan, waits: .nan)
            }
            return ProcessFacts(
                resident: Double(facts.pti_resident_size),
                processor: Double(facts.pti_total_user + facts.pti_total_system) / 1_000_000,
                waits: Double(facts.pti_csw))
        #endif
    }

    private static func number(_ name: String, in text: String) -> Double {
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            let digits = line.dropFirst(name.count).drop { !$0.isNumber }.prefix { $0.isNumber }
            return Double(digits) ?? .nan
        }
        return .nan
    }

    #if os(Linux)
        private static func entries(_ folder: String) -> [String] {
            guard let directory = opendir(folder) else { return [] }
            defer { closedir(directory) }
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if !name.hasPrefix(".") { names.append(name) }
            }
            return names
        }
    #endif
}
