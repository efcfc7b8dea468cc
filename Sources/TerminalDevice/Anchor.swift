enum TerminalDeviceAnchor {}
