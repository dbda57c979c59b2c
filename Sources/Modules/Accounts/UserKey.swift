import Machine
import Values
import Wire

/// `generate_ssh_key`: a key pair without passphrase in the user's ~/.ssh, made as that user.
struct UserKey {
  private let user: UserRecord
  private let arguments: Arguments
  private let step: Step

  init(_ user: UserRecord, _ arguments: Arguments, _ step: Step) {
    self.user = user
    self.arguments = arguments
    self.step = step
  }

  private var kind: String { arguments.string("ssh_key_type") ?? "rsa" }

  private var path: String {
    guard let given = arguments.string("ssh_key_file") else { return user.home + "/.ssh/id_" + kind }
    return given.hasPrefix("/") ? given : user.home + "/" + given
  }

  func generate(_ outcome: inout Outcome) throws {
    outcome.result["ssh_key_file"] = .string(path)
    if try !step.machine.files.isThere(path) {
      outcome.isChanged = true
      guard let result = try step.machine.commands.act(Invocation(words), effects: effects) else {
        for name in ["ssh_fingerprint", "ssh_public_key"] {
          outcome.result[name] = .deferred(.unknown(what: "the generated key"))
        }
        return
      }
      guard result.isSuccess else { throw ModuleFailure(result.errorText.trimmed, ["rc": .int(Int(result.status))]) }
    }
    guard try step.machine.files.isThere(path + ".pub") else { return }
    outcome.result["ssh_public_key"] = .string(try step.machine.files.text(path + ".pub").trimmed)
    let shown = try step.machine.commands.query(Invocation(["ssh-keygen", "-l", "-f", path + ".pub"]))
    outcome.result["ssh_fingerprint"] = .string((shown.isSuccess ? shown.outputText : shown.errorText).trimmed)
  }

  /// As the user: root would follow links that the user planted.
  private var words: [String] {
    let host = step.machine.kernel.name().node
    let comment = arguments.string("ssh_key_comment") ?? "ansible-generated on \(host)"
    let bits = arguments.int("ssh_key_bits").map { ["-b", String($0)] } ?? []
    let script = "mkdir -p -m 0700 -- \"${1%/*}\" && shift && exec \"$@\""
    return ["runuser", "-u", user.name, "--", "/bin/sh", "-c", script, "sh", path, "ssh-keygen", "-q", "-t", kind]
      + bits + ["-N", "", "-C", comment, "-f", path]
  }

  private var effects: [Effect] {
    let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    return [
      .folder(folder, FileAttributes(mode: 0o700, uid: user.uid, gid: user.gid)),
      .file(path, FileAttributes(mode: 0o600, uid: user.uid, gid: user.gid)),
      .file(path + ".pub", FileAttributes(mode: 0o644, uid: user.uid, gid: user.gid)),
    ]
  }
}
