import Testing

@testable import ConsoleTUI

@Suite struct FramePatienceTests {
    @Test func rowsThatComeAtOnceAreTheFirstFrame() {
        var patience = FramePatience()
        #expect(patience.answer(isReading: true, isFar: false, isOver: false) == .startWaiting)
        #expect(patience.answer(isReading: true, isFar: false, isOver: false) == .wait)
        #expect(patience.answer(isReading: false, isFar: false, isOver: false) == .draw)
    }

    @Test func whatTakesLongerIsDrawnAndWaitedForNoSecondTime() {
        var patience = FramePatience()
        #expect(patience.answer(isReading: true, isFar: false, isOver: false) == .startWaiting)
        #expect(patience.answer(isReading: true, isFar: false, isOver: true) == .draw)
        #expect(patience.answer(isReading: true, isFar: false, isOver: false) == .draw)
        #expect(patience.answer(isReading: false, isFar: false, isOver: false) == .draw)
        #expect(patience.answer(isReading: true, isFar: false, isOver: false) == .startWaiting)
    }

    @Test func aFarDatabaseIsNotWaitedFor() {
        var patience = FramePatience()
        #expect(patience.answer(isReading: true, isFar: true, isOver: false) == .draw)
    }
}
