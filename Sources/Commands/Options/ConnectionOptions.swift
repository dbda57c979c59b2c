import ArgumentParser

struct ConnectionOptions: ParsableArguments {
  @Option(name: [.customShort("u", allowingJoined: true), .long], help: "Log in as this user.")
  var user: String?

  @Flag(name: [.customShort("k"), .customLong("ask-pass")], help: "Ask for the SSH password.")
  var asksPassword = false

  @Option(
    name: [.customLong("connection-password-file"), .customLong("conn-pass-file")],
    help: "A file with the SSH password, or a program that prints it.", completion: .file())
  var passwordFile: String?

  @Option(
    name: [.customLong("private-key"), .customLong("key-file")], help: "The private key to log in with.",
    completion: .file())
  var privateKey: String?

  @Option(name: [.customShort("c", allowingJoined: true), .long], help: "How to connect: ssh or local.", completion: .list(["ssh", "local"]))
  var connection: String?

  @Option(name: [.customShort("T", allowingJoined: true), .long], help: "Seconds to wait for a connection.")
  var timeout: Double?

  @Option(
    name: [.customLong("ssh-common-args"), .customLong("ssh-extra-args")], parsing: .unconditionalSingleValue,
    help: "Options as ssh takes them, such as '-o ProxyJump=edge'.")
  var sshArguments: [String] = []

  @Flag(name: .customLong("accept-new-host-keys"), help: "Trust hosts never seen before; a changed key is always refused.")
  var acceptsNewHostKeys = false

  @Flag(name: [.short, .long], help: "Become another user, root unless --become-user says.")
  var become = false

  @Option(name: .customLong("become-user"), help: "The user to become.")
  var becomeUser: String?

  @Option(name: .customLong("become-method"), help: "How to become: sudo.", completion: .list(["sudo"]))
  var becomeMethod: String?

  @Flag(name: [.customShort("K"), .customLong("ask-become-pass")], help: "Ask for sudo's password.")
  var asksBecomePassword = false

  @Option(
    name: [.customLong("become-password-file"), .customLong("become-pass-file")],
    help: "A file with sudo's password, or a program that prints it.", completion: .file())
  var becomePasswordFile: String?
}
