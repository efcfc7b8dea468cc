enum ConsoleTUIAnchor {}
