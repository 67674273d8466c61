/// The Range field (RFC 9110, 14.2). Only one range is honored; several ranges, and other units, get the whole file.
///
///     bytes=0-499    bytes=500-    bytes=-500
enum ByteRange: Equatable {
  case whole
  case part(Range<UInt64>)
  case unsatisfiable

  static func of(_ text: String, size: UInt64) -> ByteRange {
    guard text.lowercased().hasPrefix("bytes="), !text.contains(",") else { return .whole }
    let parts = text.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }) else {
      return .whole
    }
    // A number too large for 64 bits is larger than any file.
    let first = parts[0].isEmpty ? nil : UInt64(parts[0]) ?? .max
    let last = parts[1].isEmpty ? nil : UInt64(parts[1]) ?? .max
    switch (first, last) {
    case (nil, nil): return .whole
    case (nil, let suffix?):
      guard suffix > 0, size > 0 else { return .unsatisfiable }
      return .part(size - min(suffix, size)..<size)
    case (let first?, let last):
      if let last, last < first { return .whole }
      guard first < size else { return .unsatisfiable }
      let end = min(last ?? .max, size - 1) + 1
      return .part(first..<end)
    }
  }
}
