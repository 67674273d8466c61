extension Setting {
  /// A file `.env` in which every setting stands with its default, as a comment.
  static var example: String {
    let head = """
      # Take a '#' away and change what you need. Flags go before the environment, the environment before this file.

      """
    return all.reduce(into: head) { text, setting in
      // A default that is said in words is no value.
      let isValue = setting.fallback != "none" && !setting.fallback.contains(" ")
      text += "\n# \(setting.help)\n#\(setting.key)=\(isValue ? setting.fallback : "")\n"
    }
  }
}
