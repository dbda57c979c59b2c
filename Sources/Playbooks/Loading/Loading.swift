import Jinja
import Values
import YAML

/// One load: what it reads from and what it has found wrong so far.
///
/// Errors are collected, so that a person sees all of them at once; readers leave out what is
/// wrong and go on.
final class Loading {
  let options: LoaderOptions
  let sources: SourceCache
  private(set) var problems: [PlaybookError] = []
  private(set) var warnings: [PlaybookWarning] = []
  /// Files that are being read, outermost first, each with the place that asked for it.
  private(set) var trail: [(path: String, place: Location?)] = []
  /// Whether what is read has `no_log`: then neither its source nor its values are shown.
  private var isConcealing = false
  /// Whether what is read may fail when it runs: by `ignore_errors`, `failed_when` or a rescue.
  private(set) var expectsFailure = false

  init(options: LoaderOptions, sources: SourceCache) {
    self.options = options
    self.sources = sources
  }

  /// `quoting` are the literals of the file that the message repeats.
  func report(_ problem: PlaybookError, quoting literals: [String] = []) {
    problems.append(isConcealing ? problem.concealed(literals) : problem)
  }

  func concealing<T>(_ conceals: Bool, _ read: () -> T) -> T {
    let before = isConcealing
    isConcealing = before || conceals
    defer { isConcealing = before }
    return read()
  }

  func expectingFailure<T>(_ expects: Bool, _ read: () -> T) -> T {
    let before = expectsFailure
    expectsFailure = before || expects
    defer { expectsFailure = before }
    return read()
  }

  /// Reports what fails the task when it runs, unless that is planned for.
  func reportFailing(_ problem: PlaybookError, quoting literals: [String] = []) {
    if !expectsFailure { report(problem, quoting: literals) }
  }

  func warn(_ message: String, at place: Location?) {
    let warning = PlaybookWarning(message, at: place)
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  var sortedWarnings: [PlaybookWarning] {
    func place(_ warning: PlaybookWarning) -> (String, Int, Int) {
      (warning.location?.file ?? "", warning.location?.line ?? 0, warning.location?.column ?? 0)
    }
    return warnings.sorted { place($0) < place($1) }
  }

  /// Throws what was found wrong.
  func finish() throws {
    if !problems.isEmpty { throw PlaybookErrors(problems) }
  }
}

// MARK: - Files

extension Loading {
  /// The root of a file; nil where it is empty or unusable.
  func root(of path: String, askedAt place: Location? = nil) -> Node? {
    do {
      let (document, isFresh) = try sources.document(path, decrypt: options.decrypt)
      if isFresh { document.warnings.forEach { warn($0.message, at: $0.location) } }
      return document.root.flatMap { $0.isNull ? nil : $0 }
    } catch let error as YAMLError {
      report(PlaybookError(describing: error))
    } catch {
      report(.undecryptable(path, "\(error)"))
    }
    return nil
  }

  /// Reads a file that must not be under way already; nil where it is.
  func entering<T>(_ path: String, at place: Location?, _ read: () -> T) -> T? {
    if trail.contains(where: { $0.path == path }), let place {
      report(.importCycle(chain(to: path, at: place), at: place))
      return nil
    }
    trail.append((path, place))
    defer { trail.removeLast() }
    return read()
  }

  private func chain(to path: String, at place: Location) -> [String] {
    let start = trail.firstIndex { $0.path == path } ?? 0
    let steps = trail[(start + 1)...] + [(path, place)]
    return steps.map { "\($0.place?.description ?? "?") imports \($0.path.fileName)" }
  }
}

extension PlaybookError {
  init(describing error: YAMLError) {
    self.init(error.message, at: error.location, hint: error.hint)
    line = error.excerpt?.text
  }
}

// MARK: - Values

extension Loading {
  /// A node as a value, its templates checked.
  func value(_ node: Node) -> Value {
    do {
      let value = try node.value(Reading(decrypt: options.decrypt))
      check(value)
      return value
    } catch {
      report(PlaybookError(describing: error))
      return .null
    }
  }

  /// Reports templates that cannot be parsed, at any depth.
  func check(_ value: Value) {
    switch value {
    case .template(let source): check(source, isExpression: false)
    case .list(let items): items.forEach(check)
    case .map(let map): map.values.forEach(check)
    default: break
    }
  }

  func check(_ source: TemplateSource, isExpression: Bool) {
    do {
      try options.environment.check(source, isExpression: isExpression)
    } catch let error as JinjaError {
      var problem = PlaybookError.template(error.message, hint: error.hint, at: error.location ?? source.origin)
      problem.line = error.line
      reportFailing(problem)
    } catch {
      reportFailing(.template("\(error)", hint: nil, at: source.origin))
    }
  }

  /// A condition: booleans as they are, text as an expression that knows its place.
  func condition(_ node: Node) -> Value {
    if let items = node.items { return .list(items.map(condition)) }
    guard let text = node.string, let scalar = node.scalar, node.tag != .vault else { return value(node) }
    let source = TemplateSource(text, origin: scalar.textOrigin)
    let isBraced = text.hasPrefix("{{") || text.hasPrefix("{%")
    if text.contains(where: { !$0.isWhitespace }) { check(source, isExpression: !isBraced) }
    return .template(source)
  }

  /// A mapping of variables; `what` names it in messages.
  func variables(_ node: Node, what: String) -> ValueMap {
    if node.isNull { return [:] }
    guard let entries = node.entries else {
      report(.wrongShape(what, is: node.kindName, expected: "a mapping", at: node.location))
      return [:]
    }
    var map = ValueMap()
    for entry in entries {
      guard let name = variableName(entry.key) else { continue }
      map[name] = value(entry.value)
    }
    return map
  }

  private func variableName(_ key: Node) -> String? {
    guard let name = key.scalar?.text, name.isVariableName, key.string != nil else {
      report(.badVariableName(key.scalar?.text ?? key.kindName, at: key.location))
      return nil
    }
    return name
  }
}

extension String {
  /// Whether Ansible takes it as a variable's name.
  var isVariableName: Bool {
    guard let first = utf8.first, !first.isDigit, utf8.allSatisfy(\.isNameByte) else { return false }
    return !["true", "false", "none", "True", "False", "None", "not"].contains(self)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  fileprivate var isNameByte: Bool {
    isDigit || (self | 0x20 >= 0x61 && self | 0x20 <= 0x7A) || self == UInt8(ascii: "_")
  }
}
