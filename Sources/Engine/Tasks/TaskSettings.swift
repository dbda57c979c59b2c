import Jinja
import Playbooks
import Values
import Wire

/// A task's keywords for one host and one item, rendered.
struct TaskSettings: Sendable {
  var mode: Mode = .apply
  var wantsDiff = false
  var ignoresErrors = false
  var ignoresUnreachable = false
  var isCensored = false
  var delegate: String?
  var delegatesFacts = false
  var connection = ConnectionSettings()
  var environment: [(name: String, value: String)] = []
  var timeout: Double = 0

  init() {}
}

/// Reads the keywords of a task through its scope.
struct SettingsReader {
  let task: Task
  let scope: TaskScope
  let options: RunOptions

  private var templating: Templating { scope.world.templating }

  func settings() throws -> TaskSettings {
    var settings = TaskSettings()
    settings.mode = try mode()
    settings.wantsDiff = try flag(.diff) ?? options.wantsDiff
    settings.ignoresErrors = try flag(.ignoreErrors) ?? false
    settings.ignoresUnreachable = try flag(.ignoreUnreachable) ?? false
    settings.isCensored = try flag(.noLog) ?? false
    settings.delegate = try delegate()
    settings.delegatesFacts = try flag(.delegateFacts) ?? false
    settings.timeout = try timeout()
    try checkThrottle()
    settings.environment = try environment()
    settings.connection = try connection()
    return settings
  }

  func flag(_ keyword: Keyword) throws -> Bool? {
    guard let value = try rendered(keyword) else { return nil }
    guard let flag = Value.boolean(of: value) else {
      throw RunFailure(
        "the value \(try value.repr) of '\(keyword.rawValue)' is no boolean", at: task.origin,
        hint: "write true or false")
    }
    return flag
  }

  func text(_ keyword: Keyword) throws -> String? { try rendered(keyword).map { try $0.text } }

  func number(_ keyword: Keyword) throws -> Double? {
    guard let value = try rendered(keyword) else { return nil }
    if let number = value.number { return number }
    if let text = value.string, let number = Double(text) { return number }
    throw RunFailure("the value \(try value.repr) of '\(keyword.rawValue)' is no number", at: task.origin)
  }

  private func delegate() throws -> String? {
    let host = try text(.delegateTo)
    guard host != "" else { throw RunFailure("Empty hostname produced from delegate_to, expected a host", at: task.origin) }
    return host
  }

  private func timeout() throws -> Double {
    guard let seconds = try number(.timeout) else { return 0 }
    guard (0...RunOptions.longestTimeout).contains(seconds) else {
      let shown = Int(exactly: seconds).map(String.init) ?? String(seconds)
      throw RunFailure("Timeout \(shown) is invalid, expected 0 to \(Int(RunOptions.longestTimeout)) seconds", at: task.origin)
    }
    return seconds
  }

  /// The turnstile reads the value before the task has a result that could say what is wrong.
  private func checkThrottle() throws {
    guard task.context.nearest(.throttle) != nil else { return }
    let refusal = "Failed to convert the throttle value to an integer"
    do {
      guard let value = try rendered(.throttle), value.exactInt == nil, Int(try value.text) == nil else { return }
      throw RunFailure("\(refusal): invalid literal for int: \(try value.repr)", at: task.origin)
    } catch let error as JinjaError {
      throw RunFailure("\(refusal): \(error.message)", at: error.location ?? task.origin)
    }
  }

  /// At most so many hosts at once; nil where nothing says so.
  var throttle: Int? { (try? number(.throttle)).flatMap { $0 }.flatMap { $0 >= 1 ? Int(exactly: $0.rounded(.down)) : nil } }

  /// The nearest value, rendered; `omit` is as if it were not written there.
  func rendered(_ keyword: Keyword) throws -> Value? {
    for context in task.context.chain {
      guard let raw = context.keywords[keyword] else { continue }
      let value = try templating.resolve(raw, scope: scope)
      if value.isNull { return nil }
      if !value.isOmit { return value }
    }
    return nil
  }

  private func mode() throws -> Mode {
    let isChecked = try flag(.checkMode)
    if options.isCheck { return isChecked == false ? .apply : .plan }
    return isChecked == true ? .check : .apply
  }

  private func environment() throws -> [(name: String, value: String)] {
    var merged = ValueMap()
    for link in task.context.chain.reversed() {
      guard let raw = link.keywords[.environment] else { continue }
      for part in raw.list ?? [raw] {
        guard let value = try environmentValue(part) else { continue }
        for part in value.list ?? [value] { merged.merge(part.map ?? [:]) }
      }
    }
    return try merged.map { (try $0.text, try $1.text) }
  }

  /// Before facts are gathered an environment that needs them is left out, as in Ansible.
  private func environmentValue(_ raw: Value) throws -> Value? {
    do {
      guard isFactGathering, let map = raw.map else { return try templating.resolve(raw, scope: scope) }
      return .map(ValueMap(try map.compactMap { key, value in try environmentValue(value).map { (key, $0) } }))
    } catch let error as JinjaError where error.kind == .undefined && isFactGathering {
      return nil
    }
  }

  private var isFactGathering: Bool { ["setup", "gather_facts"].contains(task.action.declaration.name) }

  private func connection() throws -> ConnectionSettings {
    var connection = try ConnectionSettings(host: scope.host, scope: scope, keywords: { try self.rendered($0) }, options: options)
    try connection.readBecome(keywords: { try self.rendered($0) }, scope: scope, options: options)
    return connection
  }
}
