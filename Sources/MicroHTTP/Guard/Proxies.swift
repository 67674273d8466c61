import FieldValues
import HTTPTypes

/// Works out how a request arrived and which client sent it. Only what trusted proxies add is believed.
///
/// In a chain of proxies the peer is the nearest one, and each adds the address that it received the request from. Read from the near end,
/// the client is the first address that is not trusted: everything beyond it may be forged.
struct Proxies {
  /// Empty unless configured.
  var trusted: [IPAddressRange] = []
  /// Whether a loopback peer is a client on this machine.
  var knowsLocal = true

  private static let forwarded = HTTPField.Name("Forwarded")
  private static let forwardedFor = HTTPField.Name("X-Forwarded-For")
  private static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")
  private static let forwardedHost = HTTPField.Name("X-Forwarded-Host")
  private static let forwardedPrefix = HTTPField.Name("X-Forwarded-Prefix")
  private static let realIP = HTTPField.Name("X-Real-IP")
  private static let host = HTTPField.Name("Host")

  /// Sets the client's address and the arrival of a request that a peer sent.
  func describe(_ request: inout Request, peer: String) {
    let fields = request.headerFields
    let authority = RequestTarget.authority(of: request.target)
    let hostField = Self.host.flatMap { fields[$0] }
    let isForwarded = fields.contains { ProxyField.isOne($0.name.canonicalName) }
    request.remoteAddress = peer
    request.arrival = Arrival(
      isLocal: knowsLocal && !isForwarded && IPAddress(peer)?.isLoopback == true
        && Self.isLoopbackName(hostField)
        && (authority == nil || Self.isLoopbackName(authority)),
      authority: authority ?? hostField ?? "")
    guard isForwarded, !trusted.isEmpty, let peer = IPAddress(peer), isTrusted(peer) else { return }
    believe(fields, of: peer, &request)
  }

  private func isTrusted(_ address: IPAddress) -> Bool { trusted.contains { $0.contains(address) } }

  private func believe(_ fields: HTTPFields, of peer: IPAddress, _ request: inout Request) {
    func lines(_ name: HTTPField.Name?) -> [String] { name.map { fields[values: $0] } ?? [] }
    func list(_ name: HTTPField.Name?) -> [String] {
      // Empty list elements are ignored (RFC 9110, 5.6.1.2).
      lines(name).flatMap { $0.split(separator: ",") }.map { FieldList.trimmed($0.utf8) }
        .filter { !$0.isEmpty }
    }
    let standard = chain(ForwardedField.hops(lines(Self.forwarded)), from: peer)
    var hops = list(Self.forwardedFor).map { ForwardedHop(address: ForwardedField.address(of: $0)) }
    if hops.isEmpty {
      hops = list(Self.realIP).suffix(1).map { ForwardedHop(address: ForwardedField.address(of: $0)) }
    }
    let customary = chain(hops, from: peer)
    // A proxy writes one of the two fields and passes on the other as the client sent it; it is impossible to know which.
    if let standard, let customary, standard.client != customary.client { return }
    let found = standard ?? customary
    /// The value that the same proxy wrote, if each proxy wrote one; else the nearest proxy's.
    func value(_ name: HTTPField.Name?) -> String? {
      let values = list(name)
      guard let customary, values.count == hops.count, values.indices.contains(customary.index) else {
        return values.last
      }
      return values[customary.index]
    }
    request.remoteAddress = (found?.client ?? peer).description
    if let scheme = standard?.hop.scheme ?? value(Self.forwardedProto).flatMap(ForwardedField.scheme) {
      request.arrival.scheme = scheme
    }
    if let host = standard?.hop.host ?? value(Self.forwardedHost).flatMap(ForwardedField.host) {
      request.arrival.authority = host
    }
    if let prefix = value(Self.forwardedPrefix).flatMap(Self.prefix) { request.arrival.prefix = prefix }
  }

  /// Finds the client at the far end of a chain of trusted proxies, and what was reported about its connection; nil without any hop.
  private func chain(_ hops: [ForwardedHop], from peer: IPAddress) -> (
    client: IPAddress, hop: ForwardedHop, index: Int
  )? {
    guard var hop = hops.last else { return nil }
    var client = peer
    var index = hops.count
    while index > 0, isTrusted(client) {
      index -= 1
      hop = hops[index]
      // If a hop hides its client, the last known address counts as the client.
      guard let address = hop.address else { break }
      client = address
    }
    return (client, hop, index)
  }

  /// `/playground` of `/playground/`; nil if the path is not plain, because it is put into pages and header fields.
  static func prefix(_ text: String) -> String? {
    let path = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard path.utf8.count <= 256, path.isEmpty || path.hasPrefix("/") else { return nil }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let isPlain = segments.allSatisfy { segment in
      !segment.isEmpty && !segment.allSatisfy { $0 == "." }
        && segment.utf8.allSatisfy { byte in
          (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || (0x30...0x39).contains(byte)
            || "-._~".utf8.contains(byte)
        }
    }
    return isPlain ? path : nil
  }

  /// Whether a Host field holds a loopback name: `localhost`, `127.0.0.1`, `[::1]`, with or without a port.
  static func isLoopbackName(_ host: String?) -> Bool {
    guard let host else { return false }
    return Array(host.utf8).withUnsafeBytes { bytes in
      guard let name = HostPolicy.name(of: bytes) else { return false }
      let text = String(decoding: name, as: UTF8.self).lowercased()
      return text == "localhost" || text.hasSuffix(".localhost") || IPAddress(text)?.isLoopback == true
    }
  }
}
