import Jinja
import Modules
import Playbooks
import Values
import Wire

/// A task ready to be carried out: arguments and keywords rendered.
struct ActionCall: Sendable {
  let task: Task
  let arguments: ValueMap
  let settings: TaskSettings
  let scope: TaskScope

  var world: PlayWorld { scope.world }
  var name: String { task.action.declaration.name }

  func text(_ name: String) throws -> String? {
    guard let value = arguments[name], !value.isNull else { return nil }
    return try value.text
  }

  /// A number, or text that is one.
  func number(_ name: String) throws -> Double? {
    guard let value = arguments[name], !value.isNull else { return nil }
    if let number = value.number ?? value.string.flatMap({ Double($0) }), abs(number) <= 1e9 { return number }
    throw RunFailure("'\(name)' of \(self.name) is \(try value.repr); expected a number", at: task.origin)
  }

  func flag(_ name: String) -> Bool? { arguments[name].flatMap(Value.boolean) }
}

/// What the controller does for a task.
enum ActionPlan {
  case done(TaskOutcome)
  /// Nothing but time passes; the operator is told why.
  case wait(seconds: Double, saying: String?, TaskOutcome)
  /// Something that needs the host's run, with nothing else on its way.
  case run(@Sendable (isolated HostRun) async -> TaskOutcome)
  case send(Parcel)
}

/// A request with the content it names.
struct Parcel: Sendable {
  var module: String
  var arguments: ValueMap
  var attachments: [Attachment] = []
  /// Where the bytes of attachments come from, by SHA-256.
  var contents: [String: ContentSource] = [:]
}

/// The controller's half of modules: those it does alone, and those whose content it provides.
enum Actions {
  static func plan(_ call: ActionCall) throws -> ActionPlan {
    guard call.task.action.declaration.place != .nowhere else {
      throw RunFailure(
        "the module '\(call.name)' is not part of provision", at: call.task.origin,
        hint: "provision docs lists the modules; what it does may be written with command and a condition")
    }
    return try planKnown(call)
  }

  private static func planKnown(_ call: ActionCall) throws -> ActionPlan {
    switch call.name {
    case "debug": .done(try debug(call))
    case "assert": .done(try check(call))
    case "fail": .done(.failed(try call.text("msg") ?? "Failed as requested from task"))
    case "set_fact": .done(try setFact(call))
    case "include_vars": .done(try includeVars(call))
    case "validate_argument_spec": .done(try validate(call))
    case "set_stats": .done(.ok())
    case "group_by", "add_host": try inventoryChange(call)
    case "pause": try pause(call)
    case "reboot": .run { await $0.reboot(call) }
    case "async_status": .run { await $0.jobStatus(call) }
    case "wait_for_connection": .run { await $0.waitForConnection(call) }
    case "copy": .send(try copy(call))
    case "template": .send(try template(call))
    case "script": .send(try script(call))
    case "unarchive", "assemble": .send(try localSource(call))
    case "fetch": .run { await $0.fetch(call) }
    case "gather_facts": .send(Parcel(module: "setup", arguments: call.arguments))
    default: .send(Parcel(module: call.name, arguments: call.arguments))
    }
  }
}

extension Declaration {
  /// Every way to write the module's name.
  var spellings: [String] {
    let short = [name] + aliases
    return short + short.map { "ansible.builtin.\($0)" } + (collection == "ansible.builtin" ? [] : short.map { "\(collection).\($0)" })
  }

  /// Whether the arguments hold expressions that the action evaluates itself.
  var keepsConditions: Bool { name == "assert" }
}

// MARK: - Saying and checking

extension Actions {
  private static func debug(_ call: ActionCall) throws -> TaskOutcome {
    if let least = try call.number("verbosity"), Int(least) > call.world.options.verbosity {
      return TaskOutcome(Outcome(.skipped, result: ["skipped_reason": "Verbosity threshold not met."]))
    }
    var outcome = TaskOutcome.ok()
    outcome.isVerbose = true
    if let name = call.arguments["var"] {
      outcome.wire.result = try shown(name, call)
    } else {
      outcome.wire.result = ["msg": call.arguments["msg"] ?? "Hello world!"]
    }
    return outcome
  }

  /// `var:` names an expression; an undefined one is said, not failed.
  private static func shown(_ name: Value, _ call: ActionCall) throws -> ValueMap {
    guard let text = name.string else {
      throw RunFailure("'var' of debug names a variable; \(try name.repr) is not a string and conversion is not allowed", at: call.task.origin)
    }
    let source = TemplateSource(text, origin: call.task.origin)
    do {
      return [text: try call.world.templating.environment.evaluate(expression: source, scope: call.scope)]
    } catch let error as JinjaError where error.kind == .undefined {
      guard text.isVariableName, let written = try call.scope.lookup(text), written.isContainer else {
        return [text: .string("<< error 1 - \(error.message) >>")]
      }
      var count = 0
      return [text: try shownParts(of: written, call, &count)]
    }
  }

  /// A list or map whose undefined parts are said in their places.
  private static func shownParts(of value: Value, _ call: ActionCall, _ count: inout Int) throws -> Value {
    if let items = value.list { return .list(try items.map { try shownParts(of: $0, call, &count) }) }
    if let map = value.map { return .map(ValueMap(try map.map { ($0, try shownParts(of: $1, call, &count)) })) }
    do {
      return try call.world.templating.resolve(value, scope: call.scope)
    } catch let error as JinjaError where error.kind == .undefined {
      count += 1
      return .string("<< error \(count) - \(error.message) >>")
    }
  }

