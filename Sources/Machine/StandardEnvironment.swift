import Glibc

/// The environment that programs get: the agent's own, as sshd, PAM and sudo made it, with a fixed
/// locale and the standard folders on the path.
package enum StandardEnvironment {
  package static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  package static let inherited: [(name: String, value: String)] = {
    var entries: [(name: String, value: String)] = []
    var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let mark = text.firstIndex(of: "="), mark != text.startIndex {
        entries.append((String(text[..<mark]), String(text[text.index(after: mark)...])))
      }
      next = next.advanced(by: 1)
    }
    return completed(entries)
  }()

  static func completed(_ given: [(name: String, value: String)]) -> [(name: String, value: String)] {
    var entries = given.filter { $0.name != "PATH" && $0.name != "LC_ALL" && !$0.name.hasPrefix("PROVISION_") }
    let own = given.last { $0.name == "PATH" }?.value ?? ""
    entries.append(("PATH", extended(own)))
    entries.append(("LC_ALL", "C.UTF-8"))
    return entries
  }

  /// A path with the standard folders behind its own.
  private static func extended(_ own: String) -> String {
    let folders = own.split(separator: ":").map(String.init)
    let missing = path.split(separator: ":").map(String.init).filter { !folders.contains($0) }
    return (folders + missing).joined(separator: ":")
  }
}
