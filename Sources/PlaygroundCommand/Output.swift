#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output and standard error, unbuffered.
///
/// When nobody reads any more (`sse-playground play counter | head`) the process ends quietly with status 0.
enum Output {
  static func print(_ text: String) { write(Array((text + "\n").utf8)) }

  /// Whether somebody looks at standard output.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// One line on standard error, as a program says what went wrong.
  static func complain(_ text: String) { put(Array("error: \(text)\n".utf8), to: 2) }

  static func warn(_ text: String) { put(Array("warning: \(text)\n".utf8), to: 2) }

  /// Lines on standard error, as they are.
  static func complain(lines: String) { put(Array((lines + "\n").utf8), to: 2) }

  static func write(_ bytes: [UInt8]) {
    if !put(bytes, to: 1) { exit(0) }
  }

  @discardableResult
  private static func put(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #else
          Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
