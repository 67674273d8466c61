import TextForms

/// A text that may contain `${…}`.
///
///     Agent update #${number}
///
/// `$${` stands for `${` itself. A text that is exactly one `${…}` keeps the type of its value: see `single`.
struct Template: Sendable {
  enum Piece: Sendable {
    case literal([UInt8])
    case expression(Expression)
  }

  let pieces: [Piece]

  /// The expression, if the text is exactly one `${…}`; otherwise nil.
  var single: Expression? {
    guard pieces.count == 1, case .expression(let expression) = pieces.first else { return nil }
    return expression
  }

  /// The text, if all its expressions are constant; otherwise nil.
  var constant: String? {
    let (text, isWhole) = opening
    return isWhole ? text : nil
  }

  /// The text before the first expression that is not constant, and whether this is the whole text.
  var opening: (text: String, isWhole: Bool) {
    var bytes: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .literal(let literal): bytes += literal
      case .expression(let expression):
        guard let value = expression.constant else { return (String(decoding: bytes, as: UTF8.self), false) }
        value.appendText(to: &bytes)
      }
    }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  var effects: Effects {
    pieces.reduce(into: []) { effects, piece in
      if case .expression(let expression) = piece { effects.formUnion(expression.effects) }
    }
  }

  /// Compiles a text. If it has mistakes, appends them to `mistakes` and returns nil.
  ///
  /// - Parameter locate: returns the place of an offset into the text, in Unicode scalars.
  static func compile(
    _ text: String, locate: (Int) -> SourceLocation, scope: Scope, mistakes: inout [Mistake]
  ) -> Template? {
    guard text.utf8.contains(UInt8(ascii: "$")) else {
      return Template(pieces: text.isEmpty ? [] : [.literal(Array(text.utf8))])
    }
    let scalars = Array(text.unicodeScalars)
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    var isWhole = true
    var position = 0
    while position < scalars.count {
      let rest = scalars[position...]
      if rest.starts(with: ["$", "$", "{"]) {
        literal.append(contentsOf: ["$", "{"])
        position += 3
      } else if rest.starts(with: ["$", "{"]) {
        let start = position + 2
        guard let end = close(of: scalars, from: start) else {
          mistakes.append(unclosed(scalars, from: start, locate: locate))
          return nil
        }
        if !literal.isEmpty {
          pieces.append(.literal(Array(String(literal).utf8)))
          literal = .init()
        }
        if let expression = Expression.compile(
          Array(scalars[start..<end]), base: start, locate: locate, scope: scope, mistakes: &mistakes)
        {
          pieces.append(.expression(expression))
        } else {
          isWhole = false
        }
        position = end + 1
      } else {
        literal.append(scalars[position])
        position += 1
      }
    }
    if !literal.isEmpty { pieces.append(.literal(Array(String(literal).utf8))) }
    return isWhole ? Template(pieces: pieces) : nil
  }

  /// Returns the position of the `}` that closes an expression, skipping every `}` in its texts and objects; nil if there is none.
  private static func close(of scalars: [Unicode.Scalar], from start: Int) -> Int? {
    var depth = 0
    var quote: Unicode.Scalar?
    var position = start
    while position < scalars.count {
      let scalar = scalars[position]
      if let open = quote {
        if scalar == "\\" { position += 1 } else if scalar == open { quote = nil }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
      } else if scalar == "{" {
        depth += 1
      } else if scalar == "}" {
        if depth == 0 { return position }
        depth -= 1
      }
      position += 1
    }
    return nil
  }

  /// Returns the mistake for an expression that is not closed: a text in it has no closing quotation mark, or its `}` is missing.
  private static func unclosed(
    _ scalars: [Unicode.Scalar], from start: Int, locate: (Int) -> SourceLocation
  ) -> Mistake {
    do throws(ExpressionMistake) {
      _ = try Lexer.tokens(of: Array(scalars[start...]), base: start)
    } catch {
      if error.message.hasPrefix("the text that begins here") {
        return Mistake(error.message + " and a '}' to close the '${'", at: locate(error.offset))
      }
    }
    return Mistake("'${' is not closed; add '}', or write '$${' for '${' itself", at: locate(start - 2))
  }

  /// Evaluates and appends the text. If it throws, the buffer is unchanged.
  ///
  /// With `.json`, the value of a single expression keeps its type; any other template becomes a JSON string.
  ///
  /// - Parameter limit: the maximum number of bytes to append.
  func append(
    _ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation, limit: Int = .max
  ) throws(EvaluationError) {
    let start = buffer.count
    let isString = form == .json && single == nil
    let inner: OutputForm = isString ? .jsonText : form
    do throws(EvaluationError) {
      if isString { buffer.append(UInt8(ascii: "\"")) }
      for piece in pieces {
        switch piece {
        case .literal(let bytes):
          try e.charge(bytes: bytes.count)
          if inner == .text {
            buffer.append(contentsOf: bytes)
          } else {
            JSONString.appendEscaped(bytes: bytes, to: &buffer)
          }
        case .expression(let expression): try expression.append(inner, to: &buffer, &e)
        }
        guard buffer.count - start <= limit else { throw .tooMuchOutput }
      }
      if isString { buffer.append(UInt8(ascii: "\"")) }
    } catch {
      buffer.removeSubrange(start...)
      throw error
    }
  }

  /// Returns the value of a single expression, which keeps its type; for any other template, returns the text.
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    if let single { return try single.evaluate(&e) }
    var bytes: [UInt8] = []
    try append(.text, to: &bytes, &e, limit: EvaluationError.outputLimit)
    return .string(String(decoding: bytes, as: UTF8.self))
  }
}

/// The form in which a value is written.
enum OutputForm: Sendable {
  /// As text: `Task A`, `3`, `true`. Arrays and objects as JSON.
  case text
  /// As a JSON value: `"Task A"`, `3`, `true`.
  case json
  /// As text inside a JSON string, without its quotation marks, which the caller writes: `say \"hi\"`.
  case jsonText
}
