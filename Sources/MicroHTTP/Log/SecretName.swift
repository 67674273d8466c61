/// Whether a header field or a query parameter of that name carries what proves who somebody is.
///
/// A name is read as words, so that `X-Api-Key`, `api_key` and `accessToken` are secrets, and `max_tokens`, `keyword` and `author` are not.
public enum SecretName {
  private static let words: Set<Substring> = [
    "assertion", "auth", "authorization", "bearer", "cookie", "credential", "credentials", "hmac",
    "jsessionid", "jwt",
    "key", "otp",
    "passcode", "passphrase", "phpsessid", "pwd", "sessionid", "sid", "sig",
  ]
  /// Ends of words that are often written together: `accesstoken`, `clientsecret`.
  private static let ends = [
    "token", "secret", "password", "passwd", "signature", "apikey", "accesskey", "authkey",
  ]

  public static func isSecret(_ name: String) -> Bool {
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
