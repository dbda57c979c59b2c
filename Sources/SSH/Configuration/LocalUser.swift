import Glibc

/// Who runs us, by the account database, as OpenSSH sees it.
struct LocalUser: Sendable {
  let name: String
  let home: String

  static let current: LocalUser = {
    let environment = { (name: String) in getenv(name).map { String(cString: $0) } }
    guard let entry = getpwuid(getuid()) else {
      return LocalUser(name: environment("USER") ?? "root", home: environment("HOME") ?? "/")
    }
    return LocalUser(
      name: String(cString: entry.pointee.pw_name), home: String(cString: entry.pointee.pw_dir))
  }()

  /// nil when the path does not begin with `~/`.
  static func expandTilde(_ path: String) -> String? {
    path == "~" || path.hasPrefix("~/") ? current.home + path.dropFirst() : nil
  }
}
