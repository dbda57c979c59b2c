import Values
import YAML

extension StandardLookups {
  /// Lookups that read files.
  static let contents: [String: Lookup] = [
    "file": { request, own in
      try request.texts.map { .string(stripped(try own.read($0, kind: "files", request), request)) }
    },
    "unvault": { request, own in
      try request.texts.map { .string(try own.read($0, kind: "files", request)) }
    },
    "template": { request, own in try request.texts.map { try own.render($0, request) } },
    "fileglob": { request, own in try request.texts.flatMap { try own.glob($0, request) } },
    "first_found": { request, own in try own.firstFound(request) },
    "ini": { request, own in
      try request.inlined(["type", "section", "file", "re", "encoding", "default", "case_sensitive"]).flatMap {
        (key, request) -> [Value] in
        let file = try request.text("file") ?? "ansible.ini"
        let ini = IniText(
          try own.read(file, kind: "files", request),
          isProperties: try request.text("type") == "properties",
          isCaseSensitive: request.bool("case_sensitive", default: false))
        return try ini.values(key, request, file: file)
      }
    },
    "csvfile": { request, own in
      try request.inlined(["file", "delimiter", "col", "keycol", "encoding", "default"]).flatMap { key, request in
        try own.column(of: key, request)
      }
    },
    "password": { request, own in
      try request.texts.map {
        .string(try PasswordFile.password($0, request, own.playbookDirectory))
      }
    },
  ]

  func read(_ name: String, kind: String, _ request: LookupRequest) throws -> String {
    try text(ofFile: try required(name, kind: kind, request))
  }

  private static func stripped(_ text: String, _ request: LookupRequest) -> String {
    Python.strip(
      text, left: request.bool("lstrip", default: false),
      right: request.bool("rstrip", default: true))
  }

  private static func delimiter(_ request: LookupRequest) throws -> String {
    let text = try request.text("delimiter") ?? "TAB"
    return text == "TAB" || text == "\\t" ? "\t" : text
  }

  /// Renders a template file with the scope's variables and `template_vars`.
  private func render(_ name: String, _ request: LookupRequest) throws -> Value {
    let path = try required(name, kind: "templates", request)
    let source = TemplateSource(try text(ofFile: path), origin: Location(file: path, line: 1, column: 1))
    var options = TemplateOptions()
    if let mark = try request.text("variable_start_string") { options.variableStart = mark }
    if let mark = try request.text("variable_end_string") { options.variableEnd = mark }
    if let mark = try request.text("comment_start_string") { options.commentStart = mark }
    if let mark = try request.text("comment_end_string") { options.commentEnd = mark }
    options.trimBlocks = request.bool("trim_blocks", default: true)
    var variables = request.options["template_vars"]?.map ?? [:]
    let isSaid = try variables["ansible_managed"] != nil || request.scope.lookup("ansible_managed") != nil
    if !isSaid { variables["ansible_managed"] = "Ansible managed" }
    let scope = LayeredScope(top: variables, base: request.scope)
    return try request.environment.renderValue(source, scope: scope, options: options)
  }

  /// What `csvfile` finds for a key.
  private func column(of key: String, _ request: LookupRequest) throws -> [Value] {
    let file = try request.text("file") ?? "ansible.csv"
    let rows = CSVText.rows(try read(file, kind: "files", request), delimiter: try Self.delimiter(request))
    let (column, keyColumn) = (try request.int("col", default: 1), try request.int("keycol", default: 0))
    guard let row = rows.first(where: { $0.indices.contains(keyColumn) && $0[keyColumn] == key }) else {
      return request.options["default"].map { [$0] } ?? []
    }
    guard row.indices.contains(column) else {
      throw ValueError("csvfile: the row of '\(key)' has no column \(column)")
    }
    return [.string(row[column])]
  }

  private func glob(_ pattern: String, _ request: LookupRequest) throws -> [Value] {
    let (folder, name) = PathText.split(pattern)
    var folders: [String]
    if folder.isEmpty {
      folders = try searchPath(request).flatMap { [PathText.joined([$0, "files"]), $0] }
    } else {
      folders = try find(folder, kind: "files", request).map { [$0] } ?? []
    }
    for folder in folders {
      let found = Glob.files(PathText.joined([folder, name]))
      if !found.isEmpty { return found.map { .string($0) } }
    }
    return []
  }

  private func firstFound(_ request: LookupRequest) throws -> [Value] {
    let terms = request.terms.isEmpty ? request.options["files"].map { [$0] } ?? [] : request.terms
    let (names, skips) = try names(
      in: terms, paths: try Self.split(request.options["paths"], ",:;"), request)
    // A loop says by its action's name which folder of a role it means; `lookup()` means `files`.
    let kind = try request.text(LookupRequest.folderOption) ?? "files"
    for name in names {
      if let found = try find(name, kind: kind, request) { return [.string(PathText.absolute(found))] }
    }
    if skips || request.bool("skip", default: false) { return [] }
    throw ValueError(
      "No file was found when using first_found, tried \(names.joined(separator: ", "))")
  }

  private func names(
    in terms: [Value], paths: [String], _ request: LookupRequest
  ) throws -> (names: [String], skips: Bool) {
    var names: [String] = []
    var skips = false
    for term in terms {
      switch term {
      case .map(let map):
        let files = try Self.split(map["files"], ",;")
        let folders = try map["paths"].map { try Self.split($0, ",:;") } ?? paths
        names +=
          folders.isEmpty
          ? files : folders.flatMap { folder in files.map { PathText.joined([folder, $0]) } }
        skips = map["skip"].flatMap(Value.boolean(of:)) ?? skips
      case .list(let items):
        let inner = try self.names(in: items, paths: paths, request)
        names += inner.names
        skips = skips || inner.skips
      default:
        let files = try Self.split(term, ",;")
        names +=
          paths.isEmpty
          ? files : paths.flatMap { folder in files.map { PathText.joined([folder, $0]) } }
      }
    }
    return (names, skips)
  }

  private static func split(_ value: Value?, _ marks: String) throws -> [String] {
    guard let value, !value.isNull else { return [] }
    return try (value.list ?? [value]).flatMap { item in
      try item.text.split { marks.contains($0) }.map { Python.strip(String($0)) }
    }
  }
}

/// Some variables above a scope.
struct LayeredScope: Scope {
  let top: ValueMap
  let base: any Scope
  func lookup(_ name: String) throws -> Value? { try top[name] ?? base.lookup(name) }
  var names: [String] { top.keys.compactMap(\.string) + base.names }
}
