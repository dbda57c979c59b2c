import Machine
import Values

/// A request that a program of the host makes: the agent itself speaks no TLS.
struct WebRequest {
  var url: String
  var method = "GET"
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]?
  /// A file of the host that is the body.
  var bodyFile: String?
  /// Where the answer goes; nil: into the response.
  var output: String?
  /// Seconds without progress.
  var timeout = 10
  var followsRedirects = true
  /// Nanoseconds since 1970.
  var modifiedSince: Int64?
  var options = WebOptions()
}

/// The arguments that `get_url` and `uri` share.
struct WebOptions {
  var agent = "ansible-httpget"
  var validatesCertificates = true
  var usesProxy = true
  var user: String?
  var password: String?
  var forcesBasic = false
  var certificate: String?
  var key: String?
  var authorities: String?
  var ciphers: [String] = []
  var decompresses = true
  var usesNetrc = true
  var socket: String?
  /// Where a port is meant, and not a cached answer.
  var forces = false

  static let parameters = [
    Parameter("url", required: true),
    Parameter("force", .bool, standard: false),
    Parameter("http_agent", standard: "ansible-httpget"),
    Parameter("use_proxy", .bool, standard: true),
    Parameter("validate_certs", .bool, standard: true),
    Parameter("force_basic_auth", .bool, standard: false),
    Parameter("client_cert", .path),
    Parameter("client_key", .path),
    Parameter("ciphers", .list(.string)),
    Parameter("decompress", .bool, standard: true),
    Parameter("use_netrc", .bool, standard: true),
  ]

  init() {}

  init(_ arguments: Arguments) {
    agent = arguments.string("http_agent") ?? agent
    validatesCertificates = arguments.bool("validate_certs") ?? true
    usesProxy = arguments.bool("use_proxy") ?? true
    user = arguments.string("url_username")
    password = arguments.string("url_password")
    forcesBasic = arguments.bool("force_basic_auth") ?? false
    certificate = arguments.string("client_cert")
    key = arguments.string("client_key")
    authorities = arguments.string("ca_path")
    ciphers = arguments.strings("ciphers") ?? []
    decompresses = arguments.bool("decompress") ?? true
    usesNetrc = arguments.bool("use_netrc") ?? true
    socket = arguments.string("unix_socket")
    forces = arguments.bool("force") ?? false
  }
}

struct WebResponse {
  /// 0 where the protocol has none (`file:`), -1 where there was no answer.
  var status: Int
  /// Of the last answer, names in lower case, repeated ones joined.
  var headers: ValueMap = [:]
  var body: [UInt8] = []
  /// After redirects.
  var url: String
  /// Why there was no answer, in the program's words.
  var problem: String?

  var isSuccess: Bool { problem == nil && (status == 0 || (200...299).contains(status)) }

  /// Ansible's `msg`: `OK (12 bytes)`, `HTTP Error 404: Not Found`.
  var message: String {
    if let problem { return problem }
    if isSuccess { return "OK (\(headers["content-length"]?.string ?? "unknown") bytes)" }
    return "HTTP Error \(status): \(reason)"
  }

  var reason = ""
}

extension WebRequest {
  /// The address without a password.
  static func masked(_ url: String) -> String {
    guard let scheme = url.range(of: "://"),
      let at = url[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@"),
      let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
    else { return url }
    return url[..<colon] + ":********" + url[at...]
  }

  /// The last part of an address's path.
  static func fileName(_ url: String) -> String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    guard let scheme = path.range(of: "://") else { return Paths.name(of: String(path)) }
    let rest = path[scheme.upperBound...]
    guard rest.contains("/") else { return "index.html" }
    let name = Paths.name(of: String(rest))
    return name.isEmpty ? "index.html" : name
  }
}

extension StringProtocol {
  /// The first occurrence of a text, without Foundation.
  func range(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part),
        let end = index(start, offsetBy: part.count, limitedBy: endIndex)
      {
        return start..<end
      }
      start = index(after: start)
    }
    return nil
  }
}
