import ConsoleCore
import Settings
import Subprocess
import TerminalDevice

/// Copies text: over SSH through the terminal (OSC 52) first, else by the desktop's own tool.
struct Clipboard {
    let device: TerminalDevice
    let choice: ResolvedSettings.Clipboard
    let variables: [String: String]

    /// - Returns: the route, for the message. Whether a terminal obeys OSC 52 cannot be known.
    func copy(_ text: String) async throws(ConsoleError) -> String {
        let usesTerminalFirst = choice == .osc52 || (choice == .auto && device.capabilities.isRemote)
        if usesTerminalFirst, device.copyToClipboard(text) { return "OSC 52 (if the terminal allows it)" }
        if choice != .osc52 {
            for tool in tools where await run(tool, text) { return tool[0] }
        }
        if !usesTerminalFirst, choice != .native, device.copyToClipboard(text) {
            return "OSC 52 (if the terminal allows it)"
        }
        throw .refused(
            reason: "The text could not be copied.",
            hint: text.utf8.count > 74_994
                ? "It is larger than terminals take; x saves it to a file." : "x saves it to a file.")
    }

    private var tools: [[String]] {
        var tools: [[String]] = []
        if variables["WAYLAND_DISPLAY"] != nil { tools.append(["wl-copy"]) }
        if variables["DISPLAY"] != nil {
            tools.append(["xclip", "-selection", "clipboard"])
            tools.append(["xsel", "--clipboard", "--input"])
        }
        #if os(macOS)
            tools.append(["pbcopy"])
        #endif
        if variables["WSL_DISTRO_NAME"] != nil { tools.append(["clip.exe"]) }
        return tools
    }

    private func run(_ words: [String], _ text: String) async -> Bool {
        do {
            let result = try await Subprocess.run(
                .name(words[0]), arguments: Arguments(Array(words.dropFirst())), input: .string(text),
                output: .discarded, error: .discarded)
            return result.terminationStatus.isSuccess
        } catch {
            return false
        }
    }
}
