import Glibc
import Values
import YAML

extension Test {
  /// Files of the controller, and addresses.
  static let files: Table = [
    ("file", path { FileKind.of($0) == .regular }),
    ("is_file", path { FileKind.of($0) == .regular }),
    ("directory", path { FileKind.of($0) == .directory }),
    ("is_dir", path { FileKind.of($0) == .directory }),
    ("exists", path { FileKind.of($0) != nil }),
    ("link", path(isLink)), ("is_link", path(isLink)),
    ("link_exists", path { isLink($0) || FileKind.of($0) != nil }),
    ("abs", path { $0.utf8.first == 47 }), ("is_abs", path { $0.utf8.first == 47 }),
    ("mount", path(isMount)), ("is_mount", path(isMount)),
    ("same_file", isSame), ("is_same_file", isSame),
    ("vaulted_file", Test { try File.read(try $0.inputText).starts(with: Array("$ANSIBLE_VAULT;".utf8)) }),
    ("uri", Test(["schemes"]) { call in try isURI(call) }),
    (
      "url",
      Test(["schemes"]) { call in
        let parts = URLParts(try call.inputText)
        return try isURI(call) && (!parts.netloc.isEmpty || parts.scheme == "file")
      }
    ),
    ("urn", Test { URLParts(try $0.inputText).scheme == "urn" }),
  ]

  private static func path(_ check: @escaping @Sendable (String) -> Bool) -> Test {
    Test { check(try $0.inputText) }
  }

  private static func status(_ path: String, followsLinks: Bool = true) -> stat? {
    var status = stat()
    return (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 ? status : nil
  }

  private static func isLink(_ path: String) -> Bool {
    status(path, followsLinks: false).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
  }

  private static func isMount(_ path: String) -> Bool {
    guard !isLink(path), let here = status(path), let above = status(path + "/..") else {
      return false
    }
    return here.st_dev != above.st_dev || here.st_ino == above.st_ino
  }

  private static let isSame = Test(["other"], required: 1) { call in
    guard let one = status(try call.inputText), let other = status(try call.text(0)) else {
      throw ValueError(
        "\(call.name) test: no such file: '\(try call.inputText)' or '\(try call.text(0))'")
    }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  private static func isURI(_ call: Call) throws -> Bool {
    guard let schemes = call.value(0), !schemes.isNull else { return true }
    let wanted = try call.evaluator.elements(of: schemes)
    return try wanted.isEmpty || wanted.contains(.string(URLParts(try call.inputText).scheme))
  }
}
