import TenantDomain

/// A catalog as bytes, so that a console need not read hundreds of tables before its first frame.
///
/// An image holds names and definitions, never a row. It is written by this program for this program: an image of
/// another format, of another build's vocabulary, cut short or changed by a single bit is no image.
package enum CatalogImage {
    /// Raised whenever the same bytes would mean something else.
    private static let format: UInt64 = 2
    private static let signature: [UInt8] = Array("tenantctl catalog\n".utf8)
    private static let headerSize = signature.count + 16

    package static func encode(_ remembered: RememberedCatalog) -> [UInt8] {
        var writer = CatalogImageWriter()
        writer.write(remembered)
        let body = writer.bytes
        return signature + littleEndian(format) + littleEndian(checksum(body[...])) + body
    }

    /// - Returns: nil where the bytes are no whole image of this format.
    package static func decode(_ bytes: [UInt8]) -> RememberedCatalog? {
        guard bytes.count >= headerSize, bytes.starts(with: signature) else { return nil }
        let numbers = bytes[signature.count..<headerSize]
        let body = bytes[headerSize...]
        guard Array(numbers.prefix(8)) == littleEndian(format),
            Array(numbers.suffix(8)) == littleEndian(checksum(body))
        else { return nil }
        do throws(CatalogImageReader.Damage) {
            var reader = try CatalogImageReader(body)
            let remembered: RememberedCatalog = try reader.read()
            return reader.isAtEnd ? remembered : nil
        } catch {
            return nil
        }
    }

    private static func littleEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }

    /// Finds damage, not forgery: whoever may write the folder may write the database's settings too. FNV-1a over
    /// words of eight bytes.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { buffer in
            var sum: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(buffer.count)
            var place = 0
            while place + 8 <= buffer.count {
                sum =
                    (sum ^ UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                    &* 0x100_0000_01B3
                sum ^= sum >> 29
                place += 8
            }
            for byte in buffer[place...] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return sum
        }
    }
}

/// A part of a catalog that an image can hold.
protocol CatalogImagePart {
    func write(to image: inout CatalogImageWriter)
    init(from image: inout CatalogImageReader) throws(CatalogImageReader.Damage)
}
