import ConsoleCore
import TenantDomain
import TerminalCore

/// Following the trail: new entries go in at their time while the entry that is read stays where it is.
extension TimelineScreen {
    struct Following: Sendable {
        /// Entries that one poll reads whole; the others are counted.
        static let limit = 200

        var isOn = false
        /// Kept while it pauses, so that going on misses nothing; nil begins anew.
        var state: FollowState?
        /// New entries above the one that is read.
        var above = 0
        /// More came than was read whole: the top has to be read again.
        var isBehind = false
        /// Entries that came since, and those of them that were committed late, by source and id.
        var fresh: Set<String> = []
        var late: Set<String> = []
        var trouble: String?

        var words: [String] {
            var words: [String] = []
            if isOn { words.append(trouble ?? "following") } else if state != nil { words.append("paused") }
            if above > 0 { words.append("\(NumberText.grouped(Int64(above))) new above") }
            if !late.isEmpty { words.append("\(late.count) late") }
            return words
        }

        static func key(_ entry: TimelineEntry) -> String { "\(entry.source) \(entry.id.text ?? "")" }
    }

    /// Begins, or looks again.
    mutating func follow() -> [Effect] {
        guard following.isOn, pending == nil else { return [] }
        let slot = LoadSlot(screen: id, purpose: .watch)
        guard let state = following.state else { return [.load(slot, .following(query))] }
        return [.load(slot, .followed(query, state, limit: Following.limit))]
    }

    private var again: Effect {
        .timer(.watch(id), milliseconds: following.state?.isListening == true ? 250 : 1000)
    }

    mutating func began(_ state: FollowState) -> [Effect] {
        var state = state
        state.note(entries)
        following.state = state
        following.trouble = nil
        return following.isOn ? [again] : []
    }

    mutating func failed(_ error: ConsoleError) -> [Effect] {
        guard following.isOn, error != .cancelled else { return [] }
        if FollowService.mayPass(error) {
            following.trouble = "connection lost, trying again"
            return [.timer(.watch(id), milliseconds: 3000)]
        }
        following.isOn = false
        return [.toast(Notice(error))]
    }

    mutating func came(_ batch: FollowBatch) -> [Effect] {
        following.state = batch.state
        following.trouble = nil
        let isAtTop = table.selected == 0 && !hasBefore
        if batch.unread > 0 { following.isBehind = true }
        for found in batch.entries { put(found, isAtTop: isAtTop) }
        if !isAtTop { following.above += batch.unread }
        if isAtTop, batch.unread > 0, following.isOn {
            following.isBehind = false
            return read(.first, .first)
        }
        return following.isOn ? [again] : []
    }

    /// Puts an entry where its time says, without moving what is read.
    private mutating func put(_ found: FollowBatch.Entry, isAtTop: Bool) {
        let entry = found.entry
        let key = Following.key(entry)
        guard !entries.contains(where: { Following.key($0) == key }) else { return }
        let time = entry.time ?? .max
        let place = entries.firstIndex { ($0.time ?? .max) <= time } ?? entries.count
        // What lies outside of the loaded pages is read when one gets there.
        if place == 0, hasBefore {
            following.above += 1
            following.isBehind = true
            return
        }
        if place == entries.count, hasAfter { return }
        following.fresh.insert(key)
        if found.isLate { following.late.insert(key) }
        entries.insert(entry, at: place)
        grow(place)
        if isAtTop { return }
        if place <= table.selected {
            table.shift(by: 1)
            following.above += 1
        }
    }

    /// Counts an inserted entry to the page that it lies in.
    private mutating func grow(_ place: Int) {
        var end = 0
        for page in pages.indices {
            end += pages[page].count
            if place <= end {
                pages[page].count += 1
                return
            }
        }
        if pages.isEmpty { return }
        pages[pages.count - 1].count += 1
    }
}
