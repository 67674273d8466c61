import Foundation
import Testing

@testable import Scenarios

struct SchemaExampleTests {
  @Test(arguments: [
    ("{type: 'string'}", #""Paris""#), ("{type: 'STRING'}", #""Paris""#), ("{type: 'integer'}", "3"),
    ("{type: 'integer', minimum: 10}", "10"), ("{type: 'integer', maximum: 1}", "1"),
    ("{type: 'integer', exclusiveMinimum: 5, multipleOf: 4}", "8"),
    ("{type: 'number', minimum: 0, maximum: 1}", "1"), ("{type: 'number'}", "21.5"),
    ("{type: 'number', exclusiveMaximum: 1, minimum: 0}", "0.5"),
    ("{type: 'boolean'}", "true"), ("{type: 'null'}", "null"), ("{type: ['null', 'boolean']}", "true"),
    ("{enum: ['b', 'c']}", #""b""#), ("{const: 7}", "7"), ("{type: 'string', default: 'x'}", #""x""#),
    ("{type: 'string', maxLength: 2}", #""Pa""#), ("{type: 'string', minLength: 7}", #""Parisss""#),
    ("{type: 'string', format: 'date'}", #""2026-11-22""#),
    ("{type: 'array', items: {type: 'integer'}, minItems: 3}", "[3,4,5]"),
    ("{type: 'array', items: {enum: ['a', 'b']}, minItems: 2, uniqueItems: true}", #"["a","b"]"#),
    ("{type: 'array', maxItems: 0}", "[]"),
    ("{prefixItems: [{type: 'integer'}, {type: 'boolean'}]}", "[3,true]"),
    ("{type: 'object'}", "{}"), ("{properties: {a: {type: 'integer'}, b: {}}}", #"{"a":3,"b":"Paris"}"#),
    ("{properties: {a: {}, b: {type: 'boolean'}}, required: ['b']}", #"{"b":true}"#),
    (
      "{properties: {a: {properties: {b: {type: 'integer'}}, required: ['b']}}, required: ['a']}",
      #"{"a":{"b":3}}"#
    ),
    ("{anyOf: [{type: 'null'}, {type: 'integer'}]}", "3"), ("{oneOf: [{const: 1}, {const: 2}]}", "1"),
    (
      "{allOf: [{properties: {a: {}}, required: ['a']}, {properties: {b: {type: 'integer'}}, required: ['b']}]}",
      #"{"a":"Paris","b":3}"#
    ),
    (
      "{properties: {a: {'$ref': '#/$defs/x'}}, '$defs': {x: {type: 'integer'}}, required: ['a']}",
      #"{"a":3}"#
    ),
    ("true", #""Paris""#),
  ])
  func `are made for each kind of schema`(_ schema: String, _ value: String) throws {
    #expect(try Example.json("fromSchema(\(schema))") == value)
  }

  @Test
  func `are made of a schema that refers to itself, too`() throws {
    let tree = "{type: 'object', properties: {left: {'$ref': '#'}, right: {'$ref': '#'}}}"
    #expect(try Example.json("fromSchema(\(tree))").hasPrefix(#"{"left":{"left":"#))
    #expect(try Example.json("fromSchema({'$ref': '#'})") == "null")
  }

  /// What was charged a thousand units took as long as sixty thousand.
  @Test
  func `a text that is cut costs what one does that is not`() throws {
    func time(_ schema: String, length: Int) throws -> Duration {
      let expression = try Compiling.expression("fromSchema(\(schema))", scope: Scope())
      var evaluation = Evaluation(layout: Scope().layout, request: PlanRequest(seed: 1))
      let times = try (0..<20).map { _ in
        evaluation.begin()
        let start = ContinuousClock.now
        let text = try evaluation.text(of: expression.evaluate(&evaluation))
        #expect(text.utf8.count == length)
        return start.duration(to: .now)
      }
      return try #require(times.min())
    }
    let whole = try time("{type: 'string', minLength: 60000}", length: 60_000)
    let cut = try time("{type: 'string', minLength: 60000, maxLength: 59999}", length: 59_999)
    #expect(cut / whole < 8)
  }
}
