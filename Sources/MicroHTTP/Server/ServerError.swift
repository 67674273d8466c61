/// Why a server cannot run. The description is one line that says what to do.
public struct ServerError: Error, CustomStringConvertible, Hashable {
  public var description: String

  init(_ description: String) {
    self.description = description
  }

  /// A C function failed: its name and what errno says.
  init(call: String, errno code: Int32) {
    description = "\(call): \(errorText(code))"
  }
}
