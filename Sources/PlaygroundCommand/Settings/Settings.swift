import Configuration
import Logging
import Playground
import TextForms

/// The settings from the command line, the environment and `.env`, in this order of precedence; the rest are defaults.
struct Settings {
  var playground = Playground.Configuration()
  var logLevel = Logger.Level.info
  var logFormat = PlaygroundLogHandler.Format.text

  /// A setting whose value is not allowed, or a `.env` that cannot be read: one line for the user, and exit status 64.
  struct Invalid: Error, CustomStringConvertible {
    var description: String
  }

  /// Reads the file `.env` of the working folder; an empty one if there is none.
  private static func environmentFile() throws(Invalid) -> EnvironmentFile {
    let input: InputFile
    do throws(InputFile.Failure) {
      input = try InputFile(".env", limit: 1_048_576)
    } catch {
      if error.isMissing { return EnvironmentFile(text: "") }
      throw Invalid(description: "cannot read .env: \(error)")
    }
    guard let text = String(validating: input.bytes, as: UTF8.self) else {
      throw Invalid(description: "cannot read .env: it is not UTF-8")
    }
    return EnvironmentFile(text: text, known: Setting.all.map(\.key))
  }

  /// Reads the settings, and warns of each suspicious line of `.env`.
  ///
  /// - Parameters:
  ///   - flags: the values given on the command line, by key.
  ///   - keys: the settings to read; mistakes in the others are ignored. nil: all.
  static func read(_ flags: [String: String?], keys: Set<String>? = nil) throws -> Settings {
    let environment = EnvironmentVariablesProvider()
    let read = try environmentFile()
    read.warnings.forEach(Output.warn)
    let file = EnvironmentVariablesProvider(environmentVariables: read.values)
    var settings = Settings()
    var given: Set<String> = []
    for setting in Setting.all where keys?.contains(setting.key) ?? true {
      let sources: [(name: String, value: String?)] = [
        ("--\(setting.flag)", flags[setting.key] ?? nil),
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
      given.insert(setting.key)
    }
    if settings.playground.room != nil, !given.contains("HOST") {
      settings.playground.server.hosts = ["0.0.0.0", "::"]
    }
    return settings
  }
}
