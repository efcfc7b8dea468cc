enum SettingsAnchor {}
