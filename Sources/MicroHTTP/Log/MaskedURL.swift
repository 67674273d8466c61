import HTTPTypes

/// A URL or a request target without secrets, so that it can be logged.
package enum MaskedURL {
  /// The text with the values of secret parameters and the user information masked.
  ///
  ///     /events?access_token=abc&room=7           /events?access_token=***&room=7
  ///     /go?%74oken=abc                           /go?%74oken=***
  ///     /go?next=%2Fcb%3Fkey%3Dabc                /go?next=***
  ///     /go?token%3Dabc                           /go?***
  ///     https://ada:secret@localhost/             https://***@localhost/
  package static func text(_ url: String) -> String {
    guard
      url.utf8.contains(where: {
        $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "#")
      })
    else {
      return url
    }
    var masked: [UInt8] = []
    let bytes = Array(url.utf8)
    let queryStart = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.endIndex
    appendPlace(bytes[..<queryStart], to: &masked)
    var rest = bytes[queryStart...]
    while let separator = rest.popFirst() {
      masked.append(separator)
      let piece = rest.prefix { !isSeparator($0) }
      rest = rest[piece.endIndex...]
      append(piece, to: &masked)
    }
    return String(decoding: masked, as: UTF8.self)
  }

  private static let mask = Array("***".utf8)

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "?")
      || byte == UInt8(ascii: "#")
  }

  /// Appends the text before the query; `user:password@` of an authority is masked.
  private static func appendPlace(_ bytes: ArraySlice<UInt8>, to masked: inout [UInt8]) {
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")),
      let slashes = bytes.firstRange(of: Array("//".utf8)),
      !bytes[slashes.upperBound...].prefix(while: { $0 != UInt8(ascii: "/") }).isEmpty,
      let end = bytes[slashes.upperBound...].prefix(while: { $0 != UInt8(ascii: "/") }).lastIndex(
        of: UInt8(ascii: "@")),
      at <= end
    else {
      masked += bytes
      return
    }
    masked += bytes[..<slashes.upperBound] + mask + bytes[end...]
  }

  /// Appends one `name=value`.
  private static func append(_ piece: ArraySlice<UInt8>, to masked: inout [UInt8]) {
    guard let equals = piece.firstIndex(of: UInt8(ascii: "=")), equals + 1 < piece.endIndex else {
      // A name without a value, unless the whole pair was encoded.
      masked += piece.last != UInt8(ascii: "=") && holdsSecret(decoded(piece)) ? mask[...] : piece
      return
    }
    masked += piece[...equals]
    let value = decoded(piece[(equals + 1)...])
    masked +=
      SecretName.isSecretParameter(decoded(piece[..<equals])) || holdsSecret(value)
      ? mask[...] : piece[(equals + 1)...]
  }

  /// Whether a value is itself a URL, a form or JSON with a secret in it.
  private static func holdsSecret(_ value: String) -> Bool {
    guard
      value.utf8.contains(where: {
        $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@")
      })
    else { return false }
    if text(value) != value { return true }
    return value.split(whereSeparator: { "&;?#{},".contains($0) }).contains { piece in
      guard let mark = piece.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return false }
      return SecretName.isSecretParameter(String(piece[..<mark]))
    }
  }

  /// Percent-decodes until nothing is left to decode, at most three times.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    for _ in 0..<3 where text.utf8.contains(UInt8(ascii: "%")) || text.utf8.contains(UInt8(ascii: "+")) {
      text = RequestTarget.decoded(text[...].utf8, plusIsSpace: true)
    }
    return text
  }
}

/// A header field without secrets.
package enum MaskedField {
  /// Returns a field's value, masked if it is a secret; secrets in URLs are masked, too:
  ///
  ///     Authorization: Bearer ***
  ///     Cookie: ***
  ///     Referer: http://localhost:3000/?token=***
  package static func value(of field: HTTPField) -> String {
    guard SecretName.isSecret(field.name.canonicalName) else { return MaskedURL.text(field.value) }
    let parts = field.value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, field.name.canonicalName.hasSuffix("authorization") else { return "***" }
    return "\(parts[0]) ***"
  }
}

/// Whether a header field or a query parameter with a name carries a secret.
///
/// A name is split into words, so that `X-Api-Key`, `api_key` and `accessToken` are secrets, and `max_tokens`, `keyword` and `author` are not.
package enum SecretName {
  private static let words: Set<Substring> = [
    "assertion", "auth", "authorization", "bearer", "cookie", "credential", "credentials", "hmac",
    "jsessionid", "jwt", "key", "otp",
    "passcode", "passphrase", "phpsessid", "pwd", "sessionid", "sid", "sig",
  ]
  /// Endings of words that are often written together: `accesstoken`, `clientsecret`.
  private static let ends = [
    "token", "secret", "password", "passwd", "signature", "apikey", "accesskey", "authkey",
  ]

  /// In query parameters, `code` and `pin` (used to sign in) and `session_id` (which identifies a signed-in user) are secrets, too. Within
  /// longer names these words mean other things.
  package static func isSecretParameter(_ name: String) -> Bool {
    if isSecret(name) { return true }
    let words = words(of: name)
    return words == ["code"] || words == ["pin"]
      || zip(words, words.dropFirst()).contains { $0 == "session" && $1 == "id" }
  }

  package static func isSecret(_ name: String) -> Bool {
    words(of: name).contains { word in words.contains(word[...]) || ends.contains { word.hasSuffix($0) } }
  }

  /// In lower case: `api`, `key` of `APIKey`, `api-key` and `api_key`.
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    let scalars = Array(name.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) else {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      let previous = index > 0 ? scalars[index - 1] : nil
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let begins =
        scalar.properties.isUppercase
        && (previous.map { !$0.properties.isUppercase } ?? false || next?.properties.isLowercase ?? false)
      if begins, !word.isEmpty {
        words.append(word)
        word = ""
      }
      word += scalar.properties.lowercaseMapping
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
