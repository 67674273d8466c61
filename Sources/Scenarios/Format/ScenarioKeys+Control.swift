/// Loops, conditions, choices, variables, fragments and includes.
extension ScenarioKeys {
  private static let loop = [
    KeyDefinition(
      "every", .delay,
      "Time from the beginning of one iteration to the beginning of the next; the first begins immediately, and there is no wait after the last."
    ),
    KeyDefinition(
      "pace", .mapping(.pace),
      "The rate of iterations, as with the tokens of a language model; instead of `every`."),
    KeyDefinition(
      "index", .variable, "Another name for `index` (0 in the first iteration), for nested loops."),
    KeyDefinition("label", .name, "What `break` calls this loop."),
    KeyDefinition(
      "steps", .steps, "The steps of each iteration. The keys of one event may replace this key."),
  ]

  static let repetition =
    [
      KeyDefinition("repeat", .count, "The number of iterations.", isRequired: true),
      KeyDefinition("as", .variable, "Another name for `number` (1 in the first iteration)."),
    ] + loop

  static let pace = [
    KeyDefinition("first", .delay, "How long to wait before the first iteration.", default: "0s"),
    KeyDefinition(
      "rate", .rate, "How many iterations begin in a second, a minute or an hour.", isRequired: true),
    KeyDefinition(
      "jitter", .percentage,
      "How far each wait between two iterations may be from what the rate says, by seeded chance.",
      default: "0%"),
  ]

  static let each =
    [
      KeyDefinition("each", .list, "One iteration for each value.", isRequired: true),
      KeyDefinition("as", .variable, "What the steps call the value.", default: "item"),
    ] + loop

  static let breaking = [
    KeyDefinition(
      "break", .either([.nothing, .name]), "Leaves the innermost loop, or the one with that label.",
      isRequired: true)
  ]

  static let condition = [
    KeyDefinition("if", .condition, "The condition.", isRequired: true),
    KeyDefinition("then", .steps, "The steps if it is true.", isRequired: true),
    KeyDefinition("else", .steps, "The steps if it is false."),
  ]

  static let selection = [
    KeyDefinition("switch", .value, "A value.", isRequired: true),
    KeyDefinition(
      "cases", .stepsByText, "Texts that the value may be, each with its steps.", isRequired: true),
    KeyDefinition("default", .steps, "The steps if no case matches."),
  ]

  static let choice = [
    KeyDefinition(
      "choose", .mappings(.alternative), "One of these happens, by seeded chance.", isRequired: true)
  ]

  static let alternative = [
    KeyDefinition("weight", .integer(0...1_000_000), "Its weight relative to the others.", default: "1"),
    KeyDefinition("steps", .steps, "What happens. The keys of one event may replace this key."),
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
