import Machine
import Values
import Wire

/// `uri`: a request is made and its answer returned.
package struct WebCall: Module {
  package static let declaration = Declaration(
    "uri",
    parameters: WebOptions.parameters + [
      Parameter("dest", .path),
      Parameter("url_username", aliases: ["user"]),
      Parameter("url_password", aliases: ["password"], secret: true),
      Parameter("body", .raw),
      Parameter("body_format", choices: ["form-urlencoded", "json", "raw"], standard: "raw"),
      Parameter("src", .path),
      Parameter("method", standard: "GET"),
      Parameter("return_content", .bool, standard: false),
      Parameter(
        "follow_redirects", choices: ["all", "no", "none", "safe", "urllib2", "yes"],
        standard: "safe"),
      Parameter("creates", .path),
      Parameter("removes", .path),
      Parameter("status_code", .list(.int), standard: [200]),
      Parameter("timeout", .int, standard: 30),
      Parameter("headers", .dict([]), standard: [:]),
      Parameter("unix_socket", .path),
      Parameter("remote_src", .bool, standard: false),
      Parameter("ca_path", .path),
    ] + FileAttributesArguments.parameters,
    rules: [.mutuallyExclusive(["body", "src"])])

  private let arguments: Arguments
  private let attributes: FileAttributesArguments

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    attributes = try FileAttributesArguments(arguments)
  }

  package func run(_ step: Step) throws -> Outcome {
    let files = step.machine.files
    if let path = arguments.string("creates"), try files.exists(step.machine.absolute(path)) {
      return Outcome(result: ["stdout": .string("skipped, since '\(path)' exists")])
    }
    if let path = arguments.string("removes"), try !files.exists(step.machine.absolute(path)) {
      return Outcome(result: ["stdout": .string("skipped, since '\(path)' does not exist")])
    }
    let request = try request(step)
    let start = step.machine.now()
    guard let response = try WebClient(step: step).send(request) else {
      throw Unknown("\(request.method) \(WebRequest.masked(request.url)) is answered")
    }
    let elapsed = Int((step.machine.now() - start) / 1_000_000_000)
    return try outcome(response, elapsed, step)
  }

  private func request(_ step: Step) throws -> WebRequest {
    var request = WebRequest(url: arguments.string("url") ?? "")
    request.method = arguments.string("method")?.uppercased() ?? "GET"
    guard !request.method.isEmpty, request.method.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      throw ModuleFailure(
        "Parameter 'method' needs to be a single word in uppercase, like GET or POST.")
    }
    request.timeout = arguments.int("timeout") ?? 30
    request.options = WebOptions(arguments)
    request.headers = FileDownload.headers(arguments)
    switch arguments.string("follow_redirects") {
    case "all", "yes": request.followsRedirects = true
    case "no", "none": request.followsRedirects = false
    default: request.followsRedirects = ["GET", "HEAD"].contains(request.method)
    }
    try addBody(to: &request, step)
    return request
  }

  private func addBody(to request: inout WebRequest, _ step: Step) throws {
    if let source = arguments.string("src") {
      if arguments.bool("remote_src") == true {
        request.bodyFile = try step.machine.files.pathForPrograms(step.machine.absolute(source))
      } else if let attachment = step.request.attachments.first {
        request.body = try attachment.inline ?? step.content(attachment)
      }
      return
    }
    let body = arguments.values["body"]
    let format = arguments.string("body_format") ?? "raw"
    if let type = [
      "json": "application/json", "form-urlencoded": "application/x-www-form-urlencoded",
    ][format],
      !request.headers.contains(where: { $0.name.lowercased() == "content-type" })
    {
      request.headers.append(("Content-Type", type))
    }
    guard let body, !body.isNull else {
      if format == "json" { request.body = Array("null".utf8) }
      return
    }
    request.body = Array(try text(of: body, format).utf8)
  }

  private func text(of body: Value, _ format: String) throws -> String {
    if let text = body.string { return text }
    switch format {
    case "json": return JSON.text(body)
    case "form-urlencoded": return try FormText.encode(body)
    default: return body.map != nil || body.list != nil ? JSON.text(body) : try body.text
    }
  }

  private func outcome(_ response: WebResponse, _ elapsed: Int, _ step: Step) throws -> Outcome {
    let expected = arguments.values["status_code"]?.list?.compactMap(\.int) ?? [200]
    let asked = WebRequest.masked(arguments.string("url") ?? "")
    var values: ValueMap = [:]
    for (name, value) in response.headers {
      values[(name.string ?? "").replacing(all: "-", with: "_")] = value
    }
    values.merge([
      "status": .int(response.status), "url": .string(response.url), "elapsed": .int(elapsed),
      "msg": .string(response.message),
      "redirected": .bool(WebRequest.masked(response.url) != asked), "cookies": [:],
      "cookies_string": "",
    ])
    var outcome = Outcome()
    let isExpected = expected.contains(response.status)
    if let dest = arguments.string("dest"), response.problem == nil {
      outcome = try store(response, isExpected, step.machine.absolute(dest), step)
      values.merge(outcome.result)
    }
    let content = String(decoding: response.body, as: UTF8.self)
    if Self.isJSON(response), let json = try? JSON.parse(content) { values["json"] = json }
    if arguments.bool("return_content") == true { values["content"] = .string(content) }
    guard isExpected else {
      let codes = expected.map(String.init).joined(separator: ", ")
      throw ModuleFailure(
        "Status code was \(response.status) and not [\(codes)]: \(response.message)", values)
    }
    outcome.result = values
    return outcome
  }

  private func store(_ response: WebResponse, _ isExpected: Bool, _ dest: String, _ step: Step)
    throws -> Outcome
  {
    var path = dest
    if try step.machine.files.target(dest)?.kind == .folder {
      path = Paths.join(dest, WebRequest.fileName(response.url))
    }
    guard isExpected, response.status != 304 else {
      return Outcome(result: ["path": .string(path)])
    }
    path = try step.machine.written(path)
    let old = try step.machine.files.status(path)
    let before = old?.kind == .file ? try step.machine.files.read(path) : nil
    let result = try FileChange(path, old: old, attributes: attributes).commit(
      response.body, before: before, step)
    let report = try FileReport.values(of: path, on: step.machine)
    return Outcome(
      isChanged: result.isChanged, result: report.merging(["path": .string(path)]),
      diffs: result.diffs)
  }

  /// `application/json`, `text/javascript`, `application/problem+json`, …
  private static func isJSON(_ response: WebResponse) -> Bool {
    guard
      let type = response.headers["content-type"]?.string?.lowercased().prefix(while: { $0 != ";" })
        .trimmed
    else { return false }
    let words = type.split(whereSeparator: { $0 == "/" || $0 == "+" })
    return words.last.map { ["json", "javascript"].contains($0) } ?? false
  }
}

/// `a=1&b=x+y` (WHATWG's application/x-www-form-urlencoded).
enum FormText {
  static func encode(_ value: Value) throws -> String {
    var pairs: [(String, Value)] = []
    switch value {
    case .map(let map): for (key, value) in map { pairs.append((try key.text, value)) }
    case .list(let items):
      for item in items {
        guard let pair = item.list, pair.count == 2 else {
          throw ModuleFailure(
            "failed to parse body as form_urlencoded: a list of pairs or a mapping was expected")
        }
        pairs.append((try pair[0].text, pair[1]))
      }
    default:
      throw ModuleFailure(
        "failed to parse body as form_urlencoded: a list of pairs or a mapping was expected")
    }
    return try pairs.flatMap { name, value in
      try (value.list ?? [value]).map { "\(escape(name))=\(escape(try $0.text))" }
    }
    .joined(separator: "&")
  }

  private static func escape(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x20: out += "+"
      default: out += "%" + Hex.text([byte]).uppercased()
      }
    }
    return out
  }
}
