/// The bytes that an event stream gives a meaning to.
@usableFromInline
enum ASCII {
  static let null: UInt8 = 0x00
  @usableFromInline static let lineFeed: UInt8 = 0x0A
  @usableFromInline static let carriageReturn: UInt8 = 0x0D
  @usableFromInline static let space: UInt8 = 0x20
  @usableFromInline static let colon: UInt8 = 0x3A
  static let digits: ClosedRange<UInt8> = 0x30...0x39
  @usableFromInline static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
