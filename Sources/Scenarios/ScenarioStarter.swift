/// The text of a new scenario.
package enum ScenarioStarter {
  /// A commented scenario that can be played as it is.
  ///
  /// - Parameter schema: the path of the JSON Schema, relative to the file. Editors use it for completion and checks.
  package static func text(name: String, schema: String = "../docs/scenario.schema.json") -> String {
    """
    # yaml-language-server: $schema=\(schema)
    #
    # Play it at /play/\(name), or try it without a server: sse-playground play \(name).yaml
    # Every key is in docs/scenario-format.md, every function in docs/expressions.md.
    title: \(name)
    description: Says hello, counts, and completes.

    # An address of its own; {room} is params.room in expressions.
    # path: /\(name)/{room}

    # How long a client waits before it connects again.
    retry: 3s

    vars:
      greeting: Hello

    steps:
      # An event: its type, its data and perhaps an id, in the order they are sent.
      - event: greeting
        data: ${greeting}, ${query.name ?? 'World'}!

      # A loop; every iteration begins a second after the one before.
      - repeat: 5
        every: 1s
        as: n
        id: ${n}
        data: { count: "${n}", at: "${now}" }

      # A wait of random length, the same in every run with the same seed.
      - wait: 500ms..2s

      - event: complete
        data: { message: That was all }

    """
  }
}
