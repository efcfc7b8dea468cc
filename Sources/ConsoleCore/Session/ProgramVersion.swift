/// The program's version, for `--version`, `info` and the application name on connections.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
