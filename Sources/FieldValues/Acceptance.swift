/// What a request accepts, according to its `Accept` and `Accept-Encoding` fields.
package enum Acceptance {
  /// The weight of a type in an `Accept` field, 0 to 1: that of the most specific range that covers it; 0 if none does.
  /// <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1>
  package static func weight(of type: MediaType, in accept: String) -> Double {
    let ranges = FieldList.members(of: accept).map(ParameterizedValue.init)
    return ranges.compactMap { range -> (precision: Int, weight: Double)? in
      guard let precision = MediaType(range)?.precision(for: type) else { return nil }
      return (precision, range.weight)
    }.max { $0.precision < $1.precision }?.weight ?? 0
  }

  /// The position, from 0, of the type itself (not a range that covers it) in an `Accept` field; nil if it is not listed or has weight 0.
  package static func place(of type: MediaType, in accept: String) -> Int? {
    FieldList.members(of: accept).map(ParameterizedValue.init).firstIndex { range in
      range.isWanted && MediaType(range)?.satisfies(type) == true
    }
  }

  /// Whether the request's `Accept-Encoding` allows a response with this content coding.
  ///
  ///     gzip   br, gzip;q=0.5   *       accept gzip
  ///     gzip;q=0   gzip;q=0.0, *   *;q=0   (no field)   do not
  ///
  /// Without the field RFC 9110 allows any coding, but servers send none then, and neither does this one.
  /// <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3>
  package static func takes(coding: String, acceptEncoding: String) -> Bool {
    let codings = FieldList.members(of: acceptEncoding).map(ParameterizedValue.init)
    func weight(_ name: String) -> Double? { codings.first { $0.value.lowercased() == name }?.weight }
    return (weight(coding) ?? weight("x-" + coding) ?? weight("*") ?? 0) > 0
  }
}
