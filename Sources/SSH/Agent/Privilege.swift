/// As whom the agent runs.
package enum Privilege: Sendable {
  /// As the user who logged in.
  case none
  /// As `user`, through sudo.
  case sudo(user: String, password: SudoPassword)
}

/// Where sudo's password comes from, should sudo want one.
package enum SudoPassword: Sendable {
  case none
  case known(Password)
  /// Asked for only if sudo insists; nil: nobody knows it.
  case ask(@Sendable () async -> Password?)
}

/// One way to start the agent: the words before it, and what to answer when sudo asks.
struct Elevation: Sendable {
  /// Printed by sudo when it wants the password; different in every run, so that no other text
  /// can be taken for it.
  let mark: String
  let user: String?
  let password: Password?

  init(user: String?, password: Password?) {
    mark = "provision-" + String(UInt64.random(in: .min ... .max), radix: 16) + ":"
    (self.user, self.password) = (user, password)
  }

  /// sudo speaks English whatever the host's language; its words are looked at below.
  var words: [String] {
    guard let user else { return [] }
    let asking = password == nil ? ["-n"] : ["-S", "-p", mark]
    return ["env", "LC_ALL=C", "sudo"] + asking + ["-H", "-u", user, "--"]
  }

  /// How often sudo has asked so far.
  func count(in errorOutput: [UInt8]) -> Int {
    password == nil ? 0 : errorOutput.occurrences(of: Array(mark.utf8))
  }

  /// Names that need no quoting in any shell, and are no option of sudo.
  static func isPlain(_ user: String) -> Bool {
    guard let first = user.first, first != "-" else { return false }
    return user.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "@"):
        true
      default: false
      }
    }
  }
}

extension Array where Element == UInt8 {
  func occurrences(of needle: [UInt8]) -> Int {
    var count = 0
    var rest = self[...]
    while let end = rest.end(of: needle) {
      count += 1
      rest = rest[end...]
    }
    return count
  }
}

extension ArraySlice where Element == UInt8 {
  /// The index behind the first `needle`.
  func end(of needle: [UInt8]) -> Int? {
    guard let head = needle.first, count >= needle.count else { return nil }
    for start in startIndex...(endIndex - needle.count) where self[start] == head {
      if self[start..<(start + needle.count)].elementsEqual(needle) { return start + needle.count }
    }
    return nil
  }
}