  private static func check(_ call: ActionCall) throws -> TaskOutcome {
    for condition in try conditions(call) {
      let verdict = try call.world.templating.condition(condition, scope: call.scope, at: call.task.origin)
      guard !verdict.isTrue else { continue }
      let message = try resolved(call, "fail_msg") ?? resolved(call, "msg") ?? "Assertion failed"
      return TaskOutcome(
        Outcome(
          .failed, result: ["assertion": .string(verdict.failing ?? ""), "evaluated_to": false, "msg": message]))
    }
    let message = try resolved(call, "success_msg") ?? "All assertions passed"
    var outcome = TaskOutcome.ok(["msg": message])
    outcome.isVerbose = try resolved(call, "quiet").flatMap(Value.boolean) != true
    return outcome
  }

  /// What `that` asks for: written there, in a variable that somebody wrote, or as a list of booleans.
  private static func conditions(_ call: ActionCall) throws -> [Value] {
    guard let that = call.arguments["that"], !that.isNull else { throw RunFailure("missing required arguments: that") }
    guard case .template(let source) = that else { return that.list ?? [that] }
    if let name = source.onlyName, let written = call.scope.written(name)?.list { return written }
    guard let items = try call.world.templating.resolve(that, scope: call.scope).list else { return [that] }
    return try items.map { item in
      // Text that came from a host is no expression.
      guard item.string == nil else { throw RunFailure("untrusted template or expression: \(try item.repr)", at: source.origin) }
      return item
    }
  }

  /// An argument of an action whose arguments are rendered one by one.
  private static func resolved(_ call: ActionCall, _ name: String) throws -> Value? {
    guard let raw = call.arguments[name] else { return nil }
    let value = try call.world.templating.resolve(raw, scope: call.scope)
    return value.isNull || value.isOmit ? nil : value
  }
}

// MARK: - Variables

extension Actions {
  private static func setFact(_ call: ActionCall) throws -> TaskOutcome {
    var facts: ValueMap = [:]
    for (key, value) in call.arguments where key != "cacheable" && key != "_raw_params" {
      let written = try call.world.templating.resolve(.trusted(key.text, origin: call.task.origin), scope: call.scope)
      facts[try variableName(written, at: call.task.origin)] = value
    }
    guard !facts.isEmpty else {
      throw RunFailure("No key/value pairs provided, at least one is required for this action to succeed", at: call.task.origin)
    }
    var outcome = TaskOutcome.ok(["ansible_facts": .map(facts)])
    outcome.set = facts
    return outcome
  }

  private static func variableName(_ written: Value, at origin: Location) throws -> String {
    guard let name = written.string else {
      throw RunFailure("Invalid variable name '\(try written.text)' of type '\(written.typeName)', expected a string", at: origin)
    }
    guard name.isVariableName else {
      throw RunFailure(
        "Invalid variable name '\(name)': it must start with a letter or underscore and hold only letters, digits and underscores",
        at: origin)
    }
    return name
  }

  private static func includeVars(_ call: ActionCall) throws -> TaskOutcome {
    let loader = call.world.loader
    var vars: ValueMap = [:]
    var files: [String] = []
    if let folder = try call.text("dir") {
      let found = try loader.find(folder, kind: "vars", from: call.task.context, playbookFolder: call.world.play.folder)
      files = try VariableFolder(call, root: found).files()
    } else if let name = try call.text("file") ?? call.text("_raw_params") {
      files = [try loader.find(name, kind: "vars", from: call.task.context, playbookFolder: call.world.play.folder)]
    } else {
      throw RunFailure("'include_vars' names neither a file nor a dir", at: call.task.origin)
    }
    let merges = try call.text("hash_behaviour") == "merge"
    for file in files {
      let more = try loader.variables(file: file)
      vars = merges ? vars.mergingDeeply(more) : vars.merging(more)
    }
    if let key = try call.text("name") { vars = [key: .map(vars)] }
    var outcome = TaskOutcome.ok([
      "ansible_facts": .map(vars.renderable), "ansible_included_var_files": .list(files.map(Value.string)),
    ])
    outcome.included = vars
    outcome.wire.result["ansible_facts"] = nil
    return outcome
  }
}

extension ValueMap {
  /// Both maps, inner maps merged too; the other's values win.
  func mergingDeeply(_ other: ValueMap) -> ValueMap {
    var merged = self
    for (key, value) in other {
      if case .map(let mine)? = merged[key], case .map(let theirs) = value {
        merged[key] = .map(mine.mergingDeeply(theirs))
      } else {
        merged[key] = value
      }
    }
    return merged
  }

  fileprivate var renderable: ValueMap { self }
}

extension Value {
  fileprivate var isContainer: Bool { list != nil || map != nil }
}

extension TemplateSource {
  /// The variable where the template is nothing but one.
  fileprivate var onlyName: String? {
    guard text.hasPrefix("{{"), text.hasSuffix("}}") else { return nil }
    let name = text.dropFirst(2).dropLast(2).trimmingSpaces
    return name.isVariableName ? name : nil
  }
}

extension String {
  private static let jinjaKeywords: Set<String> = [
    "true", "false", "none", "True", "False", "None", "not",
  ]

  /// Whether Ansible accepts it as a variable's name.
  var isVariableName: Bool {
    guard !Self.jinjaKeywords.contains(self), let first = unicodeScalars.first, first.isASCII, first == "_" || first.properties.isAlphabetic else { return false }
    return unicodeScalars.allSatisfy { $0.isASCII && ($0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)) }
  }
}
