import Logging
import Playground
import TextForms

/// A setting, given by a flag, in the environment or in `.env`.
struct Setting: Sendable {
  /// The name in the environment and in `.env`.
  let key: String
  let help: String
  /// The default, as help shows it; it may be words instead of a value.
  let fallback: String
  /// The allowed values, as a phrase that follows "must be".
  let allowed: String
  /// Whether messages leave its value out.
  var isSecret = false
  /// Stores a value in the settings; false if the value is not allowed.
  let apply: @Sendable (String, inout Settings) -> Bool

  /// `max-streams` of `MAX_STREAMS`.
  var flag: String { key.lowercased().replacing("_", with: "-") }

  /// The value of `--room` without a name: the room keeps its former name.
  static let plainRoom = "room"

  static let all: [Setting] =
    [
      Setting(
        key: "HOST", help: "Addresses to listen on, with commas between them; a room listens on all.",
        fallback: "127.0.0.1,::1",
        allowed: "IP addresses with commas between them, such as 127.0.0.1,::1 or 0.0.0.0"
      ) { text, settings in
        let hosts = list(text).map { $0 == "localhost" ? "127.0.0.1" : $0 }
        if hosts.isEmpty { return false }
        settings.playground.server.hosts = hosts
        return true
      },
      number(
        "PORT", "The port to listen on; 0 picks a free one.", 0...65_535, \.playground.server.port),
      Setting(
        key: "ALLOWED_ORIGINS", help: "Origins whose pages may read streams (CORS), with commas; * for all.",
        fallback: "http://localhost:3000,http://localhost:5173",
        allowed:
          "origins such as http://localhost:3000, without a path, with commas between them, 'none' or '*'"
      ) { text, settings in
        let texts = text == "none" ? [] : list(text)
        let origins = texts.compactMap(Origin.normalized)
        settings.playground.allowedOrigins = origins
        return origins.count == texts.count
      },
      Setting(
        key: "ALLOWED_HOSTS", help: "Further names that the server may be called by, with commas; * for all.",
        fallback: "none", allowed: "host names with commas between them, without ports"
      ) { text, settings in
        let names = list(text)
        guard names.allSatisfy({ !$0.contains { $0 == "/" || $0 == " " } }) else { return false }
        settings.playground.server.allowedHosts = Set(names)
        return true
      },
      Setting(
        key: "TRUSTED_PROXIES",
        help:
          "Proxies whose Forwarded and X-Forwarded fields are believed: addresses or ranges, with commas.",
        fallback: "none",
        allowed:
          "IP addresses or ranges with commas between them, such as 127.0.0.1,::1 or 10.0.0.0/8, or 'none'"
      ) { text, settings in settings.playground.trust(proxies: text == "none" ? [] : list(text)) },
      Setting(
        key: "ADMIN_TOKEN",
        help: "The token needed to change anything, or to see what clients do, from another machine.",
        fallback: "none", allowed: "at least 8 characters", isSecret: true
      ) { text, settings in
        settings.playground.adminToken = text
        return text.utf8.count >= 8
      },
      Setting(
        key: "ROOM",
        help:
          "Opens a room for a class: its name, or '\(plainRoom)' to keep the name it had. Whoever joins by its link can save, and watch their own streams.",
        fallback: "none", allowed: "a name of at most 64 bytes in one line"
      ) { text, settings in
        guard RoomSettings.isName(text) else { return false }
        settings.playground.room = RoomSettings(name: text == plainRoom ? nil : text)
        return true
      },
      text("SCENARIOS", "The folder of scenario files.", "scenarios", \.playground.scenarios),
      Setting(
        key: "SHIPPED_SCENARIOS",
        help: "The folder of scenarios that yours take precedence over; 'none' for only yours.",
        fallback: "what came with the program", allowed: "a folder, or 'none'"
      ) { text, settings in
        settings.playground.shippedScenarios = text == "none" ? nil : text
        return true
      },
      text(
        "PUBLIC", "The folder of the pages; an installed program has its own.", "Public", \.playground.pages),
      text(
        "DATA", "The folder that saved scenarios are kept in, or an .sqlite file.", "data", \.playground.data),
      Setting(
        key: "LOG_LEVEL", help: "How much is logged.", fallback: "info",
        allowed: "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
      ) { text, settings in
        guard let level = Logger.Level(rawValue: text.lowercased()) else { return false }
        settings.logLevel = level
        return true
      },
      Setting(
        key: "LOG_FORMAT", help: "text, or json for one JSON object a line.", fallback: "text",
        allowed: "text or json"
      ) {
        text, settings in
        guard let format = PlaygroundLogHandler.Format(rawValue: text.lowercased()) else { return false }
        settings.logFormat = format
        return true
      },
      number(
        "LOOPS", "Threads that serve connections.", 1...64, \.playground.server.loops,
        fallback: "one for each core but one, from 1 to 4"),
    ] + limits

