/// A list of host patterns as ssh_config(5) and known_hosts know them: `*`, `?`, and `!` for an
/// exception that wins over every match.
struct HostPatterns: Sendable, Equatable {
  let patterns: [String]

  init(_ patterns: [String]) { self.patterns = patterns }

  func match(_ name: String) -> Bool {
    var isMatched = false
    for pattern in patterns {
      let isNegated = pattern.hasPrefix("!")
      let body = isNegated ? pattern.dropFirst() : pattern[...]
      guard Self.matches(Array(body.utf8)[...], Array(name.utf8)[...]) else { continue }
      if isNegated { return false }
      isMatched = true
    }
    return isMatched
  }

  /// Linear in practice: only the last star is ever tried again.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    var (pattern, name) = (pattern, name)
    var retry: (pattern: ArraySlice<UInt8>, name: ArraySlice<UInt8>)?
    while !name.isEmpty {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (pattern, name)
      } else if let wanted = pattern.first, wanted == name.first || wanted == UInt8(ascii: "?") {
        (pattern, name) = (pattern.dropFirst(), name.dropFirst())
      } else if let last = retry {
        name = last.name.dropFirst()
        (pattern, retry) = (last.pattern, (last.pattern, name))
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
