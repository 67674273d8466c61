/// Loops, conditions, choices, variables, and steps that are written elsewhere.
extension ScenarioKeys {
  private static let turns = [
    KeyDefinition(
      "every", .delay,
      "From the beginning of a turn to the beginning of the next; the first begins immediately, and there is no wait after the last."
    ),
    KeyDefinition(
      "pace", .mapping(.pace),
      "How fast turns follow one another, as the tokens of a language model do; in place of `every`."),
    KeyDefinition(
      "index", .variable, "Another name for `index`, which is 0 in the first turn, for loops within loops."),
    KeyDefinition("label", .name, "What `break` calls this loop."),
    KeyDefinition("steps", .steps, "What happens each turn. The keys of one event may stand in its place."),
  ]

  static let repetition =
    [
      KeyDefinition("repeat", .count, "How many turns.", isRequired: true),
      KeyDefinition("as", .variable, "Another name for `number`, which is 1 in the first turn."),
    ] + turns

  static let pace = [
    KeyDefinition("first", .delay, "How long to wait before the first turn.", default: "0s"),
    KeyDefinition("rate", .rate, "How many turns begin in a second, a minute or an hour.", isRequired: true),
    KeyDefinition(
      "jitter", .percentage,
      "How far each wait between two turns may be from what the rate says, by seeded chance.", default: "0%"),
  ]

  static let each =
    [
      KeyDefinition("each", .list, "One turn for each value.", isRequired: true),
      KeyDefinition("as", .variable, "What the steps call the value.", default: "item"),
    ] + turns

  static let breaking = [
    KeyDefinition(
      "break", .either([.nothing, .name]), "Leaves the innermost loop, or the one with that label.",
      isRequired: true)
  ]

  static let condition = [
    KeyDefinition("if", .condition, "What decides.", isRequired: true),
    KeyDefinition("then", .steps, "What happens if it is true.", isRequired: true),
    KeyDefinition("else", .steps, "What happens otherwise."),
  ]

  static let selection = [
    KeyDefinition("switch", .value, "A value.", isRequired: true),
    KeyDefinition(
      "cases", .stepsByText, "Texts that the value may be, each with its steps.", isRequired: true),
    KeyDefinition("default", .steps, "What happens if it is none of them."),
  ]

  static let choice = [
    KeyDefinition(
      "choose", .mappings(.alternative), "One of these happens, by seeded chance.", isRequired: true)
  ]

  static let alternative = [
    KeyDefinition("weight", .integer(0...1_000_000), "How likely it is, beside the others.", default: "1"),
    KeyDefinition("steps", .steps, "What happens. The keys of one event may stand in its place."),
  ]

  static let assignment = [
    KeyDefinition("set", .variables, "Variables and their new values.", isRequired: true)
  ]

  static let use = [
    KeyDefinition("use", .name, "The name of a fragment, whose steps happen here.", isRequired: true),
    KeyDefinition("with", .variables, "Variables that its steps see."),
  ]

  static let inclusion = [
    KeyDefinition(
      "include", .name,
      "The name of another scenario, whose steps happen here, with its `vars` and `fragments`.",
      isRequired: true)
  ]
}
