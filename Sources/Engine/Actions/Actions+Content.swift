import Crypto
import Foundation
import Jinja
import Playbooks
import Secrets
import Values
import Wire
import YAML

// MARK: - Modules whose content the controller provides

extension Actions {
  /// Content up to this many bytes travels inside its request.
  static let inlineLimit = 32 * 1024

  static func copy(_ call: ActionCall) throws -> Parcel {
    var parcel = Parcel(module: "copy", arguments: call.arguments)
    if call.flag("remote_src") == true { return parcel }
    if let content = call.arguments["content"], !content.isNull {
      // What it holds travels as an attachment; that it was given still counts.
      parcel.arguments["content"] = ""
      try parcel.attach(text(of: content))
      return parcel
    }
    guard let source = try call.text("src"), !source.isEmpty else {
      throw RunFailure("src (or content) is required", at: call.task.origin)
    }
    let path = try find(source, "files", call)
    try parcel.attach(path: path, sourceAsWritten: source, vault(call))
    return parcel
  }

  /// What opens sources that are vault files, unless they are to stay encrypted.
  private static func vault(_ call: ActionCall) -> Vault? {
    call.flag("decrypt") == false ? nil : call.world.options.vault
  }

  static func template(_ call: ActionCall) throws -> Parcel {
    guard let name = try call.text("src") else { throw RunFailure("src is required", at: call.task.origin) }
    guard let target = try call.text("dest") else { throw RunFailure("dest is required", at: call.task.origin) }
    let path = try find(name, "templates", call)
    let source = try TemplateFiles.source(path, call.world.options.vault)
    let scope = call.scope.adding(try templateVariables(call, path: path, target: target))
    let text = try environment(call).renderText(source, scope: scope, options: try options(call))
    var parcel = Parcel(module: "copy", arguments: call.arguments)
    for option in templateOnly { parcel.arguments[option] = nil }
    parcel.arguments["src"] = .string(path)
    parcel.arguments["_original_basename"] = .string(path.lastComponent)
    parcel.arguments["_diff_label"] = .string(path)
    let mode = try File.mode(of: path)
    try parcel.attach(try encoded(text, call), mode: mode)
    return parcel
  }

  /// One that finds what a template includes where the task would find it.
  private static func environment(_ call: ActionCall) -> Environment {
    var environment = call.world.templating.environment
    let (folders, vault) = (call.scope.searchFolders, call.world.options.vault)
    environment.loader = { try TemplateFiles.load($0, from: $1, searching: folders, vault) }
    return environment
  }

  private static func encoded(_ text: String, _ call: ActionCall) throws -> [UInt8] {
    let given = try call.text("output_encoding") ?? ""
    let name = given.isEmpty ? "utf-8" : given
    guard let bytes = try TextEncoding(name, at: call.task.origin).bytes(of: text) else {
      throw RunFailure("the text has characters that '\(name)' cannot hold", at: call.task.origin)
    }
    return bytes
  }

  static func script(_ call: ActionCall) throws -> Parcel {
    guard let line = try call.text("cmd") ?? call.text("_raw_params") else {
      throw RunFailure("'script' names no file, expected one of the following: cmd, or free text", at: call.task.origin)
    }
    let name = line.split(separator: " ", maxSplits: 1).first.map(String.init) ?? line
    let path = try find(name, "files", call)
    var parcel = Parcel(module: "script", arguments: call.arguments)
    try parcel.attach(Array(try File.content(of: path, vault(call)).bytes), mode: 0o700)
    return parcel
  }

  /// `src` is a local file unless `remote_src`.
  static func localSource(_ call: ActionCall) throws -> Parcel {
    var parcel = Parcel(module: call.name, arguments: call.arguments)
    let isRemote = call.flag("remote_src") ?? (call.name == "assemble")
    guard !isRemote, let source = try call.text("src"), !source.contains("://") else { return parcel }
    try parcel.attach(path: try find(source, "files", call), sourceAsWritten: source, vault(call))
    return parcel
  }

  private static func find(_ name: String, _ kind: String, _ call: ActionCall) throws -> String {
    try call.world.loader.find(name, kind: kind, from: call.task.context, playbookFolder: call.world.play.folder)
  }

