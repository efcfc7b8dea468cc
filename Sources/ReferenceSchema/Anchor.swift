enum ReferenceSchemaAnchor {}
