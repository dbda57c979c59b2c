/// Absolute paths as text.
package enum Paths {
  /// The folder and the name of an entry: `/a/b` is `/a` and `b`; trailing slashes do not count.
  package static func split(_ path: String) -> (folder: String, name: String) {
    let path = withoutTrailingSlashes(path)
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let name = String(path[path.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }

  package static func folder(of path: String) -> String { split(path).folder }
  package static func name(of path: String) -> String { split(path).name }

  package static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  package static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }

  /// Without `.`, `..`, doubled and trailing slashes, by text alone (Python's `normpath`).
  package static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    let isAbsolute = path.hasPrefix("/")
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
  }

  /// Whether a path is a folder or lies in it.
  package static func contains(_ folder: String, _ path: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  static let longestChain = 40
}

extension Files {
  /// The path with all links followed (Python's `realpath`); what does not exist is kept as
  /// written. Refuses another user's link to what is not that user's: whoever owns a folder could
  /// lead root anywhere with it. `user` is who acts; nil: only somebody looks, nothing is refused.
  package func resolved(_ path: String, by user: UInt32? = 0) throws -> String {
    var rest = Array(path.split(separator: "/").map(String.init).reversed())
    var done = "/"
    var links = 0
    var owed: [(rest: Int, owner: UInt32)] = []
    while let name = rest.popLast() {
      if name == "." { continue }
      if name == ".." {
        done = Paths.folder(of: done)
        continue
      }
      let next = Paths.join(done, name)
      let status = try status(next)
      if let status, status.kind == .link {
        links += 1
        guard links <= Paths.longestChain else { throw MachineError.linkCycle(path) }
        if let user, status.uid != 0, status.uid != user { owed.append((rest.count, status.uid)) }
        let target = try link(next)
        if target.hasPrefix("/") { done = "/" }
        rest += target.split(separator: "/").map(String.init).reversed()
        continue
      }
      done = next
      while let last = owed.last, last.rest >= rest.count {
        if let status, status.uid != last.owner { throw MachineError.foreignLink(path) }
        owed.removeLast()
      }
    }
    return done
  }
}
