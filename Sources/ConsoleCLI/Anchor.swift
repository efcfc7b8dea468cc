enum ConsoleCLIAnchor {}
