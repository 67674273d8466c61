/// FNV-1a, 64 bits: the same on every machine and in every run, unlike Swift's own hashing.
///
/// <https://www.rfc-editor.org/rfc/rfc9923>
enum StableHash {
  static func of<Word: FixedWidthInteger & UnsignedInteger>(_ words: some Sequence<Word>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for word in words { hash = (hash ^ UInt64(word)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
