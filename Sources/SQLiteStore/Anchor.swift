enum SQLiteStoreAnchor {}
