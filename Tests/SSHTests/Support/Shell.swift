import Foundation

@testable import SSH

/// Runs programs for the tests' own preparations. Not by Foundation's `Process`: that waits for
/// ever beside a child that closes inherited descriptors, as sshd does.
enum Shell {
  struct Failure: Error { let command: [String], output: String }

  @discardableResult
  static func run(_ words: String...) throws -> String { try run(words) }

  @discardableResult
  static func run(_ words: [String]) throws -> String {
    let result = try CommandOutput.of(words)
    guard let result, result.status == 0 else {
      throw Failure(command: words, output: result?.errorText ?? "not found")
    }
    return result.lines.joined(separator: "\n")
  }
}

/// A folder that goes away with its value.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "provision-ssh-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    if mode & 0o100 != 0 { try settle(name) }
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
    return file(name)
  }

  /// A program that another test's child still holds open for writing cannot be run: a copy made
  /// by a child of our own can.
  private func settle(_ name: String) throws {
    try Shell.run("mv", file(name), file(name + ".written"))
    try Shell.run("cp", file(name + ".written"), file(name))
    try Shell.run("rm", file(name + ".written"))
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: file(name), encoding: .utf8)
  }

  /// Makes a key pair with ssh-keygen and returns the private file's path.
  func key(_ name: String, _ options: String...) throws -> String {
    try keygen(name, options)
  }

  func keygen(_ name: String, _ options: [String]) throws -> String {
    var words = ["-q", "-f", file(name), "-C", name] + options
    if !options.contains("-N") { words += ["-N", ""] }
    if !options.contains("-t") { words += ["-t", "ed25519"] }
    try Shell.run(["ssh-keygen"] + words)
    return file(name)
  }
}
