/// The `%x` tokens of ssh_config(5).
enum SSHTokens {
  /// `%%` becomes `%`; a token that `value` does not know stays as it is.
  static func expand(_ text: String, _ value: (Character) -> String?) -> String {
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "%") {
      result += rest[..<mark]
      rest = rest[mark...].dropFirst()
      guard let token = rest.popFirst() else { return result + "%" }
      result += token == "%" ? "%" : value(token) ?? "%\(token)"
    }
    return result + rest
  }
}
