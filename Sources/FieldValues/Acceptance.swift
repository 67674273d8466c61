/// What a request accepts, as `Accept` and `Accept-Encoding` say it.
package enum Acceptance {
  /// The weight of a type in an `Accept` field: that of the most precise range that covers it; 0 if none does.
  /// <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1>
  package static func weight(of type: MediaType, in accept: String) -> Double {
    let ranges = FieldList.members(of: accept).map(ParameterizedValue.init)
    return ranges.compactMap { range -> (precision: Int, weight: Double)? in
      guard let precision = MediaType(range)?.precision(for: type) else { return nil }
      return (precision, range.weight)
    }.max { $0.precision < $1.precision }?.weight ?? 0
  }

  /// Where a type itself, not a range around it, stands in an `Accept` field that wants it; from 0.
  package static func place(of type: MediaType, in accept: String) -> Int? {
    FieldList.members(of: accept).map(ParameterizedValue.init).firstIndex { range in
      range.isWanted && MediaType(range)?.satisfies(type) == true
    }
  }

  /// Whether a response may have this content coding, because the request's `Accept-Encoding` says so.
  ///
  ///     gzip   br, gzip;q=0.5   *       accept gzip
  ///     gzip;q=0   gzip;q=0.0, *   *;q=0   (no field)   do not
  ///
  /// Without the field any coding would be acceptable; nobody sends one then.
  /// <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3>
  package static func takes(coding: String, acceptEncoding: String) -> Bool {
    let codings = FieldList.members(of: acceptEncoding).map(ParameterizedValue.init)
    func weight(_ name: String) -> Double? { codings.first { $0.value.lowercased() == name }?.weight }
    return (weight(coding) ?? weight("x-" + coding) ?? weight("*") ?? 0) > 0
  }
}
