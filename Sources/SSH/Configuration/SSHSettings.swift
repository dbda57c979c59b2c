import Glibc

/// Options folded into an endpoint: the first value of a keyword counts, file lists add up.
struct SSHSettings {
  private let options: [SSHOption]

  init(_ options: [SSHOption]) { self.options = options }

  func endpoint(for request: SSHRequest) throws -> SSHEndpoint {
    var endpoint = SSHEndpoint(
      name: request.name, host: first("hostname") ?? request.name,
      user: first("user") ?? LocalUser.current.name)
    endpoint.host = SSHTokens.expand(endpoint.host) { $0 == "h" ? request.name : nil }
    endpoint.port = try port()
    endpoint.hostKeyAlias = first("hostkeyalias")
    endpoint.password = request.password
    endpoint.methods = methods()
    endpoint.addressFamily = ["inet": .inet, "inet6": .inet6][first("addressfamily") ?? ""] ?? .any
    endpoint.connectTimeout = try request.connectTimeout ?? timeout()
    let unknown = try unknownHostKeys()
    endpoint.unknownHostKeys = request.acceptsNewHostKeys ? .accept : unknown
    addFiles(to: &endpoint)
    endpoint.proxyCommand = way("proxycommand")
    return endpoint
  }

  /// The hosts to go through: ProxyJump, or a ProxyCommand that is an `ssh -W`.
  func hops(_ endpoint: SSHEndpoint) throws -> [SSHHop] {
    if let jump = way("proxyjump") {
      return try jump.split(separator: ",").map { try SSHHop(destination: $0.trimmed) }
    }
    return endpoint.proxyCommand.flatMap(SSHHop.init(relayCommand:)).map { [$0] } ?? []
  }

  private func first(_ keyword: String) -> String? {
    options.first { $0.keyword == keyword }?.value
  }

  private func meaningful(_ keyword: String) -> String? {
    first(keyword).flatMap { $0.lowercased() == "none" ? nil : $0 }
  }

  /// Of ProxyJump and ProxyCommand the one that comes first counts, also when it is "none".
  private func way(_ keyword: String) -> String? {
    let first = options.first { ["proxyjump", "proxycommand"].contains($0.keyword) }
    return first?.keyword == keyword ? meaningful(keyword) : nil
  }

  private func all(_ keyword: String) -> [String] {
    options.filter { $0.keyword == keyword }.map(\.value)
  }

  private func isOff(_ keyword: String) -> Bool { ["no", "false"].contains(first(keyword) ?? "") }

  private func port() throws -> Int {
    guard let text = first("port") else { return 22 }
    guard let port = Int(text), (1...65535).contains(port) else {
      throw SSHError.badValue("Port", text, expected: "a number from 1 to 65535")
    }
    return port
  }

  private func timeout() throws -> Duration {
    guard let text = meaningful("connecttimeout") else { return .seconds(10) }
    guard let seconds = Int(text), seconds > 0 else {
      throw SSHError.badValue("ConnectTimeout", text, expected: "a number of seconds")
    }
    return .seconds(seconds)
  }

  /// `no` is read as `accept-new`: a changed key is always refused.
  private func unknownHostKeys() throws -> SSHEndpoint.UnknownHostKeys {
    switch first("stricthostkeychecking")?.lowercased() {
    case nil, "yes", "ask", "true": return .refuse
    case "accept-new", "no", "off", "false": return .accept
    case let other?:
      throw SSHError.badValue(
        "StrictHostKeyChecking", other, expected: "yes, ask, accept-new, no or off")
    }
  }

  private func methods() -> Set<SSHEndpoint.Method> {
    var methods = Set(SSHEndpoint.Method.allCases)
    if let preferred = meaningful("preferredauthentications") {
      methods = Set(preferred.split(separator: ",").compactMap { .init(rawValue: $0.trimmed) })
    }
    if isOff("pubkeyauthentication") { methods.remove(.publickey) }
    if isOff("passwordauthentication") { methods.remove(.password) }
    if isOff("kbdinteractiveauthentication") || isOff("challengeresponseauthentication") {
      methods.remove(.keyboardInteractive)
    }
    return methods
  }
}

extension SSHSettings {
  private static let defaultIdentities = ["id_ed25519", "id_ecdsa", "id_rsa"]

  private func addFiles(to endpoint: inout SSHEndpoint) {
    let home = LocalUser.current.home
    let named = all("identityfile").filter { $0.lowercased() != "none" }
    let isNamed = !all("identityfile").isEmpty
    let defaults = Self.defaultIdentities.map { "\(home)/.ssh/\($0)" }.filter(Self.exists)
    endpoint.identityFiles = (isNamed ? paths(named, endpoint) : defaults).filter {
      Self.exists($0) || !Self.isDefault($0, home)
    }
    endpoint.certificateFiles = paths(all("certificatefile").filter { $0 != "none" }, endpoint)
    endpoint.isIdentitiesOnly = ["yes", "true"].contains(first("identitiesonly") ?? "")
    endpoint.identityAgent = identityAgent(endpoint)
    endpoint.knownHostsFiles =
      fileList(
        "userknownhostsfile", ["\(home)/.ssh/known_hosts", "\(home)/.ssh/known_hosts2"], endpoint)
      + fileList(
        "globalknownhostsfile", ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"], endpoint)
  }

  /// `ssh -G` lists OpenSSH's default identities too, whether they exist or not.
  private static func isDefault(_ path: String, _ home: String) -> Bool {
    path.hasPrefix("\(home)/.ssh/id_")
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func identityAgent(_ endpoint: SSHEndpoint) -> String? {
    let environment = { (name: String) in
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let setting = first("identityagent"), setting != "SSH_AUTH_SOCK" else {
      return environment("SSH_AUTH_SOCK")
    }
    if setting.lowercased() == "none" { return nil }
    if setting.hasPrefix("$") { return environment(String(setting.dropFirst())) }
    return path(setting, endpoint)
  }

  private func fileList(
    _ keyword: String, _ defaults: [String], _ endpoint: SSHEndpoint
  ) -> [String] {
    guard let value = first(keyword) else { return defaults }
    return value == "none" ? [] : paths(value.split(separator: " ").map(String.init), endpoint)
  }

  private func paths(_ texts: [String], _ endpoint: SSHEndpoint) -> [String] {
    texts.map { path($0, endpoint) }
  }

  private func path(_ text: String, _ endpoint: SSHEndpoint) -> String {
    let local = LocalUser.current
    let expanded = SSHTokens.expand(text) { token in
      switch token {
      case "d": local.home
      case "u": local.name
      case "h": endpoint.host
      case "n": endpoint.name
      case "p": String(endpoint.port)
      case "r": endpoint.user
      default: nil
      }
    }
    return LocalUser.expandTilde(expanded) ?? expanded
  }
}
