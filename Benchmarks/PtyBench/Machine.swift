#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the numbers were taken on.
enum Machine {
    static func facts() -> String {
        var load = [0.0, 0.0, 0.0]
        getloadavg(&load, 3)
        let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return "\(model()), \(processors) processors, load \(NumberText.fixed(load[0], 2)) at the start"
    }

    private static func model() -> String {
        #if os(Linux)
            for line in (FileText.read("/proc/cpuinfo") ?? "").split(separator: "\n") where line.hasPrefix("model name")
            {
                return String(line.drop { $0 != ":" }.dropFirst(2))
            }
        #endif
        return "processor not named"
    }
}
