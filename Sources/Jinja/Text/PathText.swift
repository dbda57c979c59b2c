import Glibc
import Values

/// Python's `os.path` for POSIX.
enum PathText {
  static func split(_ path: String) -> (head: String, tail: String) {
    guard let slash = path.utf8.lastIndex(of: 47) else { return ("", path) }
    let next = path.utf8.index(after: slash)
    var head = String(path[..<next])
    if !head.utf8.allSatisfy({ $0 == 47 }) { while head.utf8.last == 47 { head.removeLast() } }
    return (head, String(path[next...]))
  }

  static func splitSuffix(_ path: String) -> (String, String) {
    let tail = split(path).tail
    let name = Python.strip(tail, ".", right: false)
    guard let dot = name.utf8.lastIndex(of: 46) else { return (path, "") }
    let suffix = String(name[dot...])
    return (String(decoding: path.utf8.dropLast(suffix.utf8.count), as: UTF8.self), suffix)
  }

  static func joined(_ parts: [String]) -> String {
    parts.dropFirst().reduce(parts.first ?? "") { path, part in
      if part.utf8.first == 47 { return part }
      return path.isEmpty || path.utf8.last == 47 ? path + part : path + "/" + part
    }
  }

  static func normalized(_ path: String) -> String {
    if path.isEmpty { return "." }
    let slashes = path.utf8.prefix { $0 == 47 }.count
    let root = slashes == 2 ? "//" : slashes > 0 ? "/" : ""
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || root.isEmpty {
        parts.append(part)
      }
    }
    let result = root + parts.joined(separator: "/")
    return result.isEmpty ? "." : result
  }

  static func absolute(_ path: String) -> String {
    guard path.utf8.first != 47 else { return normalized(path) }
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getcwd(&buffer, buffer.count) != nil else { return normalized(path) }
    return normalized(text(buffer) + "/" + path)
  }

  private static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func real(_ path: String) -> String {
    let whole = absolute(path)
    if let found = realpath(whole, nil) {
      defer { free(found) }
      return String(cString: found)
    }
    let (head, tail) = split(whole)
    return head == whole ? whole : joined([real(head), tail])
  }

  static func relative(_ path: String, to start: String) throws -> String {
    if path.isEmpty { throw ValueError("no path specified") }
    let from = absolute(start).split(separator: "/")
    let to = absolute(path).split(separator: "/")
    let common = zip(from, to).prefix { $0 == $1 }.count
    let parts =
      Array(repeating: "..", count: from.count - common) + to.dropFirst(common).map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  static func common(_ paths: [String]) throws -> String {
    guard let first = paths.first else { throw ValueError("commonpath() arg is an empty sequence") }
    let isAbsolute = first.utf8.first == 47
    guard paths.allSatisfy({ ($0.utf8.first == 47) == isAbsolute }) else {
      throw ValueError("Can't mix absolute and relative paths")
    }
    var common = first.split(separator: "/").filter { $0 != "." }
    for path in paths.dropFirst() {
      let parts = path.split(separator: "/").filter { $0 != "." }
      common = Array(common.prefix(zip(common, parts).prefix { $0 == $1 }.count))
    }
    return (isAbsolute ? "/" : "") + common.joined(separator: "/")
  }

  static func expandingUser(_ path: String) -> String {
    guard path.utf8.first == UInt8(ascii: "~") else { return path }
    let name = path.prefix { $0 != "/" }
    let home: String?
    if name.count == 1 {
      home = variable("HOME") ?? getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) }
    } else {
      home = getpwnam(String(name.dropFirst())).map { String(cString: $0.pointee.pw_dir) }
    }
    guard let home else { return path }
    let result = Python.strip(home, "/", left: false) + path.dropFirst(name.count)
    return result.isEmpty ? "/" : result
  }

  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// `$name` and `${name}`; unknown ones stay.
  static func expandingVariables(_ path: String) -> String {
    var out = ""
    var rest = Substring(path).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "$" else {
        out.unicodeScalars.append(scalar)
        continue
      }
      let isBraced = rest.first == "{"
      let body = isBraced ? rest.dropFirst() : rest
      let name =
        isBraced
        ? body.prefix { $0 != "}" }
        : body.prefix {
          $0 == "_" || ($0.isASCII && $0.properties.isAlphabetic) || ("0"..."9").contains($0)
        }
      let isClosed = !isBraced || name.endIndex < body.endIndex
      guard isClosed, !name.isEmpty, let value = variable(String(Substring(name))) else {
        out += "$"
        continue
      }
      out += value
      rest = body[name.endIndex...]
      if isBraced { rest.removeFirst() }
    }
    return out
  }
}

/// Python's `ntpath`.
enum WindowsPath {
  static func splitDrive(_ path: String) -> (String, String) {
    let scalars = Array(path.unicodeScalars)
    let isSlash = { (index: Int) in
      index < scalars.count && (scalars[index] == "\\" || scalars[index] == "/")
    }
    if isSlash(0), isSlash(1), !isSlash(2), scalars.count > 2 {
      let host = scalars.indices.dropFirst(2).first(where: isSlash) ?? scalars.count
      let share = scalars.indices.dropFirst(host + 1).first(where: isSlash) ?? scalars.count
      return (Python.string(scalars[..<share]), Python.string(scalars[share...]))
    }
    guard scalars.count > 1, scalars[1] == ":" else { return ("", path) }
    return (Python.string(scalars[..<2]), Python.string(scalars[2...]))
  }

  static func split(_ path: String) -> (head: String, tail: String) {
    let (drive, rest) = splitDrive(path)
    let scalars = Array(rest.unicodeScalars)
    let start = (scalars.lastIndex { $0 == "\\" || $0 == "/" }).map { $0 + 1 } ?? 0
    let head = Python.string(scalars[..<start])
    let bare = Python.strip(head, "\\/", left: false)
    return (drive + (bare.isEmpty ? head : bare), Python.string(scalars[start...]))
  }
}

/// Files by shell pattern.
enum Glob {
  static func paths(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }

  static func files(_ pattern: String) -> [String] {
    paths(pattern).filter { FileKind.of($0) == .regular }
  }
}

/// What stands at a path, links followed.
enum FileKind {
  case regular, directory, other

  static func of(_ path: String) -> FileKind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .regular
    case S_IFDIR: return .directory
    default: return .other
    }
  }
}
