@testable import Judging

/// The text of `docs/rules.md`, generated from the rules.
enum RulesPage {
  static var text: String {
    var text = """
      # What is said of clients, and why

      Every finding of a verdict comes from one of these rules. Each is a function of facts: what the session's journal has. A **fault** is said only of what nothing but a
      mistake of the client's explains; what a page that was loaded anew, a program that was started again, a second tab or a proxy looks like is a **warning** or a **note**.
      A request that brings an ID of the session comes from who was here before; one without may be anybody's. Waits count from when the end of a stream left the server's
      socket, and through a proxy nothing is graver than a note. What a scenario expects (`expect`) is another matter: there the client is known, and what is not met is a fault.

      This page is made of the rules themselves (`Sources/Judging/Rules`, one file each), and a test runs every example. In an example stand, line by line, the milliseconds, the
      stream, and what happened.

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
