import Logging
import MicroHTTP
import Platform
import Scenarios
import Synchronization
import TextForms

/// Origins whose pages requested a stream that they may not read (CORS). Browsers do not tell a page why, so the person who runs the
/// server is told the reason and the remedy.
final class RefusedOrigins: Sendable {
  struct Entry: Sendable {
    var origin: String
    /// The target of the latest request.
    var target: String
    /// Nanoseconds since 1970.
    var time: Int64
    var count = 0
    /// One sentence with the problem and the remedy.
    var advice: String
  }

  /// The most entries, one for each origin and advice; the one seen least recently is dropped first.
  static let limit = 20
  /// The least time between two log lines about the same entry, in nanoseconds.
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

  /// Records a request whose response the browser will withhold from its page.
  ///
  /// - Returns: a sentence with the advice.
  func note(_ origin: String, _ request: Request, now: Int64 = WallClock.now) -> String {
    note(origin, request, advice(on: origin), now)
  }

  /// Records a request whose response the scenario's own `cors` withholds from its page.
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

  /// `the browser keeps the answer from a page of http://localhost:4000 (CORS). To let it read: ALLOWED_ORIGINS=… make run`
  func advice(on origin: String) -> String {
    let fact = Self.fact(origin)
    guard Self.isPlain(origin) else { return fact }
    let origins = (allowed + [origin]).joined(separator: ",")
    return
      "\(fact). To let it read: ALLOWED_ORIGINS=\(origins.contains("[") ? "'\(origins)'" : origins) make run"
  }

  /// `…, as 'cors: origins' of scenarios/orders.yaml says. To let it read, say there: origins: ['https://a.test', 'http://localhost:4000']`
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

  /// Removes an origin whose pages the server now allows to read; entries about a scenario's own `cors` stay.
  func forget(_ origin: String) {
    let advice = advice(on: origin)
    entries.withLock { $0.removeAll { $0.origin == origin && $0.advice == advice } }
  }

  /// Whether an origin is safe in a command line and in YAML: `http://localhost:4000`, `null`.
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
