/// How much memory libmicrohttpd has for the heads of a connection, taken when it gets it and kept as long as it is open.
///
/// At first half of it is the read buffer, which grows as need be; it also holds 64 bytes a field and a cookie, a copy of the cookies and the
/// response's head. The half is written over with zeros, and so is resident, once a request is read.
///
/// Most heads are short, and a stream keeps its connection's memory for hours: so there are two sizes, and the first head decides.
enum ConnectionMemory {
  static let small = 6_144

  /// For any head within the limit.
  static func large(_ limits: ServerLimits) -> Int {
    max(min(max(limits.headBytes, 1_024), 1 << 20) * 3 / 2 + 3_072, small)
  }

  /// Whether the first head takes so little of the small size that later ones of the connection, with further fields, will fit as well.
  static func isSmall(_ head: RequestHead, limits: ServerLimits) -> Bool {
    let bytes = head.fields.reduce(head.target.count) { $0 + $1.name.count + $1.value.count + 4 }
    return bytes <= 1_536 && head.fields.count <= 24 || large(limits) == small
  }
}
