// Re-exports the C library to all modules; no other file imports it.

#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#endif

/// The failure of a system call or of a function of the C library.
package struct SystemError: Error, Hashable, CustomStringConvertible {
  /// The function's name and the text of errno: `epoll_create1: Too many open files`.
  package let description: String

  package init(call: String, errno code: Int32) { description = "\(call): \(errorText(code))" }
}

/// The text of an errno value, such as `Address already in use`.
package func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }

extension String {
  /// The text in a buffer of the C library, up to its NUL.
  package init(terminated buffer: [CChar]) {
    self.init(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
