/// Names a stream for as long as the server runs; never used twice.
public struct StreamID: Hashable, Sendable, CustomStringConvertible {
  public let number: UInt64
  public init(number: UInt64) { self.number = number }
  /// Sixteen hexadecimal digits or fewer, as in the response header `Playground-Stream`.
  public var description: String { String(number, radix: 16) }
}
