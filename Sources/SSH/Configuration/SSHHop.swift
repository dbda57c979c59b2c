/// A jump host as it is written: `[user@]host[:port]`, `ssh://…`, or a ProxyCommand that is an
/// `ssh -W %h:%p`, which needs no ssh program.
struct SSHHop {
  let name: String
  private var user: String?
  private var port: Int?
  private var arguments = SSHArguments.none

  init(destination: String) throws {
    var text = destination[...]
    if text.hasPrefix("ssh://") { text = text.dropFirst("ssh://".count) }
    if let at = text.lastIndex(of: "@") {
      user = String(text[..<at])
      text = text[text.index(after: at)...]
    }
    let (host, digits) = Self.split(text)
    name = host
    guard let digits else { return }
    guard let port = Int(digits), (1...65535).contains(port) else {
      throw SSHError.badValue("ProxyJump", destination, expected: "[user@]host[:port]")
    }
    self.port = port
  }

  /// nil for any other command: that one is run as it is.
  init?(relayCommand: String) {
    guard let words = try? ShellWords.split(relayCommand), let program = words.first,
      program == "ssh" || program.hasSuffix("/ssh"),
      let arguments = try? SSHArguments(words: Array(words.dropFirst())),
      ["%h:%p", "[%h]:%p"].contains(arguments.relay ?? ""), arguments.rest.count == 1,
      let hop = try? SSHHop(destination: arguments.rest[0])
    else { return nil }
    self = hop
    self.arguments = arguments
  }

  /// What to resolve for this hop.
  ///
  /// Like OpenSSH, a hop does not inherit the target's options except the configuration file; the
  /// target's explicit key is lent to a hop that names none, since one key for all hosts is common.
  func request(
    knowing known: SSHRequest?, after target: SSHRequest, _ targetArguments: SSHArguments
  ) -> SSHRequest {
    var request = known ?? SSHRequest(name: name)
    if let user { request.user = user }
    if let port { request.port = port }
    let file = arguments.configurationFile ?? targetArguments.configurationFile
    request.arguments += arguments.words + (file.map { ["-F", ShellWords.quote($0)] } ?? [])
    let namesKey = arguments.options.contains { $0.keyword == "identityfile" }
    if request.privateKeyFile == nil && !namesKey { request.privateKeyFile = target.privateKeyFile }
    request.connectTimeout = request.connectTimeout ?? target.connectTimeout
    request.acceptsNewHostKeys = request.acceptsNewHostKeys || target.acceptsNewHostKeys
    return request
  }

  /// `host`, `host:22`, `[::1]:22`, `::1`.
  private static func split(_ text: Substring) -> (host: String, port: Substring?) {
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      let rest = text[text.index(after: end)...]
      let host = String(text[text.index(after: text.startIndex)..<end])
      return (host, rest.hasPrefix(":") ? rest.dropFirst() : nil)
    }
    guard let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon else {
      return (String(text), nil)
    }
    return (String(text[..<colon]), text[text.index(after: colon)...])
  }
}

extension SSHArguments {
  static let none = SSHArguments()

  private init() {}

  /// The options as they would be typed.
  var words: [String] {
    options.map { "-o " + ShellWords.quote("\($0.keyword)=\($0.value)") }
  }
}
