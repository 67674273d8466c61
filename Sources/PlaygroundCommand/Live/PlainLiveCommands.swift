import ArgumentParser
import Playground

/// A command that needs only its verb and the streams to apply it to.
protocol PlainLiveCommand: ParsableCommand {
  static var verb: LiveVerb { get }
  var options: LiveOptions { get }
}

extension PlainLiveCommand {
  func run() throws { try options.send(Self.verb) }

  /// Returns the help for the command: its effect, how a client notices it, and an example.
  static func plain(_ abstract: String, _ discussion: String, example: String) -> CommandConfiguration {
    CommandConfiguration(
      commandName: verb.rawValue, abstract: abstract,
      discussion: """
        \(discussion)

        Example:

          sse-playground \(verb.rawValue) \(example)

        Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
        a command that makes no sense.
        """)
  }
}

struct PauseCommand: PlainLiveCommand {
  static let verb = LiveVerb.pause
  static let configuration = plain(
    "Holds the source of streams: heartbeats and cuts continue.",
    """
    The rest of the scenario is delayed by as long as it is held, and its 'elapsed' does
    not count that time. 'resume' lets it continue exactly where it was.
    """, example: "--session demo")

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct FreezeCommand: PlainLiveCommand {
  static let verb = LiveVerb.freeze
  static let configuration = plain(
    "Holds streams altogether: no heartbeats, no cuts.",
    """
    Time stands still for the scenario and for all that would happen to its bytes, until
    'resume'. It looks to a client as if the network had gone.
    """, example: "--scenario counter")

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct ResumeCommand: PlainLiveCommand {
  static let verb = LiveVerb.resume
  static let configuration = plain(
    "Resumes streams that are paused or frozen.",
    """
    They continue exactly where they were.
    """, example: "--all")

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct EndCommand: PlainLiveCommand {
  static let verb = LiveVerb.end
  static let configuration = plain(
    "Ends streams as HTTP says: the last chunk is sent.",
    """
    A client that reconnects by itself comes back, with its last event's id.
    """, example: "--session demo")

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct CutCommand: PlainLiveCommand {
  static let verb = LiveVerb.cut
  static let configuration = plain(
    "Closes the connections of streams in the middle of the body.",
    """
    A client that reconnects by itself comes back, with its last event's id.
    """, example: "--all")

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct ResetCommand: PlainLiveCommand {
  static let verb = LiveVerb.reset
  static let configuration = plain(
    "Resets the connections of streams (TCP RST).",
    """
    A client that reconnects by itself comes back, with its last event's id.
    """, example: "--stream 1f")

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}
