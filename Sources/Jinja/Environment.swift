import Synchronization
import Values

/// The variables of one host at one task, as templates see them.
package protocol Scope: Sendable {
  /// The variable's value, unrendered where it is a template; nil where there is none.
  func lookup(_ name: String) throws -> Value?
  /// All names, for suggestions and `varnames`.
  var names: [String] { get }
}

extension Scope {
  package var names: [String] { [] }
}

/// A scope from a plain map.
package struct MapScope: Scope {
  package let variables: ValueMap
  package init(_ variables: ValueMap = [:]) { self.variables = variables }
  package func lookup(_ name: String) -> Value? { variables[name] }
  package var names: [String] { variables.keys.compactMap(\.string) }
}

/// Bounds that keep a hostile or mistaken template from exhausting the controller.
package struct Limits: Sendable {
  package var depth = 400
  package var steps = 10_000_000
  package var outputBytes = 64 * 1_048_576
  package var rangeElements = 1_000_000
  package var valueDepth = 600
  package var valueElements = 10_000_000
  package init() {}

  /// For text that is made where the operation's own limits are not known.
  static func checkText(_ bytes: Int) throws {
    if bytes > Limits().outputBytes { throw JinjaError.tooLarge(Limits().outputBytes) }
  }
}

/// Finds the template that `include`, `import` or `extends` names; the location is the text that
/// names it. nil where there is none.
package typealias TemplateLoader =
  @Sendable (_ name: String, _ from: Location) throws -> TemplateSource?

/// Everything templates can name besides variables, and the verbs that render.
package struct Environment: Sendable {
  package var plugins: Plugins
  package var globals: [String: Value]
  package var lookups: any LookupProvider
  package var loader: TemplateLoader
  package var limits = Limits()
  /// Whether a condition that is not a boolean is an error rather than a warning.
  package var isStrict = false
  /// Receives what filters and lookups warn of, with its place.
  package var warn: @Sendable (String) -> Void = { _ in }
  /// Seconds since 1970.
  package var now: @Sendable () -> Double
  let cache = TemplateCache()

  package init(
    plugins: Plugins = .standard, lookups: any LookupProvider = NoLookups(),
    loader: @escaping TemplateLoader = { _, _ in nil },
    now: @escaping @Sendable () -> Double = Clock.now
  ) {
    self.plugins = plugins
    self.lookups = lookups
    self.loader = loader
    self.now = now
    globals = Globals.standard
  }

  /// Parses a template, or takes it from the cache.
  func template(_ source: TemplateSource, _ options: TemplateOptions) throws -> Template {
    try cache.template(source, options) {
      var parser = Parser(source, plugins: plugins)
      return try parser.template(options)
    }
  }

  func expression(_ source: TemplateSource, isLiteral: Bool) throws -> Template {
    var options = TemplateOptions()
    options.hasLiteralBackslashes = isLiteral
    options.isExpression = true
    return try cache.template(source, options) {
      var parser = Parser(source, plugins: plugins)
      let expression = try parser.wholeExpression(isLiteral: isLiteral)
      return Template(source: source, body: [.print(expression)], blocks: [:], options: options)
    }
  }
}

/// Parsed templates by their source.
final class TemplateCache: Sendable {
  private struct Key: Hashable {
    let source: ObjectIdentifier
    let options: TemplateOptions
  }

  /// The key's object stays alive as long as the entry, through the template.
  private let entries = Mutex<[Key: Template]>([:])
  /// The default options, which nearly every template has, need no hashing.
  private let plain = Mutex<[ObjectIdentifier: Template]>([:])

  private static let limit = 50_000

  /// Conditions that were plain strings, so that they are parsed once.
  private let conditions = Mutex<[Place: TemplateSource]>([:])

  private struct Place: Hashable {
    let text: String
    let location: Location
  }

  func condition(_ text: String, _ location: Location) -> TemplateSource {
    conditions.withLock {
      let place = Place(text: text, location: location)
      if let known = $0[place] { return known }
      if $0.count >= Self.limit { $0.removeAll() }
      let source = TemplateSource(text, origin: location)
      $0[place] = source
      return source
    }
  }

  func template(
    _ source: TemplateSource, _ options: TemplateOptions, parse: () throws -> Template
  ) throws -> Template {
    if options == .yaml {
      return try find(in: plain, ObjectIdentifier(source), parse)
    }
    return try find(in: entries, Key(source: ObjectIdentifier(source), options: options), parse)
  }

  private func find<K: Hashable & Sendable>(
    in table: borrowing Mutex<[K: Template]>, _ key: K, _ parse: () throws -> Template
  ) throws -> Template {
    if let known = table.withLock({ $0[key] }) { return known }
    let template = try parse()
    table.withLock {
      if $0.count >= Self.limit { $0.removeAll() }
      $0[key] = template
    }
    return template
  }
}
