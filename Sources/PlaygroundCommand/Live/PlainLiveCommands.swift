import ArgumentParser
import Playground

/// A command that needs no more than a verb and whose streams are meant.
protocol PlainLiveCommand: ParsableCommand {
  static var verb: LiveVerb { get }
  var options: LiveOptions { get }
}

extension PlainLiveCommand {
  func run() throws { try options.send(Self.verb) }
}

struct PauseCommand: PlainLiveCommand {
  static let verb = LiveVerb.pause
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Holds the source of streams: heartbeats and cuts go on.",
    discussion: """
      What the scenario still has comes later by as long as it is held, and its 'elapsed'
      does not count that. 'resume' lets it go on exactly where it was.

      Example:

        sse-playground pause --session demo

      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct FreezeCommand: PlainLiveCommand {
  static let verb = LiveVerb.freeze
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Holds streams altogether: no heartbeats, no cuts.",
    discussion: """
      Time stands still for the scenario and for all that would happen to its bytes, until
      'resume'. It looks to a client as if the network had gone.

      Example:

        sse-playground freeze --scenario counter

      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct ResumeCommand: PlainLiveCommand {
  static let verb = LiveVerb.resume
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Lets streams go on that are paused or frozen.",
    discussion: """
      They go on exactly where they were.

      Example:

        sse-playground resume --all

      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct EndCommand: PlainLiveCommand {
  static let verb = LiveVerb.end
  static let configuration = CommandConfiguration(
    commandName: "end", abstract: "Ends streams as HTTP says: the last chunk is sent.",
    discussion: """
      A client that reconnects by itself comes back, with its last event's id.

      Example:

        sse-playground end --session demo

      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct CutCommand: PlainLiveCommand {
  static let verb = LiveVerb.cut
  static let configuration = CommandConfiguration(
    commandName: "cut", abstract: "Closes the connections of streams in the middle of the body.",
    discussion: """
      A client that reconnects by itself comes back, with its last event's id.

      Example:

        sse-playground cut --all

      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}

struct ResetCommand: PlainLiveCommand {
  static let verb = LiveVerb.reset
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Resets the connections of streams (TCP RST).",
    discussion: """
      A client that reconnects by itself comes back, with its last event's id.

      Example:

        sse-playground reset --stream 1f

      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
}
