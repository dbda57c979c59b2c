import Glibc
import Synchronization

/// What is known about a host before anything is looked up.
package struct SSHRequest: Sendable {
  /// The host's address or name: what one would type behind `ssh`.
  package var name: String
  package var user: String?
  package var port: Int?
  package var privateKeyFile: String?
  package var password: Password?
  /// The texts of `ansible_ssh_common_args`, `ansible_ssh_extra_args` and the like.
  package var arguments: [String]
  package var connectTimeout: Duration?
  package var acceptsNewHostKeys: Bool

  package init(
    name: String, user: String? = nil, port: Int? = nil, privateKeyFile: String? = nil,
    password: Password? = nil, arguments: [String] = [], connectTimeout: Duration? = nil,
    acceptsNewHostKeys: Bool = false
  ) {
    self.name = name
    self.user = user
    self.port = port
    self.privateKeyFile = privateKeyFile
    self.password = password
    self.arguments = arguments
    self.connectTimeout = connectTimeout
    self.acceptsNewHostKeys = acceptsNewHostKeys
  }
}

/// Turns requests into endpoints, as OpenSSH's configuration says.
///
/// `ssh -G` is asked, once per distinct question, where there is a configuration to speak of: it
/// takes ten milliseconds. Our own reader answers where there is no `ssh`.
package final class SSHConfiguration: Sendable {
  private static let deepestJump = 8

  private let userFile: String
  private let systemFile: String
  private let ssh: String?
  private let answers = Mutex<[[String]: [SSHOption]]>([:])

  /// - Parameter ssh: the program to ask; nil: none.
  package init(
    userFile: String? = nil, systemFile: String = "/etc/ssh/ssh_config", ssh: String? = "ssh"
  ) {
    self.userFile = userFile ?? LocalUser.current.home + "/.ssh/config"
    self.systemFile = systemFile
    self.ssh = ssh
  }

  /// - Parameter jump: what the caller knows about a jump host of that name, if anything: the
  ///   inventory's word goes before OpenSSH's configuration.
  package func endpoint(
    for request: SSHRequest, jump: (String) -> SSHRequest? = { _ in nil }
  ) throws -> SSHEndpoint {
    try endpoint(for: request, jump: jump, before: [])
  }

  private func endpoint(
    for request: SSHRequest, jump: (String) -> SSHRequest?, before: [String]
  ) throws -> SSHEndpoint {
    guard !request.name.isEmpty, !request.name.hasPrefix("-") else {
      throw SSHError.badHostName(request.name)
    }
    guard before.count < Self.deepestJump, !before.contains(request.name) else {
      throw SSHError.jumpLoop(before + [request.name])
    }
    let arguments = try SSHArguments(request.arguments.joined(separator: " "))
    if let stray = arguments.rest.first {
      throw SSHError.badArguments(
        request.arguments.joined(separator: " "), "\"\(stray)\" is not an option")
    }
    let settings = SSHSettings(try options(for: request, arguments))
    var endpoint = try settings.endpoint(for: request)
    let path = before + [request.name]
    for hop in try settings.hops(endpoint) {
      let known = jump(hop.name)
      let next = try self.endpoint(
        for: hop.request(knowing: known, after: request, arguments), jump: jump, before: path)
      endpoint.jump += next.jump + [next.withoutJump]
    }
    return endpoint
  }

  /// In order of priority; the first value of a keyword counts.
  private func options(for request: SSHRequest, _ arguments: SSHArguments) throws -> [SSHOption] {
    let given = request.options + arguments.options
    let files = arguments.configurationFile.map { [$0] } ?? [userFile, systemFile]
    if files == ["none"] || files.allSatisfy(SSHConfigFile.isTrivial) { return given }
    if let answer = try ask(request.name, given, arguments.configurationFile) { return answer }
    let user = given.first { $0.keyword == "user" }?.value
    var reader = SSHConfigFile(name: request.name, user: user, localUser: LocalUser.current.name)
    for file in files { try reader.read(LocalUser.expandTilde(file) ?? file) }
    return given + reader.options
  }

  /// nil when there is no `ssh` to ask.
  private func ask(_ name: String, _ given: [SSHOption], _ file: String?) throws -> [SSHOption]? {
    guard let ssh else { return nil }
    let files = file ?? (userFile == LocalUser.current.home + "/.ssh/config" ? nil : userFile)
    let words =
      [ssh, "-G"] + (files.map { ["-F", $0] } ?? [])
      + given.flatMap { ["-o", "\($0.keyword)=\($0.value)"] } + [name]
    if let answer = answers.withLock({ $0[words] }) { return answer }
    guard let output = try CommandOutput.of(words) else { return nil }
    guard output.status == 0 else { throw SSHError.resolverFailed(name, output.errorText) }
    let answer = output.lines.compactMap(SSHConfigFile.keywordAndValue).map(SSHOption.init)
    answers.withLock { $0[words] = answer }
    return answer
  }
}

extension SSHRequest {
  /// Ansible passes these before the arguments, so they win.
  fileprivate var options: [SSHOption] {
    [
      port.map { SSHOption("Port", String($0)) }, user.map { SSHOption("User", $0) },
      privateKeyFile.map { SSHOption("IdentityFile", $0) },
    ].compactMap { $0 }
  }
}

extension SSHEndpoint {
  fileprivate var withoutJump: SSHEndpoint {
    var copy = self
    copy.jump = []
    return copy
  }
}
