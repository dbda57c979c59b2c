import Values

/// Answers `lookup('name', terms…, option=…)`.
package protocol LookupProvider: Sendable {
  /// The found values, one or more for each term. Everything in them is data: it is never rendered.
  func lookup(_ request: LookupRequest) throws -> [Value]
}

package struct LookupRequest: Sendable {
  package let name: String
  package let terms: [Value]
  package let options: ValueMap
  package let scope: any Scope
  package let environment: Environment
  /// The text that asks.
  package let from: Location

  package init(
    name: String, terms: [Value], options: ValueMap, scope: any Scope, environment: Environment, from: Location
  ) {
    self.name = name
    self.terms = terms
    self.options = options
    self.scope = scope
    self.environment = environment
    self.from = from
  }
}

/// Knows no lookup.
package struct NoLookups: LookupProvider {
  package init() {}
  package func lookup(_ request: LookupRequest) throws -> [Value] {
    throw ValueError("no lookup named '\(request.name)'")
  }
}

extension Evaluator {
  /// `lookup(…)` and `query(…)`: terms, then options; `wantlist` and `errors` are understood here.
  func lookup(_ call: CallArguments, wantsList: Bool) throws -> Value {
    if let missing = call.firstUndefined { return missing }
    guard let first = call.positional.first else { throw ValueError("lookup() needs the name of a lookup") }
    let name = Plugins.short(try text(of: first))
    var options = try call.named.mapValues { try resolve($0) }
    let wantsList = try options["wantlist"].map { try $0.isTrue } ?? wantsList
    let policy = try options["errors"]?.text ?? "strict"
    options["wantlist"] = nil
    options["errors"] = nil
    do {
      let request = LookupRequest(
        name: name, terms: try call.positional.dropFirst().map { try resolve($0) }, options: options, scope: scope,
        environment: environment, from: currentOrigin)
      return Self.shape(try environment.lookups.lookup(request).map(\.asData), wantsList)
    } catch let error where policy != "strict" && !(error is DeferredAccess) {
      guard policy == "warn" || policy == "ignore" else { throw ValueError("errors='\(policy)', expected strict, warn or ignore") }
      if policy == "warn" { warn("lookup '\(name)' failed: \(error)") }
      return wantsList ? .list([]) : .null
    }
  }

  /// One value stands for itself, several texts are joined with commas.
  private static func shape(_ found: [Value], _ wantsList: Bool) -> Value {
    if wantsList { return .list(found) }
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
