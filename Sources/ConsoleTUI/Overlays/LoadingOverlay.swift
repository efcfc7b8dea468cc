/// An overlay that needs a read when it opens.
package protocol LoadingOverlay: Overlay {
    func firstLoad(_ context: AppContext) -> LoadRequest
}
