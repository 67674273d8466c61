import Logging
import MicroHTTP
import Platform
import Scenarios
import Synchronization

/// The origins whose pages asked for a stream and may not read it (CORS): what browsers hide from their pages, told to whoever runs
/// the server, with what to do about it.
final class RefusedOrigins: Sendable {
  struct Entry: Sendable {
    var origin: String
    /// Asked for last.
    var target: String
    /// Nanoseconds since 1970.
    var time: Int64
    var count = 0
    /// What happened and what to do about it, in a sentence.
    var advice: String
  }

  /// Origins that are remembered, each with what refused it; the one that came least lately goes first.
  static let limit = 20
  /// Nanoseconds between two lines of the log on one origin.
  private static let pace: Int64 = 60_000_000_000

  let allowed: [String]
  private let log: Logger
  /// The latest last.
  private let entries = Mutex<[Entry]>([])

  init(allowed: [String], log: Logger) {
    self.allowed = allowed
    self.log = log
  }

  var latest: [Entry] { entries.withLock { $0.reversed() } }

  /// Notes a request that a browser will not let its page read.
  ///
  /// - Returns: what to do about it, in a sentence.
  func note(_ origin: String, _ request: Request, now: Int64 = WallClock.now) -> String {
    note(origin, request, advice(on: origin), now)
  }

  /// Notes a request whose answer the scenario's own `cors` keeps from its page.
  func note(
    _ origin: String, _ refusal: CORSRefusal, of entry: CatalogEntry, _ request: Request,
    now: Int64 = WallClock.now
  ) -> String {
    note(origin, request, advice(on: origin, refusal, of: entry), now)
  }

  private func note(_ origin: String, _ request: Request, _ advice: String, _ now: Int64) -> String {
    let isToBeLogged = entries.withLock { entries in
      let known = entries.firstIndex { $0.origin == origin && $0.advice == advice }.map {
        entries.remove(at: $0)
      }
      if entries.count >= Self.limit { entries.removeFirst() }
      entries.append(
        Entry(
          origin: origin, target: MaskedURL.text(request.target).forSentence, time: now,
          count: min(known?.count ?? 0, 999_999) + 1, advice: advice))
      return known.map { now - $0.time >= Self.pace } ?? true
    }
    if isToBeLogged {
      log.notice("\(request.method.rawValue.forSentence) \(request.path.escapedForLog): \(advice)")
    }
    return advice
  }

  /// `The browser keeps this answer from a page of http://localhost:4000 (CORS). To let it read: ALLOWED_ORIGINS=… make run`
  func advice(on origin: String) -> String {
    let fact = Self.fact(origin)
    guard Self.isPlain(origin) else { return fact }
    let origins = (allowed + [origin]).joined(separator: ",")
    return
      "\(fact). To let it read: ALLOWED_ORIGINS=\(origins.contains("[") ? "'\(origins)'" : origins) make run"
  }

  /// `…, as 'cors: origins' of scenarios/orders.yaml says. To let it read, say there: cors: { origins: [https://app.test, http://localhost:4000] }`
  private func advice(on origin: String, _ refusal: CORSRefusal, of entry: CatalogEntry) -> String {
    let place = entry.file ?? "the scenario '\(entry.name)'"
    let fact = "\(Self.fact(origin)), as '\(refusal.key)' of \(place.forSentence) says"
    var remedy = "cors: any"
    switch refusal {
    case .preflight: remedy = "preflight: allow"
    case .stream: remedy = "stream: allow"
    case .off:
      if Self.isPlain(origin), origin != "null" { remedy = "cors: { origins: ['\(origin)'] }" }
    case .unlisted(let others):
      if Self.isPlain(origin), origin != "null" {
        let all = others.prefix(5) + [origin]
        remedy =
          "origins: [\(all.map { "'\($0.forSentence)'" }.joined(separator: ", "))\(others.count > 5 ? ", …" : "")]"
      }
    }
    return "\(fact). To let it read, say there: \(remedy)"
  }

  private static func fact(_ origin: String) -> String {
    "the browser keeps the answer from a page of \(origin.forSentence) (CORS)"
  }

  /// The server lets its pages read from now on; what a scenario's own `cors` refuses stays.
  func forget(_ origin: String) {
    let advice = advice(on: origin)
    entries.withLock { $0.removeAll { $0.origin == origin && $0.advice == advice } }
  }

  /// Whether an origin can stand in a command as it is: `http://localhost:4000`, `null`.
  static func isPlain(_ origin: String) -> Bool {
    if origin == "null" { return true }
    guard origin.utf8.count <= 255, let scheme = origin.firstRange(of: "://") else { return false }
    let isName = origin[..<scheme.lowerBound].utf8.allSatisfy { byte in
      (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "+")
    }
    return isName
      && origin[scheme.upperBound...].utf8.allSatisfy { byte in
        (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) || (0x30...0x39).contains(byte)
          || "-._:[]".utf8.contains(byte)
      }
  }
}
