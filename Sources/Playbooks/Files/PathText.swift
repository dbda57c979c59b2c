import Glibc

/// Paths as text.
extension String {
  /// The path without its last component.
  var folder: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The last component.
  var fileName: String {
    guard let slash = lastIndex(of: "/") else { return self }
    return String(self[index(after: slash)...])
  }

  /// The other path below this one; itself where it is absolute or starts with `~`.
  func joined(_ other: String) -> String {
    if other.hasPrefix("/") { return other.normalizedPath }
    if other.hasPrefix("~") { return other.expandingHome.normalizedPath }
    return (self + "/" + other).normalizedPath
  }

  /// Without `.`, `..` and doubled slashes, as far as the text tells.
  var normalizedPath: String {
    if !contains("//"), !contains("/."), !hasPrefix("."), !hasSuffix("/") { return self }
    var parts: [Substring] = []
    for part in split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !hasPrefix("/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return hasPrefix("/") ? "/" + joined : joined.isEmpty ? "." : joined
  }

  /// With a leading `~` replaced by the home folder.
  var expandingHome: String {
    guard hasPrefix("~/") || self == "~", let home = getenv("HOME") else { return self }
    return String(cString: home) + dropFirst()
  }

  /// Made absolute by the working folder.
  package var absolutePath: String {
    if hasPrefix("/") || hasPrefix("~") { return expandingHome.normalizedPath }
    guard let folder = getcwd(nil, 0) else { return normalizedPath }
    defer { free(folder) }
    return String(cString: folder).joined(self)
  }
}