  static let limits: [Setting] = [
    number(
      "MAX_STREAMS", "Streams open at once; more get 503.", 1...1_000_000, \.playground.server.limits.streams),
    number(
      "MAX_CONNECTIONS", "Connections open at once; more get 503.", 1...1_000_000,
      \.playground.server.limits.connections),
    number(
      "MAX_STREAMS_PER_ADDRESS", "Streams of one address beyond loopback; more get 429.", 1...1_000_000,
      \.playground.server.limits.streamsPerAddress),
    number(
      "MAX_HEAD_BYTES", "Bytes of a request's head; more get 431.", 1_024...65_536,
      \.playground.server.limits.headBytes),
    number(
      "MAX_TARGET_BYTES", "Bytes of a request's target; more get 414.", 256...65_536,
      \.playground.server.limits.targetBytes),
    number(
      "MAX_BODY_BYTES", "Bytes of a request's body; more get 413.", 0...67_108_864, \.playground.bodyLimit),
    number(
      "MAX_SCENARIO_BYTES", "Bytes of a scenario.", 1_024...16_777_216, \.playground.scenarioLimit),
    number(
      "MAX_JOURNAL_BYTES", "Memory that remembers what streams were sent; 0 for none.", 0...1_073_741_824,
      \.playground.journalBytes),
    number(
      "MAX_SAVED", "Saved scenarios; one more gets 507.", 0...100_000, \.playground.savedLimit),
    number(
      "MAX_SAVED_BYTES", "Bytes of saved scenarios with all versions; more get 507.", 0...1_073_741_824,
      \.playground.savedBytesLimit),
    number(
      "MAX_VERSIONS", "Versions kept of a saved scenario.", 1...10_000, \.playground.versionsLimit),
    duration("HEAD_TIMEOUT", "For a request's head to arrive.", \.playground.server.limits.headDeadline),
    duration("BODY_TIMEOUT", "For a request's body to arrive.", \.playground.server.limits.bodyDeadline),
    duration(
      "KEEP_ALIVE_TIMEOUT", "For the next request on a connection.",
      \.playground.server.limits.keepAliveDeadline),
    duration(
      "STALL_TIMEOUT", "For a reader that takes nothing, before its stream is cut.",
      \.playground.server.limits.stallDeadline),
    number(
      "LOG_LINES_PER_SECOND", "Log lines a second; more are counted and left out.", 1...1_000_000,
      \.playground.server.limits.logLinesPerSecond),
  ]

  // MARK: Kinds

  private static func number<Number: BinaryInteger & Sendable>(
    _ key: String, _ help: String, _ range: ClosedRange<Int>,
    _ path: WritableKeyPath<Settings, Number> & Sendable, fallback: String? = nil
  ) -> Setting {
    Setting(
      key: key, help: help, fallback: fallback ?? String(Settings()[keyPath: path]),
      allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)"
    ) { text, settings in
      guard let value = Int(text), range.contains(value), let number = Number(exactly: value) else {
        return false
      }
      settings[keyPath: path] = number
      return true
    }
  }

  private static func text(
    _ key: String, _ help: String, _ fallback: String, _ path: WritableKeyPath<Settings, String> & Sendable
  ) -> Setting {
    Setting(key: key, help: help, fallback: fallback, allowed: "a folder") { text, settings in
      settings[keyPath: path] = text
      return true
    }
  }

  private static func duration(
    _ key: String, _ help: String, _ path: WritableKeyPath<Settings, Duration> & Sendable
  ) -> Setting {
    let seconds = Settings()[keyPath: path].components.seconds
    return Setting(
      key: key, help: help, fallback: "\(seconds)s",
      allowed: "a duration from 100ms to 1h, such as 10s or 500ms"
    ) { text, settings in
      guard let duration = Duration(setting: text), (.milliseconds(100) ... .seconds(3600)).contains(duration)
      else {
        return false
      }
      settings[keyPath: path] = duration
      return true
    }
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
  }
}

extension Duration {
  /// Reads `250ms`, `10s`, `2m` or `1h`; a number alone is seconds.
  init?(setting text: String) {
    guard let (amount, unit) = DurationText.single(text.last?.isNumber == true ? text + "s" : text),
      let number = Int64(amount), number < 1_000_000_000,
      [.milliseconds, .seconds, .minutes, .hours].contains(unit)
    else { return nil }
    self = .milliseconds(number * Int64(unit.nanoseconds / 1_000_000))
  }
}

extension Setting {
  /// A file `.env` with a commented line for every setting and its default.
  static var example: String {
    let head = """
      # Remove a '#' and change what you need. Flags have precedence over the environment, the environment over this file.

      """
    return all.reduce(into: head) { text, setting in
      // A default in words ("none", or with spaces) is not a value.
      let isValue = setting.fallback != "none" && !setting.fallback.contains(" ")
      text += "\n# \(setting.help)\n#\(setting.key)=\(isValue ? setting.fallback : "")\n"
    }
  }
}
