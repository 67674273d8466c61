/// The names of the fields that the standard knows; they are compared byte for byte.
///
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#processField>
struct Field {
  private let name: [UInt8]

  static let event = Field("event")
  static let data = Field("data")
  static let id = Field("id")
  static let retry = Field("retry")

  private init(_ name: String) { self.name = Array(name.utf8) }

  static func ~= (field: Field, bytes: ArraySlice<UInt8>) -> Bool { field.name.elementsEqual(bytes) }
}
