import CProcessMemory
import ConsoleCore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

// A reader that goes away must end in an error of write(2), not in a signal.
signal(SIGPIPE, SIG_IGN)
process_memory_share_heap()
let words = Array(CommandLine.arguments.dropFirst())
ArgumentMemory.wipePasswords()
let code = await Program(words: words).run()
exit(code.rawValue)
