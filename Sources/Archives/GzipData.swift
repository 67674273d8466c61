import CZlib

/// The gzip format. <https://www.rfc-editor.org/rfc/rfc1952>
package enum GzipData {
  private static let block = 64 << 10
  /// 15 bits of window; 16 more for a gzip header and trailer.
  private static let windowBits: Int32 = 15 + 16

  /// - Throws: ``ArchiveError/tooLarge(limit:)`` for an input of 4 GiB or more, ``ArchiveError/failed(_:)`` if zlib cannot begin.
  package static func compress(_ input: [UInt8]) throws(ArchiveError) -> [UInt8] {
    var stream = z_stream()
    let begun = deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard begun == Z_OK else { throw .failed("deflateInit2: \(begun)") }
    defer { deflateEnd(&stream) }
    return try run(&stream, input, limit: .max) { deflate(&$0, Z_FINISH) }
  }

  /// - Parameter limit: the most bytes of output; unpacking stops once there would be more.
  /// - Throws: ``ArchiveError``: `tooLarge`, `malformed` if it is not gzip data or ends too early, or `failed` if zlib cannot begin.
  package static func decompress(_ input: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
    var stream = z_stream()
    let begun = inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard begun == Z_OK else { throw .failed("inflateInit2: \(begun)") }
    defer { inflateEnd(&stream) }
    return try run(&stream, input, limit: limit) { inflate(&$0, Z_NO_FLUSH) }
  }

  private static func run(
    _ stream: inout z_stream, _ input: [UInt8], limit: Int, _ step: (inout z_stream) -> Int32
  ) throws(ArchiveError) -> [UInt8] {
    guard let length = UInt32(exactly: input.count) else { throw .tooLarge(limit: Int(UInt32.max)) }
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: Self.block)
    var consumed = 0
    var status = Z_OK
    while status != Z_STREAM_END {
      var produced = 0
      input.withUnsafeBufferPointer { source in
        block.withUnsafeMutableBufferPointer { target in
          // zlib does not write to its input; next_in is not const only for old compilers.
          stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
          stream.avail_in = length - UInt32(consumed)
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          status = step(&stream)
          consumed = input.count - Int(stream.avail_in)
          produced = target.count - Int(stream.avail_out)
        }
      }
      guard output.count + produced <= limit else { throw .tooLarge(limit: limit) }
      output += block[0..<produced]
      guard status == Z_OK || status == Z_STREAM_END else { throw .malformed("zlib says \(status)") }
      guard status == Z_STREAM_END || produced > 0 || consumed < input.count else {
        throw .malformed("the gzip data end too early")
      }
    }
    return output
  }
}
