/// Everything a key can do, by the name that `[keys]` of config.toml rebinds.
package enum Action: String, CaseIterable, Sendable {
    case up, down, left, right
    case pageUp = "page-up"
    case pageDown = "page-down"
    case top, bottom
    case open
    case cancel
    case leave
    case interrupt
    case command
    case filter
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case find
    case help
    case actions
    case mark
    case range
    case related
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case back
    case forward
    case pin
    case sort
    case columns
    case copy
    case copyCommand = "copy-command"
    case export
    case screenshot
    case watch
    case zone
    case reload
    case audit
    case describe
    case histogram
    case environment
    case recent
    case redraw
    case undo
    case reveal

    /// The heading it stands under in help.
    package enum Group: String, CaseIterable, Sendable {
        case move = "Move"
        case view = "This view"
        case go = "Go"
        case take = "Take along"
        case program = "Program"
    }

    package var group: Group {
        switch self {
        case .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom, .nextPane, .previousPane, .nextMatch,
            .previousMatch:
            .move
        case .filter, .mark, .range, .sort, .columns, .watch, .reload, .histogram, .actions, .reveal, .undo: .view
        case .open, .cancel, .related, .back, .forward, .pin, .audit, .describe, .find, .command, .recent: .go
        case .copy, .copyCommand, .export, .screenshot: .take
        case .leave, .interrupt, .help, .zone, .environment, .redraw: .program
        }
    }

    /// What it does, for help and the hint line.
    package var meaning: String {
        switch self {
        case .up: "one up"
        case .down: "one down"
        case .left: "columns to the left"
        case .right: "columns to the right"
        case .pageUp: "a page up"
        case .pageDown: "a page down"
        case .top: "first row"
        case .bottom: "last row"
        case .open: "open"
        case .cancel: "close, cancel the query, clear marks or filter, back"
        case .leave: "leave the view; on the last one: quit"
        case .interrupt: "cancel; twice: quit"
        case .command: "command line"
        case .filter: "filter in place, run in the database"
        case .nextMatch: "next match of the filter's words"
        case .previousMatch: "previous match"
        case .find: "find anything, anywhere"
        case .help: "help"
        case .actions: "actions on the selection"
        case .mark: "mark the row"
        case .range: "mark a range"
        case .related: "related rows, both directions of every key"
        case .nextPane: "next pane or tab"
        case .previousPane: "previous pane or tab"
        case .back: "back in history"
        case .forward: "forward in history"
        case .pin: "pin or unpin the tenant"
        case .sort: "sort by a column"
        case .columns: "columns: show, hide, order, width"
        case .copy: "copy cell, row or marked rows"
        case .copyCommand: "copy the equivalent command line"
        case .export: "save the view"
        case .screenshot: "save the screen as a picture"
        case .watch: "refresh by itself"
        case .zone: "time zone: UTC or local"
        case .reload: "read again"
        case .audit: "audit trail of the selection"
        case .describe: "what the table is made of"
        case .histogram: "histogram, facets"
        case .environment: "switch environment"
        case .recent: "recent tenants"
        case .redraw: "draw the screen anew"
        case .undo: "undo my last change"
        case .reveal: "reveal the masked record, for a reason"
        }
    }

    /// The word on the hint line.
    package var hint: String {
        switch self {
        case .actions: "actions"
        case .copyCommand: "copy command"
        case .cancel: "back"
        case .pin: "pin"
        case .watch: "watch"
        case .filter: "filter"
        case .find: "find"
        case .related: "related"
        case .audit: "audit"
        case .columns: "columns"
        case .describe: "describe"
        case .sort: "sort"
        case .copy: "copy"
        case .export: "export"
        case .mark: "mark"
        case .nextPane: "next tab"
        case .histogram: "histogram"
        case .reload: "reload"
        case .command: "command"
        case .reveal: "reveal"
        case .undo: "undo"
        default: meaning
        }
    }

    package var defaultKeys: [String] {
        switch self {
        case .up: ["up", "k"]
        case .down: ["down", "j"]
        case .left: ["left", "h"]
        case .right: ["right", "l"]
        case .pageUp: ["pgup", "ctrl-b"]
        case .pageDown: ["pgdn", "ctrl-f"]
        case .top: ["g", "home"]
        case .bottom: ["G", "end"]
        case .open: ["enter"]
        case .cancel: ["esc"]
        case .leave: ["q"]
        case .interrupt: ["ctrl-c"]
        case .command: [":"]
        case .filter: ["/"]
        case .nextMatch: ["n"]
        case .previousMatch: ["N"]
        case .find: ["f"]
        case .help: ["?", "f1"]
        case .actions: ["."]
        case .mark: ["space"]
        case .range: ["v"]
        case .related: ["o"]
        case .nextPane: ["tab"]
        case .previousPane: ["shift-tab"]
        case .back: ["["]
        case .forward: ["]"]
        case .pin: ["p"]
        case .sort: ["s"]
        case .columns: ["c"]
        case .copy: ["y"]
        case .copyCommand: ["Y"]
        case .export: ["x"]
        case .screenshot: ["X"]
        case .watch: ["w"]
        case .zone: ["T"]
        case .reload: ["R"]
        case .audit: ["a"]
        case .describe: ["t"]
        case .histogram: ["i"]
        case .environment: ["e"]
        case .recent: ["'"]
        case .redraw: ["ctrl-l"]
        case .undo: ["z"]
        case .reveal: ["M"]
        }
    }
}
