import Hosts
import Jinja
import Modules
import Playbooks
import Values
import YAML

/// The engine's door to Jinja.
struct Templating: Sendable {
  let environment: Environment

  /// Renders every template inside a value; `omit` inside containers disappears.
  func resolve(_ value: Value, scope: TaskScope) throws -> Value { try environment.resolve(value, scope: scope) }

  func condition(_ value: Value, scope: TaskScope, at location: Location? = nil) throws -> Verdict {
    let place = location ?? scope.context?.origin ?? scope.world.play.origin
    let condition = try environment.condition(value, at: place, scope: scope)
    return Verdict(
      isTrue: condition.isTrue, failing: condition.falseCondition, warnings: condition.warnings.map(\.description))
  }

  /// All conditions must hold, in order; the first false one ends it.
  func conditions(_ values: [Value], scope: TaskScope) throws -> Verdict {
    var warnings: [String] = []
    for value in values {
      let verdict = try condition(value, scope: scope)
      warnings += verdict.warnings
      if !verdict.isTrue { return Verdict(isTrue: false, failing: verdict.failing, warnings: warnings) }
    }
    return Verdict(isTrue: true, failing: nil, warnings: warnings)
  }

  struct Verdict {
    let isTrue: Bool
    let failing: String?
    let warnings: [String]
  }

  /// The items of `loop:` or `with_…:`.
  func items(of loop: Loop, scope: TaskScope, of action: Action) throws -> [Value] {
    let origin = action.origin
    guard let lookup = loop.lookup else {
      let value = try resolve(loop.items, scope: scope)
      guard let items = value.list else {
        throw RunFailure(
          "'loop' needs a list, not \(value.typeName): \(try value.repr)", at: origin,
          hint: "for a mapping use \"{{ … | dict2items }}\", for text make a list of it")
      }
      return items
    }
    return try terms(loop.items, lookup, scope, action)
  }

  private func terms(_ items: Value, _ lookup: String, _ scope: TaskScope, _ action: Action) throws -> [Value] {
    let resolved = try resolve(items, scope: scope)
    let terms = resolved.list ?? [resolved]
    let options: ValueMap = lookup.hasSuffix("first_found") ? [LookupRequest.folderOption: .string(action.folder)] : [:]
    return try environment.lookup(lookup, terms: terms, options: options, at: action.origin, scope: scope)
  }
}

extension RunFailure {
  /// An error of another room, with its place where it has one.
  package init(describing error: any Error, at fallback: Location? = nil) {
    switch error {
    case let failure as RunFailure:
      self = failure
    case let error as JinjaError:
      self.init(error.message, at: error.location ?? fallback, hint: error.hint)
      notes = error.notes
    case let access as DeferredAccess:
      if case .unknown(let what) = access.deferred {
        self.init("\(what) is known after apply", at: fallback)
      } else {
        self.init("a value is still pending", at: fallback)
      }
    case let error as PlaybookErrors:
      self = error.problems.first.map { RunFailure(describing: $0, at: fallback) } ?? RunFailure("\(error)", at: fallback)
    case let error as PlaybookError:
      self.init(error.message, at: error.location ?? fallback, hint: error.hint, exitCode: error.kind == .missing ? 1 : 4)
      notes = error.notes
      showsSource = error.showsSource
    case let error as YAMLError: self.init(error.message, at: error.location, hint: error.hint, exitCode: 4)
    case let error as InventoryError: self.init(error.message, at: error.location ?? fallback, hint: error.hint, exitCode: 4)
    case let error as ModuleFailure: self.init(error.message, at: fallback)
    case let error as Unreachable: self.init(error.message, at: fallback, exitCode: 4)
    default: self.init("\(error)", at: fallback)
    }
  }
}

extension Action {
  /// The folder of a role where the action's files are.
  fileprivate var folder: String {
    let short = name.split(separator: ".").last.map(String.init) ?? name
    return short.contains("template") ? "templates" : short.contains("var") ? "vars" : "files"
  }
}
