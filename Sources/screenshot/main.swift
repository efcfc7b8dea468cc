import TerminalCore
import TerminalDevice

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

// tmux capture-pane -peN | screenshot --size 120x40 [--title TEXT] [--light] > picture.svg

func refuse(_ message: String) -> Never {
    let text = Array(
        "screenshot: \(message)\nusage: screenshot --size WxH [--title TEXT] [--light] < capture > svg\n".utf8)
    _ = write(STDERR_FILENO, text, text.count)
    exit(2)
}

var size: Size?
var title = ""
var colors = ScreenImage.Colors.dark
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
    switch argument {
    case "--size":
        let numbers = (arguments.popFirst() ?? "").split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ (1...1_000).contains($0) }) else {
            refuse("--size wants columns and rows, as 120x40")
        }
        size = Size(width: numbers[0], height: numbers[1])
    case "--title":
        guard let text = arguments.popFirst() else { refuse("--title wants a text") }
        title = text
    case "--light": colors = .light
    default: refuse("what is “\(argument)”?")
    }
}
guard let size else { refuse("--size is missing") }

var captured: [UInt8] = []
var chunk = [UInt8](repeating: 0, count: 65_536)
while true {
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count <= 0 { break }
    captured += chunk[..<count]
}
let picture = Array(
    ScreenImage.svg(ANSIScreenParser.parse(captured, size: size), title: title, colors: colors).utf8)
var written = 0
while written < picture.count {
    let count = picture[written...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    guard count > 0 else { exit(1) }
    written += count
}
