/// Compiles `timeline`, and reports keys and steps that cannot be combined with a shared timeline.
extension ScenarioCompiler {
  mutating func timeline(_ member: DocumentMember?) -> SharedTimeline? {
    guard let member else { return nil }
    guard case .mapping = member.value.content else {
      return word(member, at: .scenario) == "shared" ? SharedTimeline() : nil
    }
    guard let fields = fields(of: member.value, at: .timeline) else { return nil }
    var timeline = SharedTimeline()
    timeline.start =
      word(fields["start"], at: fields.place).flatMap(SharedTimeline.Start.init) ?? timeline.start
    timeline.withoutClients =
      word(fields["withoutClients"], at: fields.place).flatMap(SharedTimeline.Idling.init)
      ?? timeline.withoutClients
    if timeline.start == .load, timeline.withoutClients != .run, let member = fields["withoutClients"] {
      report(
        "a shared timeline that starts with the load starts without clients, so 'withoutClients' must be run; choose 'start: first-client' for the others",
        at: member.value.location)
    }
    timeline.history = integer(fields["history"], at: fields.place) ?? timeline.history
    timeline.historyAge = duration(fields["historyAge"]) ?? timeline.historyAge
    timeline.slow =
      word(fields["slow"], at: fields.place).flatMap(SharedTimeline.Slowness.init) ?? timeline.slow
    return timeline
  }

  /// Reports top-level keys that concern one client's stream. Called only if the timeline is shared.
  ///
  /// - Parameter length: the `framing: length` of a stream; nil if there is none.
  mutating func checkSharedTop(_ fields: CheckedMapping, framedAt length: DocumentMember?) {
    if let write = fields["write"], settings.write != nil {
      reportShared("'write' cuts the bytes of one client's stream", "write", at: write.location)
    }
    if let proxy = fields["proxy"] {
      reportShared("'proxy' buffers the bytes of one client's stream", "proxy", at: proxy.location)
    }
    if let firehose = fields["firehose"], isFirehose {
      report(
        "no client slows a shared timeline down, so it cannot be a firehose; give the loop 'every' or a 'wait' and leave out 'firehose'",
        at: firehose.location)
    }
    if let resume = fields["resume"], case .restart = settings.resume {
      report(
        "a shared timeline does not begin again for one client; choose continue, forget or refuse, or leave out 'timeline'",
        at: resume.value.location)
    }
    if let seed = fields["seed"], seed.value.scalar?.text == "random" {
      report(
        "'seed: random' is drawn for each request, and a shared timeline is one run for all; give a number, or leave out 'timeline'",
        at: seed.value.location)
    }
    if let length {
      report(
        "'framing: length' needs to know the whole stream before it begins, and a client may join a shared timeline anywhere; leave out 'framing' or 'timeline'",
        at: length.value.location)
    }
  }

  /// Reports a step that concerns one client's stream, if the timeline is shared.
  mutating func checkShared(_ what: String, _ key: String, at location: SourceLocation) {
    if timeline != nil { reportShared(what, key, at: location) }
  }

  private mutating func reportShared(_ what: String, _ key: String, at location: SourceLocation) {
    report(
      "\(what), and a shared timeline sends all clients the same; leave out '\(key)' or 'timeline'",
      at: location)
  }
}
