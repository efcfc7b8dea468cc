/// A file to write.
package struct SavedFile: Sendable, Equatable {
    /// What the name is made from where no file is given.
    package let stem: String
    package let suffix: String
    package let file: String?
    package let content: String

    package init(stem: String, suffix: String, file: String?, content: String) {
        self.stem = stem
        self.suffix = suffix
        self.file = file
        self.content = content
    }
}
