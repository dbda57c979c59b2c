import Machine
import Values

/// Requests made by `curl --config -`.
struct Curl {
  let step: Step

  func send(_ request: WebRequest, _ effects: [Effect]) throws -> WebResponse? {
    var request = request
    let bodyFile = try spillBody(&request)
    defer { if let bodyFile { try? step.machine.files.remove(bodyFile) } }
    let invocation = Invocation(
      ["curl", "--config", "-"], input: Array(try configuration(request).utf8))
    guard let result = try step.machine.commands.act(invocation, effects: effects) else {
      return nil
    }
    return response(to: request, result)
  }

  /// What a line of the configuration cannot hold goes into a file that only the user may read.
  private func spillBody(_ request: inout WebRequest) throws -> String? {
    guard let body = request.body, body.count > 60_000 || body.contains(0) else { return nil }
    let path = try ScratchPath.new("body", on: step.machine)
    try step.machine.files.write(path, body, FileAttributes(mode: 0o600))
    request.body = nil
    request.bodyFile = path
    return path
  }

  static let mark = "provision-answer:"

  private func configuration(_ request: WebRequest) throws -> String {
    let options = request.options
    var lines = ["silent", "show-error", "globoff"]
    func set(_ name: String, _ value: String?) {
      if let value { lines.append("\(name) = \"\(Self.escaped(value))\"") }
    }
    set("url", request.url)
    if request.method == "HEAD" { lines.append("head") } else { set("request", request.method) }
    set("output", request.output ?? "-")
    set("dump-header", "/dev/stderr")
    set("write-out", "%{stderr}\n\(Self.mark) %{http_code} %{url_effective}\n")
    set("connect-timeout", String(request.timeout))
    lines += ["speed-limit = 1", "speed-time = \(max(1, request.timeout))"]
    for (name, value) in request.allHeaders {
      set("header", value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    set("data-raw", request.body.map { String(decoding: $0, as: UTF8.self) })
    set("data-binary", request.bodyFile.map { "@" + $0 })
    if request.followsRedirects { lines += ["location", "max-redirs = 10"] }
    lines += flags(options)
    set("user-agent", options.agent)
    if let user = options.user { set("user", "\(user):\(options.password ?? "")") }
    set("cert", options.certificate)
    set("key", options.key)
    set("cacert", options.authorities)
    set("unix-socket", options.socket)
    if !options.ciphers.isEmpty { set("ciphers", options.ciphers.joined(separator: ":")) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func flags(_ options: WebOptions) -> [String] {
    var lines: [String] = []
    if !options.validatesCertificates { lines.append("insecure") }
    if !options.usesProxy { lines.append("noproxy = \"*\"") }
    if options.user != nil { lines.append(options.forcesBasic ? "basic" : "anyauth") }
    if options.decompresses { lines.append("compressed") }
    if options.usesNetrc { lines.append("netrc-optional") }
    return lines
  }

  /// Inside double quotes of curl's configuration.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private func response(to request: WebRequest, _ result: CommandResult) -> WebResponse {
    let text = result.errorText
    var response = WebHeaders.read(text, url: request.url)
    response.headers[String(Self.mark.dropLast())] = nil
    let lines = text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" })
    if let line = lines.last(where: { $0.hasPrefix(Self.mark) }) {
      let words = line.split(separator: " ")
      if words.count > 1, let status = Int(words[1]) { response.status = status }
      if words.count > 2 { response.url = String(words[2]) }
    }
    if request.output == nil { response.body = result.output }
    if !result.isSuccess {
      let complaint =
        lines.last { $0.hasPrefix("curl: ") }.map(String.init)
        ?? "curl ended with status \(result.status)"
      response.problem = "Request failed: \(complaint)"
      response.status = -1
    }
    return response
  }
}
