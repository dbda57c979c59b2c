import Glibc
import Values

extension StandardLookups {
  /// Lookups that run programs on the controller.
  static let processes: [String: Lookup] = [
    "pipe": { request, own in
      try request.texts.map { command in
        let result = try Shell.run(
          command, in: own.playbookDirectory, limit: request.environment.limits.outputBytes)
        guard result.status == 0 else {
          throw ValueError("lookup 'pipe': '\(command)' returned \(result.status)")
        }
        return .string(Python.strip(result.output, left: false))
      }
    },
    "lines": { request, own in
      try request.texts.flatMap { command -> [Value] in
        let result = try Shell.run(
          command, in: own.playbookDirectory, limit: request.environment.limits.outputBytes)
        guard result.status == 0 else {
          throw ValueError("lookup 'lines': '\(command)' returned \(result.status)")
        }
        return Python.lines(result.output).map { .string($0) }
      }
    },
    "url": { request, own in
      try request.texts.flatMap { try own.fetch($0, request) }
    },
  ]

  private func fetch(_ url: String, _ request: LookupRequest) throws -> [Value] {
    guard ["http", "https", "ftp", "file"].contains(URLParts(url).scheme) else {
      throw ValueError("lookup 'url': '\(url)' is no URL, expected http://, https:// or ftp://")
    }
    var words = ["curl", "-fsSL", "--max-time", String(try request.int("timeout", default: 10))]
    if !request.bool("validate_certs", default: true) { words.append("--insecure") }
    if let user = try request.text("username") {
      words += ["-u", "\(user):\(try request.text("password") ?? "")"]
    }
    for (name, value) in request.options["headers"]?.map ?? [:] {
      words += ["-H", "\(try name.text): \(try value.text)"]
    }
    words += ["--", url]
    let command = words.map(Shell.quoted).joined(separator: " ")
    let result = try Shell.run(
      command, in: playbookDirectory, limit: request.environment.limits.outputBytes)
    guard result.status == 0 else {
      throw ValueError("lookup 'url': cannot fetch '\(url)' (curl returned \(result.status))")
    }
    return request.bool("split_lines", default: true)
      ? Python.lines(result.output).map { .string($0) } : [.string(result.output)]
  }
}

extension Shell {
  /// Runs a command line with `sh` in a folder and collects what it prints.
  static func run(_ command: String, in folder: String, limit: Int) throws -> (
    output: String, status: Int
  ) {
    let place = folder.isEmpty ? "" : "cd \(quoted(folder)) || exit 126\n"
    guard let stream = popen(place + command, "re") else {
      throw ValueError("cannot run '\(command)': \(String(cString: strerror(errno)))")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let count = fread(&buffer, 1, buffer.count, stream)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    let status = pclose(stream)
    if bytes.count > limit {
      throw JinjaError.limit("'\(command)' printed more than \(limit / 1_048_576) MB")
    }
    let code = status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(status & 0x7F)
    return (String(decoding: bytes, as: UTF8.self), code)
  }
}
