import Configuration
import Logging
import Playground

/// What the command line, the environment and `.env` say, in this order; the rest is as it is by default.
struct Settings {
  var playground = Playground.Configuration()
  var logLevel = Logger.Level.info
  var logFormat = PlaygroundLogHandler.Format.text

  /// A setting that makes no sense: one line with its key, its value and what is allowed.
  struct Invalid: Error, CustomStringConvertible {
    var description: String
  }

  /// - Parameters:
  ///   - flags: what was given on the command line, by key.
  ///   - keys: the settings that are wanted; a mistake in another one is none of this command's. nil: all.
  static func read(flags: [String: String], keys: Set<String>? = nil) throws -> Settings {
    let environment = EnvironmentVariablesProvider()
    let file: EnvironmentVariablesProvider
    do {
      file = EnvironmentVariablesProvider(environmentVariables: try EnvironmentFile(path: ".env").values)
    } catch {
      throw Invalid(description: "cannot read .env: \(error.localizedDescription)")
    }
    var settings = Settings()
    for setting in Setting.all where keys?.contains(setting.key) ?? true {
      let sources: [(name: String, value: String?)] = [
        ("--\(setting.flag)", flags[setting.key]),
        ("the environment", try environment.environmentValue(forName: setting.key)),
        (".env", try file.environmentValue(forName: setting.key)),
      ]
      guard
        let (source, value) = sources.lazy.compactMap({ source in source.value.map { (source.name, $0) } })
          .first(where: {
            !$0.1.isEmpty
          })
      else { continue }
      guard setting.apply(value, &settings) else {
        throw Invalid(
          description:
            "\(setting.key) must be \(setting.allowed)\(setting.isSecret ? "" : ", got '\(value.escapedForLog)'") (from \(source))"
        )
      }
    }
    return settings
  }
}
