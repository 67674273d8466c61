@testable import Judging

/// The text of `docs/rules.md`, generated from the rules.
enum RulesPage {
  static var text: String {
    var text = """
      # What verdicts say about clients, and why

      Each finding of a verdict comes from one of these rules, which are functions of facts from the session's journal. A **fault** is reported only if nothing but a mistake of the
      client explains the facts; behavior that a reloaded page, a restarted program, a second tab or a proxy also shows is a **warning** or a **note**. A request that brings an ID of
      the session comes from a client that was here before; one without may come from anybody. Waits are counted from the moment when the end of a stream left the server's socket.
      Through a proxy nothing is worse than a note. What a scenario expects (`expect`) is different: there the client is known, and an expectation that is not met is a fault.

      This page is generated from the rules (`Sources/Judging/Rules`, one file each), and a test runs every example. Each line of an example has the milliseconds, the stream, and what
      happened.

      """
    for rule in Rules.all {
      text += """

        ## \(rule.id)

        \(rule.sentence)

        \(rule.policy) The standard: [\(rule.clause.text)](\(rule.clause.address))

        ```text
        \(rule.example.facts)
        ```

        \(rule.example.findings.map { "- \($0)" }.joined(separator: "\n"))

        """
    }
    return text
  }
}
