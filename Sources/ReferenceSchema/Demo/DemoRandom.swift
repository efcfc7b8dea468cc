/// xoshiro256** seeded by splitmix64: the same numbers for a seed on every machine.
struct DemoRandom {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    init(seed: UInt64) {
        var state = seed
        func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
        (s0, s1, s2, s3) = (next(), next(), next(), next())
    }

    mutating func bits() -> UInt64 {
        let product = s1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = (s3 << 45) | (s3 >> 19)
        return result
    }

    /// 0 up to `limit`, which is at least 1.
    mutating func below(_ limit: Int) -> Int {
        Int(bits().multipliedFullWidth(by: UInt64(max(limit, 1))).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    /// Leans towards the front: half of the picks fall into the first quarter.
    mutating func skewed(_ limit: Int) -> Int {
        let unit = Double(bits() >> 11) * 0x1p-53
        return min(Int(unit * unit * Double(limit)), max(limit - 1, 0))
    }
    mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

    /// A UUID of version 4 as 36 characters.
    mutating func uuid() -> [UInt8] {
        let high = (bits() & ~0xf000) | 0x4000
        let low = (bits() & ~(3 << 62)) | (2 << 62)
        return DemoBytes.uuid(high: high, low: low)
    }
}
