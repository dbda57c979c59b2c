import Playbooks
import Values

/// How to reach a host and as whom to act there. Variables beat keywords, keywords beat options.
package struct ConnectionSettings: Sendable, Hashable {
  package var kind = "ssh"
  package var host = ""
  /// The inventory name, for messages and host key entries.
  package var name = ""
  package var address = ""
  package var port: Int?
  package var user: String?
  package var password: String?
  package var privateKey: String?
  package var commonArguments = ""
  package var timeout: Double = 10
  package var checksHostKeys = true
  /// The user to become; nil is the login user.
  package var becomeUser: String?
  package var becomeMethod = "sudo"
  package var becomePassword: String?

  init() {}

  init(host: String, scope: TaskScope, keywords: (Keyword) throws -> Value?, options: RunOptions) throws {
    let reader = VariableReader(scope: scope, isGiven: true)
    name = host
    self.host = host
    address = try reader.text("ansible_ssh_host") ?? reader.text("ansible_host") ?? host
    port = try reader.int("ansible_ssh_port") ?? reader.int("ansible_port") ?? keywords(.port).map { try VariableReader.whole($0, "port") }
    if let port, !(1...65535).contains(port) { throw RunFailure("\(port) is no port of \"\(host)\"; expected 1 to 65535") }
    user = try reader.text("ansible_ssh_user") ?? reader.text("ansible_user") ?? keywords(.remoteUser)?.text ?? options.remoteUser
    password = try reader.text("ansible_ssh_password") ?? reader.text("ansible_ssh_pass") ?? reader.text("ansible_password")
    privateKey =
      try reader.text("ansible_ssh_private_key_file") ?? reader.text("ansible_private_key_file") ?? options.privateKey
    commonArguments = try Self.arguments(reader, options)
    timeout = try reader.seconds("ansible_ssh_timeout") ?? reader.seconds("ansible_timeout") ?? options.timeout
    checksHostKeys = try reader.bool("ansible_host_key_checking") ?? reader.bool("ansible_ssh_host_key_checking") ?? options.checksHostKeys
    let isImplicitLocal = scope.world.inventory.host(host)?.isImplicit ?? false
    kind =
      try reader.text("ansible_connection") ?? keywords(.connection)?.text ?? options.connection ?? (isImplicitLocal ? "local" : "ssh")
    if kind == "smart" || kind.hasSuffix(".ssh") || kind == "paramiko" { kind = "ssh" }
    if kind.hasSuffix(".local") { kind = "local" }
  }

  private static func arguments(_ reader: VariableReader, _ options: RunOptions) throws -> String {
    let parts = [
      options.sshArguments, try reader.text("ansible_ssh_args") ?? "", try reader.text("ansible_ssh_common_args") ?? "",
      try reader.text("ansible_ssh_extra_args") ?? "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func flag(_ keyword: Keyword, _ keywords: (Keyword) throws -> Value?) throws -> Bool? {
    guard let value = try keywords(keyword), !value.isNull else { return nil }
    guard let flag = Value.boolean(of: value) else {
      throw RunFailure("the value \(try value.repr) of '\(keyword.rawValue)' is no boolean", hint: "write true or false")
    }
    return flag
  }

  mutating func readBecome(keywords: (Keyword) throws -> Value?, scope: TaskScope, options: RunOptions) throws {
    let reader = VariableReader(scope: scope)
    becomePassword = try reader.text("ansible_become_password") ?? reader.text("ansible_become_pass") ?? reader.text("ansible_sudo_pass")
    let becomes = try reader.bool("ansible_become") ?? Self.flag(.become, keywords) ?? options.becomes
    guard becomes else { return }
    becomeMethod = try reader.text("ansible_become_method") ?? keywords(.becomeMethod)?.text ?? options.becomeMethod ?? "sudo"
    becomeUser =
      try reader.text("ansible_become_user") ?? keywords(.becomeUser)?.text ?? options.becomeUser ?? "root"
  }
}

extension ConnectionSettings {
  /// The settings of the host that a task is delegated to; an unknown one is an address.
  func delegated(to delegate: String, scope: TaskScope, options: RunOptions) throws -> ConnectionSettings {
    let other = try scope.reaching(delegate)
    var settings = try ConnectionSettings(host: delegate, scope: other, keywords: { _ in nil }, options: options)
    (settings.becomeUser, settings.becomeMethod) = (becomeUser, becomeMethod)
    settings.becomePassword = try VariableReader(scope: other).text("ansible_become_password") ?? becomePassword
    return settings
  }
}

extension TaskScope {
  /// The variables of a host of the inventory, or only the run's for one that is not in it.
  func reaching(_ name: String) throws -> TaskScope {
    var variables = world.store[name] ?? HostVariables()
    if variables.edition != world.book.edition { try world.readInventory(of: name, into: &variables) }
    return TaskScope(host: name, world: world, context: nil, variables: variables)
  }
}

extension HostRun {
  func jumps(from scope: TaskScope) -> JumpSettings { scope.jumps(options) }
}

extension TaskScope {
  /// How to reach jump hosts: hosts of the inventory are found by name and by address.
  func jumps(_ options: RunOptions) -> JumpSettings {
    { name in
      for host in self.world.inventory.hostNames {
        guard let other = try? self.reaching(host),
          let settings = try? ConnectionSettings(host: host, scope: other, keywords: { _ in nil }, options: options)
        else { continue }
        if host == name || settings.address == name { return settings }
      }
      return nil
    }
  }
}

/// Reads connection variables, rendered.
struct VariableReader {
  let scope: TaskScope
  /// Whether only what somebody wrote counts, not what the connection would be without it.
  var isGiven = false

  func value(_ name: String) throws -> Value? {
    guard let raw = try isGiven ? scope.given(name) : scope.lookup(name) else { return nil }
    let value = try scope.world.templating.resolve(raw, scope: scope)
    return value.isOmit || value.isNull ? nil : value
  }
  func text(_ name: String) throws -> String? { try value(name).map { try $0.text } }
  func bool(_ name: String) throws -> Bool? { try value(name).flatMap(Value.boolean) }
  func int(_ name: String) throws -> Int? { try value(name).map { try Self.whole($0, name) } }

  func seconds(_ name: String) throws -> Double? {
    guard let value = try value(name) else { return nil }
    guard let seconds = value.number ?? value.string.flatMap({ Double($0) }), seconds > 0, seconds <= RunOptions.longestTimeout else {
      throw RunFailure("\(name) is \(try value.repr); expected a number of seconds from above 0 to \(Int(RunOptions.longestTimeout))")
    }
    return seconds
  }

  static func whole(_ value: Value, _ name: String) throws -> Int {
    if let number = value.exactInt ?? value.string.flatMap({ Int($0) }) { return number }
    throw RunFailure("\(name) is \(try value.repr); expected a whole number")
  }
}
