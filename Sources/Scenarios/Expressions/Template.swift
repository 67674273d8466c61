import TextForms

/// Text with `${…}` in it.
///
///     Agent update #${number}
///
/// `$${` writes `${` literally. A text that is exactly one `${…}` keeps the type of its value: see `single`.
struct Template: Sendable {
  enum Piece: Sendable {
    case literal([UInt8])
    case expression(Expression)
  }

  let pieces: [Piece]

  init(pieces: [Piece]) { self.pieces = pieces }

  /// The expression, if the text is exactly one `${…}`.
  var single: Expression? {
    guard pieces.count == 1, case .expression(let expression) = pieces.first else { return nil }
    return expression
  }

  /// The text, if there is no expression in it that is worked out when it plays.
  var constant: String? {
    let (text, isWhole) = opening
    return isWhole ? text : nil
  }

  /// The text up to the first expression that is worked out when it plays, and whether that is all of it.
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

  /// Compiles a text; nil if there are mistakes in it, which are added to `mistakes`.
  ///
  /// `locate` gives the place of an offset, in Unicode scalars, into the text.
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

  /// The `}` that closes an expression: not one in a text or of an object in it.
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

  /// What is wrong with an expression that has no end: an open quotation mark in it, or no `}`.
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

  /// Evaluates and appends the text, in a form. After an error the buffer is as it was before.
  ///
  /// `.json` writes a single expression's value as it is, everything else as a JSON string.
  ///
  /// - Parameter limit: bytes that may be appended.
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

  /// A single expression's value with its type, else the text.
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    if let single { return try single.evaluate(&e) }
    var bytes: [UInt8] = []
    try append(.text, to: &bytes, &e, limit: EvaluationError.outputLimit)
    return .string(String(decoding: bytes, as: UTF8.self))
  }
}

/// How a value is written.
enum OutputForm: Sendable {
  /// As text: `Task A`, `3`, `true`. Arrays and objects as JSON.
  case text
  /// As a JSON value: `"Task A"`, `3`, `true`.
  case json
  /// As text inside a JSON string whose quotation marks the caller writes: `say \"hi\"`.
  case jsonText
}
