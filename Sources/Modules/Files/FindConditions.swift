import Machine
import Patterns
import Values
import Wire

/// What an entry must be for `find`.
struct FindConditions {
  private let kind: String
  private let patterns: [NamePattern]
  private let excludes: [NamePattern]
  private let contains: LinePattern?
  private let readsWholeFile: Bool
  /// Seconds; negative: younger than.
  private let age: Double?
  private let stamp: KeyPath<FileStatus, Int64>
  /// Bytes; negative: smaller than.
  private let size: Int?
  private let mode: PermissionMode?
  private let isModeExact: Bool

  private enum NamePattern {
    case glob(Glob)
    case expression(LinePattern)

    init(_ text: String, isRegex: Bool) throws(ModuleFailure) {
      self =
        isRegex
        ? .expression(try LinePattern("(?:\(text))", argument: "patterns")) : .glob(Glob(text))
    }

    func matches(_ name: String) throws(ModuleFailure) -> Bool {
      switch self {
      case .glob(let glob): glob.matches(name)
      case .expression(let pattern): try pattern.startsMatch(Array(name.utf8))
      }
    }
  }

  init(_ arguments: Arguments) throws(ModuleFailure) {
    let isRegex = arguments.bool("use_regex") ?? false
    kind = arguments.string("file_type") ?? "file"
    patterns = try Self.patterns(arguments.strings("patterns"), isRegex)
    excludes = try Self.patterns(arguments.strings("excludes"), isRegex)
    contains = try arguments.string("contains").map { text throws(ModuleFailure) in
      try LinePattern(text, argument: "contains")
    }
    readsWholeFile = arguments.bool("read_whole_file") ?? false
    age = try Self.quantity(
      "age", arguments, ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]
    ).map(Double.init)
    size = try Self.quantity(
      "size", arguments, ["b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40])
    stamp =
      ["atime": \FileStatus.accessed, "ctime": \.changed][arguments.string("age_stamp") ?? ""]
      ?? \.modified
    mode = try arguments.values["mode"].map { value throws(ModuleFailure) in
      try PermissionMode(value)
    }
    isModeExact = arguments.bool("exact_mode") ?? true
  }

  private static func patterns(_ texts: [String]?, _ isRegex: Bool) throws(ModuleFailure)
    -> [NamePattern]
  {
    var patterns: [NamePattern] = []
    for text in texts ?? [] { patterns.append(try NamePattern(text, isRegex: isRegex)) }
    return patterns
  }

  private static func quantity(_ name: String, _ arguments: Arguments, _ units: [String: Int])
    throws(ModuleFailure) -> Int?
  {
    guard let text = arguments.string(name)?.lowercased() else { return nil }
    let digits = text.prefix { $0 == "-" || $0.isNumber }
    let unit = text.dropFirst(digits.count)
    guard let number = Int(digits), let factor = unit.isEmpty ? 1 : units[String(unit)] else {
      throw ModuleFailure(
        "failed to process \(name): \"\(text)\" is not a number with one of the units \(units.keys.sorted().joined(separator: ", "))"
      )
    }
    return number * factor
  }

  func hold(_ path: String, _ name: String, _ status: FileStatus, _ step: Step) throws -> Bool {
    guard try isNamed(name), isAged(status, step.machine.now()), hasMode(status) else {
      return false
    }
    switch kind {
    case "any": return status.kind != .file || isSized(status)
    case "directory": return status.kind == .folder
    case "link": return status.kind == .link
    default: return try status.kind == .file && isSized(status) && hasContent(path, step)
    }
  }

  private func isNamed(_ name: String) throws -> Bool {
    guard try patterns.isEmpty || patterns.contains(where: { try $0.matches(name) }) else {
      return false
    }
    return try !excludes.contains { try $0.matches(name) }
  }

  private func isAged(_ status: FileStatus, _ now: Int64) -> Bool {
    guard let age else { return true }
    let passed = Double(now - status[keyPath: stamp]) / 1e9
    return age >= 0 ? passed >= age : passed <= -age
  }

  private func isSized(_ status: FileStatus) -> Bool {
    guard let size else { return true }
    return size >= 0 ? status.size >= size : status.size <= -size
  }

  private func hasMode(_ status: FileStatus) -> Bool {
    guard let wanted = mode?.applied(to: 0, isFolder: status.kind == .folder) else { return true }
    return isModeExact ? status.mode == wanted : status.mode & wanted != 0
  }

  private func hasContent(_ path: String, _ step: Step) throws -> Bool {
    guard let contains else { return true }
    let bytes = try step.machine.files.read(path)
    if readsWholeFile { return try contains.search(bytes) != nil }
    return try TextLines(bytes).lines.contains { try contains.startsMatch($0) }
  }
}