  /// `content:` as the file's bytes: mappings and lists become JSON.
  private static func text(of content: Value) throws -> [UInt8] {
    switch content {
    case .map, .list: Array(try JSONForm(isASCII: false).text(of: content).utf8)
    default: Array(try content.text.utf8)
    }
  }

  private static let templateOnly = [
    "variable_start_string", "variable_end_string", "block_start_string", "block_end_string", "comment_start_string",
    "comment_end_string", "trim_blocks", "lstrip_blocks", "newline_sequence", "output_encoding",
  ]

  private static func options(_ call: ActionCall) throws -> TemplateOptions {
    var options = TemplateOptions()
    options.trimBlocks = call.flag("trim_blocks") ?? true
    options.lstripBlocks = call.flag("lstrip_blocks") ?? false
    if let sequence = try call.text("newline_sequence") {
      options.newlineSequence = ["\\n": "\n", "\\r": "\r", "\\r\\n": "\r\n"][sequence] ?? sequence
    }
    if let mark = try call.text("variable_start_string") { options.variableStart = mark }
    if let mark = try call.text("variable_end_string") { options.variableEnd = mark }
    if let mark = try call.text("block_start_string") { options.blockStart = mark }
    if let mark = try call.text("block_end_string") { options.blockEnd = mark }
    if let mark = try call.text("comment_start_string") { options.commentStart = mark }
    if let mark = try call.text("comment_end_string") { options.commentEnd = mark }
    return options
  }

  private static func templateVariables(_ call: ActionCall, path: String, target: String) throws -> ValueMap {
    var vars: ValueMap = [
      "template_host": .string(call.scope.host), "template_path": .string(path), "template_fullpath": .string(path),
      "template_destpath": .string(target), "template_uid": .string(File.owner(of: path)),
      "template_mtime": .moment(try File.modificationTime(of: path)), "template_run_date": .moment(File.now),
    ]
    if try call.scope.lookup("ansible_managed") == nil { vars["ansible_managed"] = "Ansible managed" }
    return vars
  }
}

extension TaskScope {
  /// The same scope with further innermost variables.
  func adding(_ more: ValueMap) -> TaskScope {
    TaskScope(
      host: host, world: world, context: context, locals: locals.merging(more), variables: variables,
      speculation: speculation, varsFiles: varsFiles)
  }
}

// MARK: - Attaching

extension Parcel {
  /// Attaches text made on the controller.
  mutating func attach(_ bytes: [UInt8], path: String = "", mode: UInt32 = 0o644) throws {
    let hash = SHA256.hash(data: bytes).map { Self.hex($0) }.joined()
    let isSmall = bytes.count <= Actions.inlineLimit
    attachments.append(
      Attachment(path: path, sha256: hash, size: bytes.count, mode: mode, inline: isSmall ? bytes : nil))
    if !isSmall { contents[hash] = .bytes(bytes) }
  }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  /// Attaches a file, or a folder with all that is in it. A source written with a trailing slash
  /// stands for what is in the folder, one without for the folder itself.
  mutating func attach(path: String, sourceAsWritten: String, _ vault: Vault?) throws {
    guard File.isFolder(path) else { return try attachFile(path, as: "", vault) }
    let root = sourceAsWritten.hasSuffix("/") ? "" : path.lastComponent + "/"
    if !root.isEmpty {
      attachments.append(Attachment(path: String(root.dropLast()), kind: .directory, mode: try File.mode(of: path)))
    }
    for entry in try File.tree(path) {
      let full = path + "/" + entry
      if let target = File.linkTarget(full) {
        attachments.append(Attachment(path: root + entry, kind: .link, target: target))
      } else if File.isFolder(full) {
        attachments.append(Attachment(path: root + entry, kind: .directory, mode: try File.mode(of: full)))
      } else {
        try attachFile(full, as: root + entry, vault)
      }
    }
  }

  private mutating func attachFile(_ path: String, as name: String, _ vault: Vault?) throws {
    let (bytes, wasEncrypted) = try File.content(of: path, vault)
    let hash = SHA256.hash(data: bytes).map { Self.hex($0) }.joined()
    let isSmall = bytes.count <= Actions.inlineLimit
    attachments.append(
      Attachment(
        path: name, sha256: hash, size: bytes.count, mode: try File.mode(of: path), inline: isSmall ? Array(bytes) : nil))
    if !isSmall { contents[hash] = wasEncrypted ? .bytes(Array(bytes)) : .file(path) }
  }
}
