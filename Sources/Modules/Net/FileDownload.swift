import Machine
import Values
import Wire

/// `get_url`: a file is what an address gives.
package struct FileDownload: Module {
  package static let declaration = Declaration(
    "get_url",
    parameters: WebOptions.parameters + [
      Parameter("dest", .path, required: true),
      Parameter("backup", .bool, standard: false),
      Parameter("checksum", standard: ""),
      Parameter("timeout", .int, standard: 10),
      Parameter("headers", .dict([])),
      Parameter("tmp_dest", .path),
      Parameter("url_username", aliases: ["username"]),
      Parameter("url_password", aliases: ["password"], secret: true),
    ] + FileAttributesArguments.parameters)

  private let arguments: Arguments
  private let attributes: FileAttributesArguments

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    attributes = try FileAttributesArguments(arguments)
  }

  private var url: String { arguments.string("url") ?? "" }

  package func run(_ step: Step) throws -> Outcome {
    let dest = step.machine.absolute(arguments.string("dest") ?? "")
    let isFolder =
      try step.machine.files.target(Paths.withoutTrailingSlashes(dest))?.kind == .folder
    let wanted = try Checksum(arguments.string("checksum") ?? "", self, step)
    var path = isFolder ? Paths.join(dest, WebRequest.fileName(url)) : dest
    path = try step.machine.written(path)
    let old = try step.machine.files.status(path)
    try requireFolder(of: path, step)
    var isKnownToDiffer = old == nil
    if !isFolder, old != nil, let wanted, arguments.bool("force") != true {
      if try step.machine.files.digest(path, wanted.algorithm) == wanted.hex {
        return try present(path, old, step)
      }
      isKnownToDiffer = true
    }
    let attempt = Attempt(
      path: path, old: old, isFolder: isFolder, wanted: wanted, isKnownToDiffer: isKnownToDiffer)
    return try fetch(attempt, step)
  }

  private struct Attempt {
    let path: String
    let old: FileStatus?
    let isFolder: Bool
    let wanted: Checksum?
    /// Whether the file changes whatever the answer is.
    let isKnownToDiffer: Bool
  }

  private func requireFolder(of path: String, _ step: Step) throws {
    let folder = Paths.folder(of: path)
    guard try step.machine.files.target(folder)?.kind != .folder else { return }
    throw ModuleFailure("Destination \(folder) does not exist", base(path))
  }

  private func base(_ path: String) -> ValueMap {
    ["url": .string(WebRequest.masked(url)), "dest": .string(path), "elapsed": 0]
  }

  private func change(_ path: String, _ old: FileStatus?) -> FileChange {
    FileChange(
      path, old: old, attributes: attributes, backs: arguments.bool("backup") ?? false,
      headers: (path, url))
  }

  private func present(_ path: String, _ old: FileStatus?, _ step: Step) throws -> Outcome {
    let result = try change(path, old).settle(step)
    let message =
      result.isChanged ? "file already exists but file attributes changed" : "file already exists"
    var values = base(path).merging(["msg": .string(message)])
    values.merge(try FileReport.values(of: path, on: step.machine))
    return Outcome(isChanged: result.isChanged, result: values, diffs: result.diffs)
  }

  private func fetch(_ attempt: Attempt, _ step: Step) throws -> Outcome {
    let files = step.machine.files
    let folder =
      arguments.string("tmp_dest").map(step.machine.absolute) ?? Paths.folder(of: attempt.path)
    let temporary = Paths.join(folder, ".provision-get-\(UInt64.random(in: 0 ... .max))")
    try files.write(temporary, [], FileAttributes(mode: 0o600))
    defer { try? files.remove(temporary) }
    let response = try WebClient(step: step).send(request(attempt, temporary))
    guard let response else { return try expected(attempt, step) }
    return try accept(response, temporary, attempt, step)
  }

  private func request(_ attempt: Attempt, _ output: String) -> WebRequest {
    var request = WebRequest(url: url)
    request.headers = Self.headers(arguments)
    request.output = output
    request.timeout = arguments.int("timeout") ?? 10
    request.options = WebOptions(arguments)
    if !attempt.isKnownToDiffer, !attempt.isFolder, !request.options.forces {
      request.modifiedSince = attempt.old?.modified
    }
    return request
  }

  static func headers(_ arguments: Arguments) -> [(name: String, value: String)] {
    (arguments.map("headers") ?? [:]).map { ($0.string ?? "", (try? $1.text) ?? "") }
  }

  /// What a plan can say without the bytes.
  private func expected(_ attempt: Attempt, _ step: Step) throws -> Outcome {
    let what = "\(WebRequest.masked(url)) is downloaded"
    guard attempt.isKnownToDiffer else { throw Unknown(what) }
    let wanted = try attributes.wanted(for: attempt.old, kind: .file, on: step.machine)
    let effect = Effect.file(attempt.path, wanted, after: what)
    _ = try step.machine.commands.act(Invocation(["true"]), effects: [effect])
    var values = base(attempt.path)
    for name in ["checksum_src", "md5sum", "status_code", "msg", "size"] {
      values[name] = .deferred(.unknown(what: what))
    }
    return Outcome(isChanged: true, result: values)
  }

  private func accept(
    _ response: WebResponse, _ temporary: String, _ attempt: Attempt, _ step: Step
  ) throws -> Outcome {
    let files = step.machine.files
    var values = base(attempt.path)
    values["status_code"] = response.status == 0 ? nil : .int(response.status)
    if response.status == 304 {
      let result = try change(attempt.path, attempt.old).settle(step)
      values.merge(["msg": "HTTP Error 304: Not Modified"])
      values.merge(try FileReport.values(of: attempt.path, on: step.machine))
      return Outcome(isChanged: result.isChanged, result: values, diffs: result.diffs)
    }
    guard response.isSuccess else {
      throw ModuleFailure(
        "Request failed",
        values.merging([
          "response": .string(response.message), "status_code": .int(response.status),
        ]))
    }
    if let wanted = attempt.wanted {
      let found = try files.digest(temporary, wanted.algorithm)
      guard found == wanted.hex else {
        throw ModuleFailure(
          "The checksum for \(WebRequest.masked(url)) did not match \(wanted.hex); it was \(found).",
          values)
      }
    }
    return try place(response, temporary, attempt, values, step)
  }

  private func place(
    _ response: WebResponse, _ temporary: String, _ attempt: Attempt, _ base: ValueMap, _ step: Step
  ) throws -> Outcome {
    let files = step.machine.files
    var (path, old) = (attempt.path, attempt.old)
    if attempt.isFolder, let name = Self.attachedName(response) {
      path = Paths.join(Paths.folder(of: path), name)
      old = try files.status(path)
    }
    var values = base.merging([
      "dest": .string(path), "msg": .string(response.message), "src": .string(temporary),
    ])
    let sum = try files.digest(temporary, .sha1)
    let oldSum = old?.kind == .file ? try files.digest(path, .sha1) : nil
    let change = change(path, old)
    let result =
      try sum == oldSum
      ? change.settle(step)
      : change.put(shown: nil, step) { files, wanted, options in
        try files.copy(temporary, to: path, wanted, options)
      }
    values["checksum_src"] = .string(sum)
    values["checksum_dest"] = oldSum.map { .string($0) } ?? .null
    values["md5sum"] = .string(try files.digest(path, .md5))
    if let backup = result.backup { values["backup_file"] = .string(backup) }
    values.merge(try FileReport.values(of: path, on: step.machine))
    return Outcome(isChanged: result.isChanged, result: values, diffs: result.diffs)
  }

  /// The name in `Content-Disposition`, without any folder.
  private static func attachedName(_ response: WebResponse) -> String? {
    guard let text = response.headers["content-disposition"]?.string,
      let mark = text.range(of: "filename=")
    else { return nil }
    let name = Paths.name(of: text[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" })
    return name.isEmpty || name == "." || name == ".." ? nil : name
  }

  /// `sha256:…`, or `sha256:` and the address of a file that lists sums.
  private struct Checksum {
    let algorithm: Digest.Algorithm
    let hex: String

    init?(_ text: String, _ download: FileDownload, _ step: Step) throws {
      guard !text.isEmpty else { return nil }
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ModuleFailure(
          "The checksum parameter has to be in format <algorithm>:<checksum>", download.base(""))
      }
      guard let algorithm = Digest.Algorithm(rawValue: parts[0].lowercased()) else {
        throw ModuleFailure(
          "unknown checksum algorithm \"\(parts[0])\", known are: "
            + Digest.Algorithm.allCases.map(\.rawValue).joined(separator: ", "))
      }
      let given =
        parts[1].contains("://") ? try Self.listed(at: parts[1], download, step) : parts[1]
      hex = given.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      self.algorithm = algorithm
      guard !hex.isEmpty, hex.allSatisfy(\.isHexDigit) else {
        throw ModuleFailure("The checksum format is invalid", download.base(""))
      }
    }

    private static func listed(at address: String, _ download: FileDownload, _ step: Step) throws
      -> String
    {
      var request = WebRequest(url: address)
      request.timeout = download.arguments.int("timeout") ?? 10
      request.options = WebOptions(download.arguments)
      request.headers = FileDownload.headers(download.arguments)
      guard let response = try WebClient(step: step).send(request) else {
        throw Unknown("\(WebRequest.masked(address)) is downloaded")
      }
      guard response.isSuccess else {
        throw ModuleFailure(
          "Request failed: \(WebRequest.masked(address)): \(response.message)", download.base(""))
      }
      let name = WebRequest.fileName(download.url)
      let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: " ")
      }
      if lines.count == 1, lines[0].count == 1 { return String(lines[0][0]) }
      for words in lines where words.count == 2 {
        var listed = words[1]
        if listed.hasPrefix("*") { listed = listed.dropFirst() }
        if listed.hasPrefix("./") { listed = listed.dropFirst(2) }
        if listed == name { return String(words[0]) }
      }
      throw ModuleFailure(
        "Unable to find a checksum for file '\(name)' in '\(WebRequest.masked(address))'")
    }
  }
}
