enum ConsoleCoreAnchor {}
