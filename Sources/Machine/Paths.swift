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
  package func resolved(_ path: String, by user: UInt32?) throws -> String {
    var rest = Array(path.split(separator: "/").map(String.init).reversed())
    var done = "/"
    var links = 0
    var foreign = ForeignLinks()
    while let name = rest.popLast() {
      let next = Paths.join(done, name)
      switch name {
      case ".": break
      case "..": done = Paths.folder(of: done)
      default:
        guard let status = try status(next), status.kind == .link else {
          done = next
          break
        }
        links += 1
        guard links <= Paths.longestChain else { throw MachineError.linkCycle(path) }
        if let user { foreign.follow(linkOf: status.uid, by: user, rest: rest.count) }
        let target = try link(next)
        if target.hasPrefix("/") { done = "/" }
        rest += target.split(separator: "/").map(String.init).reversed()
      }
      if let owner = foreign.ownerDue(rest.count), try self.owner(around: done) != owner {
        throw MachineError.foreignLink(path)
      }
    }
    return done
  }

  /// Of what is at a path, or of the nearest folder above in which it would be made.
  private func owner(around path: String) throws -> UInt32 {
    var place = path
    while true {
      if let status = try status(place) { return status.uid }
      guard place != "/" else { return 0 }
      place = Paths.folder(of: place)
    }
  }
}

/// Links of other users on the way along a path. Once what a link says has been walked, the place
/// reached must belong to the link's owner.
struct ForeignLinks {
  /// How many components of the path came after each link, and whose it was; inner ones last.
  private var owed: [(rest: Int, owner: UInt32)] = []

  mutating func follow(linkOf owner: UInt32, by user: UInt32, rest: Int) {
    if owner != 0, owner != user { owed.append((rest, owner)) }
  }

  /// Who must own the place reached, now that so many components are left; nil where nobody must.
  mutating func ownerDue(_ rest: Int) -> UInt32? {
    var owner: UInt32?
    while let last = owed.last, last.rest >= rest {
      // A place has one owner: links of two users cannot both be right.
      owner = owner == nil || owner == last.owner ? last.owner : .max
      owed.removeLast()
    }
    return owner
  }
}
