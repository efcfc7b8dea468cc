enum TerminalCoreAnchor {}
