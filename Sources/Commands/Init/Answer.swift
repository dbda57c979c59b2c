import Glibc

/// What an answer must look like. Each says what is wrong and what was expected; nil where it is well.
enum Answer {
  typealias Judge = @Sendable (String) -> String?

  static let domain: Judge = { text in
    isDomain(text) ? nil : "'\(text)' is no domain; expected one such as toot.example.org, without https:// and without a path"
  }

  static let email: Judge = { text in
    isEmail(text) ? nil : "'\(text)' is no e-mail address; expected one such as alice@example.org"
  }

  /// An address or a name.
  static let host: Judge = { text in
    isAddress(text) || isDomain(text) ? nil : "'\(text)' is neither an address nor a name; expected one such as 203.0.113.10"
  }

  static let address: Judge = { text in
    isAddress(text) ? nil : "'\(text)' is no address; expected one such as 10.0.2.20"
  }

  static let network: Judge = { text in
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isOne = parts.count == 2 && isAddress(parts[0]) && (Int(parts[1]).map { (0...128).contains($0) } ?? false)
    return isOne ? nil : "'\(text)' is no network; expected one such as 10.0.2.0/24"
  }

  static let user: Judge = { text in
    text.wholeMatch(of: #/[a-z_][a-z0-9_.-]{0,31}/#) != nil ? nil : "'\(text)' is no user's name; expected one such as admin"
  }

  /// Names with dots have no certificate on Amazon's servers.
  static let bucket: Judge = { text in
    text.wholeMatch(of: #/[a-z0-9][a-z0-9-]{1,61}[a-z0-9]/#) != nil
      ? nil : "'\(text)' is no bucket's name; expected 3 to 63 of a-z, 0-9 and -, such as toot-media"
  }

  static let region: Judge = { text in
    text.wholeMatch(of: #/[a-z]{2,}(-[a-z]+)*-[0-9]+|auto/#) != nil ? nil : "'\(text)' is no region; expected one such as eu-west-3"
  }

  static let repository: Judge = { text in
    let isOne = text.hasPrefix("/") || text.wholeMatch(of: #/(s3|sftp|rest|b2|azure|gs|swift|rclone):\S+/#) != nil
    return isOne ? nil : "'\(text)' is no repository of restic; expected one such as s3:https://s3.eu-west-3.amazonaws.com/toot-backup"
  }

  static let port: Judge = { text in
    (Int(text).map { (1...65535).contains($0) } ?? false) ? nil : "'\(text)' is no port; expected 1 to 65535, such as 587"
  }

  static let url: Judge = { text in
    text.wholeMatch(of: #/https?:\/\/[^\s\/]+\S*/#) != nil ? nil : "'\(text)' is no address; expected one such as https://s3.example.org"
  }

  static let release: Judge = { text in
    text.wholeMatch(of: #/v\d+\.\d+\.\d+([-+.][0-9A-Za-z.+-]+)?/#) != nil ? nil : "'\(text)' is no release's tag; expected one such as v4.5.0"
  }

  /// Anything without spaces.
  static let word: Judge = { text in
    text.contains(where: \.isWhitespace) ? "'\(text)' contains a space; expected one word" : nil
  }

  /// A secret is not repeated.
  static let secret: Judge = { text in
    text.contains(where: \.isWhitespace) ? "it contains a space; expected one word" : nil
  }

  static func isDomain(_ text: String) -> Bool {
    guard text.utf8.count <= 253, !isAddress(text) else { return false }
    let label = #/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/#
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, !last.allSatisfy(\.isNumber) else { return false }
    return labels.allSatisfy { $0.wholeMatch(of: label) != nil }
  }

  static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].wholeMatch(of: #/[A-Za-z0-9.!#$%&'*+\/=?^_`{|}~-]+/#) != nil else { return false }
    return isDomain(parts[1].lowercased())
  }

  static func isAddress(_ text: String) -> Bool {
    var four = in_addr()
    var six = in6_addr()
    return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
  }
}
