import Values

/// Answers `lookup('name', terms…, option=…)`.
package protocol LookupProvider: Sendable {
  /// The found values, one or more for each term. Everything in them is data: it is never rendered.
  func lookup(_ request: LookupRequest) throws -> [Value]
  /// All names, for suggestions.
  var names: [String] { get }
}

extension LookupProvider {
  package var names: [String] { [] }
}

package struct LookupRequest: Sendable {
  package let name: String
  package let terms: [Value]
  package let options: ValueMap
  package let scope: any Scope
  package let environment: Environment
  /// The text that asks.
  package let from: Location
  let evaluator: Evaluator

  package init(
    name: String, terms: [Value], options: ValueMap, scope: any Scope, environment: Environment,
    from: Location
  ) {
    let evaluator = Evaluator(environment, scope: scope)
    evaluator.currentOrigin = from
    self.init(name, terms, options, evaluator)
  }

  init(_ name: String, _ terms: [Value], _ options: ValueMap, _ evaluator: Evaluator) {
    self.name = name
    self.terms = terms
    self.options = options
    self.evaluator = evaluator
    scope = evaluator.scope
    environment = evaluator.environment
    from = evaluator.currentOrigin
  }

  /// A variable of the scope, rendered throughout; nil where there is none.
  package func variable(_ name: String) throws -> Value? {
    try evaluator.variable(name).map { $0.isUndefined ? $0 : try evaluator.resolve($0) }
  }

  /// Texts of the terms.
  package var texts: [String] { get throws { try terms.map { try $0.text } } }

  /// Each term with a request of its own: the old form writes options behind the key, `key file=x.ini`.
  func inlined(_ known: Set<String>) throws -> [(key: String, request: LookupRequest)] {
    try texts.map { text in
      var key: [Substring] = []
      var options = options
      for word in text.split(whereSeparator: \.isWhitespace) {
        let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if pair.count == 2, known.contains(String(pair[0])) {
          options[String(pair[0])] = .string(String(pair[1]))
        } else {
          key.append(word)
        }
      }
      return (key.joined(separator: " "), LookupRequest(name, [], options, evaluator))
    }
  }

  /// The option by which a `with_first_found` loop names the folder of a role to look in.
  package static let folderOption = "_folder"

  package func text(_ option: String) throws -> String? {
    guard let value = options[option], !value.isNull else { return nil }
    return try value.text
  }

  package func bool(_ option: String, default fallback: Bool) -> Bool {
    options[option].flatMap(Value.boolean(of:)) ?? fallback
  }

  package func int(_ option: String, default fallback: Int) throws -> Int {
    guard let value = options[option] else { return fallback }
    guard let number = try Numbers.int(value) else {
      throw ValueError(
        "lookup '\(name)': option '\(option)' expects a whole number, got \(try value.repr)")
    }
    return number
  }
}

/// Knows no lookup.
package struct NoLookups: LookupProvider {
  package init() {}
  package func lookup(_ request: LookupRequest) throws -> [Value] {
    throw ValueError("no lookup named '\(request.name)'")
  }
}

extension Environment {
  /// Runs a lookup outside a template, as `with_NAME` loops do.
  package func lookup(
    _ name: String, terms: [Value], options: ValueMap = [:], at location: Location, scope: any Scope
  ) throws -> [Value] {
    try operate(scope) { evaluator in
      evaluator.currentOrigin = location
      let request = LookupRequest(
        Plugins.short(name), try terms.map { try evaluator.resolve($0) },
        try options.mapValues { try evaluator.resolve($0) }, evaluator)
      do {
        return try lookups.lookup(request).map(\.asData)
      } catch let error as ValueError {
        throw JinjaError.evaluation(error.description).located(location)
      }
    }
  }
}

extension Evaluator {
  /// `lookup(…)` and `query(…)`: terms, then options; `wantlist` and `errors` are understood here.
  func lookup(_ call: CallArguments, wantsList: Bool) throws -> Value {
    if let missing = call.firstUndefined { return missing }
    guard let first = call.positional.first else {
      throw ValueError("lookup() needs the name of a lookup")
    }
    let name = Plugins.short(try text(of: first))
    var options = try call.named.mapValues { try resolve($0) }
    let wantsList = try options["wantlist"].map { try $0.isTrue } ?? wantsList
    let policy = try options["errors"]?.text ?? "strict"
    guard ["strict", "warn", "ignore"].contains(policy) else {
      throw ValueError("errors='\(policy)', expected strict, warn or ignore")
    }
    options["wantlist"] = nil
    options["errors"] = nil
    do {
      let request = LookupRequest(
        name, try call.positional.dropFirst().map { try resolve($0) }, options, self)
      return Self.shape(try environment.lookups.lookup(request).map(\.asData), wantsList)
    } catch let error where policy != "strict" && !(error is DeferredAccess) {
      if policy == "warn" { warn("lookup '\(name)' failed: \(error)") }
      return wantsList ? .list([]) : .null
    }
  }

  /// One value stands for itself, several texts are joined with commas.
  private static func shape(_ found: [Value], _ wantsList: Bool) -> Value {
    if wantsList { return .list(found) }
    if found.isEmpty { return .list([]) }
    if found.count == 1 { return found[0] }
    let texts = found.compactMap(\.string)
    return texts.count == found.count ? .string(texts.joined(separator: ",")) : .list(found)
  }
}

extension Value {
  /// The value without anything that would be rendered.
  var asData: Value {
    switch self {
    case .template(let source): .string(source.text)
    case .list(let items): .list(items.map(\.asData))
    case .map(let map): .map(map.mapValues { (value: Value) -> Value in value.asData })
    default: self
    }
  }
}
