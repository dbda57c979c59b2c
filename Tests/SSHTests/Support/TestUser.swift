import Foundation
import Glibc

@testable import SSH

/// An account of this machine with a password. Two serve all tests of a process, for `useradd`
/// waits whole seconds for its locks; they are removed when the process ends.
final class TestUser: Sendable {
  static let password = "correct horse"
  static let login = Result { try TestUser("a") }
  static let other = Result { try TestUser("b") }

  let name: String
  private var rules: String { "/etc/sudoers.d/\(name)" }

  private init(_ letter: String) throws {
    Self.removeLeftovers
    name = "pv\(getpid())\(letter)"
    let hash = try Shell.run("perl", "-e", "print crypt('\(Self.password)', '$6$saltsalt$')")
    try Shell.run("useradd", "-m", "-s", "/bin/bash", "-p", hash, name)
    atexit { TestUser.remove { $0 == getpid() } }
  }

  /// What sudo lets this user do, in the words of sudoers(5).
  func allow(_ rules: String) throws {
    let text = rules.replacingOccurrences(of: "USER", with: name) + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: self.rules))
    try Shell.run("chmod", "0440", self.rules)
  }

  func allowNothing() { unlink(rules) }

  /// Accounts of test processes that were killed.
  private static let removeLeftovers: Void = remove { kill($0, 0) != 0 }

  private static func remove(_ isGone: (pid_t) -> Bool) {
    for line in TextFile.lines(of: "/etc/passwd") where line.hasPrefix("pv") {
      let name = String(line.prefix { $0 != ":" })
      guard let pid = pid_t(name.dropFirst(2).dropLast()), isGone(pid) else { continue }
      _ = try? Shell.run("userdel", "-f", "-r", name)
      unlink("/etc/sudoers.d/\(name)")
    }
  }
}
