import Machine
import Values

/// Makes requests with `curl`, or, for plain downloads, with `wget` or apt's helper. Nothing secret
/// is put on a command line: programs get their options on standard input.
struct WebClient {
  let step: Step

  /// Nil in a plan.
  func send(_ request: WebRequest, effects: [Effect] = []) throws -> WebResponse? {
    let commands = step.machine.commands
    if try commands.find("curl") != nil { return try Curl(step: step).send(request, effects) }
    let isDownload =
      request.method == "GET" && request.output != nil && request.options.socket == nil
    if isDownload, try commands.find("wget") != nil {
      return try download(request, wget(request), effects)
    }
    if isDownload, request.options.user == nil, request.headers.isEmpty,
      try commands.find(Self.aptHelper) != nil
    {
      return try download(
        request, Invocation([Self.aptHelper, "download-file", request.url, request.output ?? ""]),
        effects)
    }
    throw ModuleFailure(
      "no program on the host can make this request: install the package curl",
      ["url": .string(WebRequest.masked(request.url))])
  }

  private static let aptHelper = "/usr/lib/apt/apt-helper"

  private func wget(_ request: WebRequest) throws -> Invocation {
    let options = request.options
    var lines = ["timeout = \(request.timeout)", "tries = 1", "user_agent = \(options.agent)"]
    for (name, value) in request.allHeaders { lines.append("header = \(name): \(value)") }
    if !options.validatesCertificates { lines.append("check_certificate = off") }
    if !options.usesProxy { lines.append("use_proxy = off") }
    if let user = options.user { lines.append("http_user = \(user)") }
    if let password = options.password { lines.append("http_password = \(password)") }
    if options.forcesBasic { lines.append("auth_no_challenge = on") }
    if let certificate = options.certificate { lines.append("certificate = \(certificate)") }
    if let key = options.key { lines.append("private_key = \(key)") }
    if let authorities = options.authorities { lines.append("ca_certificate = \(authorities)") }
    guard !lines.contains(where: { $0.contains("\n") || $0.contains("\r") }) else {
      throw ModuleFailure("a header or option of the request contains a line end")
    }
    let words = [
      "wget", "--config=/dev/stdin", "--server-response", "--no-verbose",
      "--output-document=\(request.output ?? "")",
    ]
    var invocation = Invocation(
      words + ["--", request.url], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    invocation.environment = [("LC_ALL", "C")]
    return invocation
  }

  private func download(_ request: WebRequest, _ invocation: Invocation, _ effects: [Effect]) throws
    -> WebResponse?
  {
    guard let result = try step.machine.commands.act(invocation, effects: effects) else {
      return nil
    }
    var response = WebHeaders.read(result.errorText, url: request.url)
    if response.status == -1, result.isSuccess { response.status = 0 }
    if response.status < 100, !result.isSuccess {
      let lines = (result.errorText + result.outputText).split(separator: "\n").map(\.trimmed)
        .filter { !$0.isEmpty }
      response.problem = "Request failed: \(lines.last ?? "exit status \(result.status)")"
    }
    return response
  }
}

extension WebRequest {
  var allHeaders: [(name: String, value: String)] {
    guard let modifiedSince else { return headers }
    return headers + [("If-Modified-Since", HTTPDate.text(modifiedSince))]
  }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func text(_ nanoseconds: Int64) -> String {
    let seconds = Int(nanoseconds / 1_000_000_000)
    let (day, rest) = (seconds / 86400, seconds % 86400)
    let (year, month, date) = civil(day)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { LocalTime.padded($0, 2) }.joined(
      separator: ":")
    return
      "\(days[day % 7]), \(LocalTime.padded(date, 2)) \(months[month - 1]) \(LocalTime.padded(year, 4)) \(clock) GMT"
  }

  /// The Gregorian date of a day since 1970 (Howard Hinnant's `civil_from_days`).
  static func civil(_ day: Int) -> (year: Int, month: Int, date: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}

/// The status lines and headers that programs report.
enum WebHeaders {
  /// Of several answers (redirects, 100 Continue) the last counts.
  static func read(_ text: String, url: String) -> WebResponse {
    var response = WebResponse(status: -1, url: url)
    for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map(\.trimmed) {
      if line.hasPrefix("HTTP/"),
        let status = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
      {
        response.status = status
        response.reason =
          line.split(separator: " ", maxSplits: 2).dropFirst(2).first.map(String.init) ?? ""
        response.headers = [:]
      } else if response.status >= 0, let colon = line.firstIndex(of: ":"), isName(line[..<colon]) {
        let name = line[..<colon].lowercased()
        let value = line[line.index(after: colon)...].trimmed
        let before = response.headers[name]?.string
        response.headers[name] = .string(before.map { "\($0), \(value)" } ?? value)
      }
    }
    return response
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}
