/// A function of the system failed.
package struct SystemError: Error, Hashable, CustomStringConvertible {
  /// The function's name, and what errno says: `epoll_create1: Too many open files`.
  package let description: String

  package init(call: String, errno code: Int32) { description = "\(call): \(errorText(code))" }
}

/// What errno says, `Address already in use`.
package func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
