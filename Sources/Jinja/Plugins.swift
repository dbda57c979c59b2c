import Values

/// The filters and tests that templates may name.
package struct Plugins: Sendable {
  package var filters: [String: Filter]
  package var tests: [String: Test]

  /// Everything Jinja 3.1 and Ansible bring along.
  package static let standard = Plugins(filters: Filter.standard, tests: Test.standard)

  /// Collections whose plugins are known here by their short names.
  private static let collections = [
    "ansible.builtin.", "ansible.legacy.", "ansible.utils.", "ansible.netcommon.",
    "community.general.",
  ]

  func filter(named name: String) -> Filter? { filters[name] ?? filters[Self.short(name)] }
  func test(named name: String) -> Test? { tests[name] ?? tests[Self.short(name)] }

  static func short(_ name: String) -> String {
    for collection in collections where name.utf8.starts(with: collection.utf8) {
      return String(name.dropFirst(collection.count))
    }
    return name
  }
}

/// How a filter or test takes its arguments.
package struct PluginStyle: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Takes undefined values and templates inside containers as they are.
  package static let lazy = PluginStyle(rawValue: 1)
  /// Takes any number of further arguments.
  package static let variadic = PluginStyle(rawValue: 2)
  /// Takes any further named argument.
  package static let named = PluginStyle(rawValue: 4)
  /// Takes any argument.
  package static let open: PluginStyle = [.variadic, .named]
  package static let lazyOpen: PluginStyle = [.lazy, .variadic, .named]
}

package struct Filter: Sendable {
  package typealias Body = @Sendable (Call) throws -> Value
  let parameters: [String]
  let required: Int
  let style: PluginStyle
  let body: Body

  package init(
    _ parameters: [String] = [], required: Int = 0, _ style: PluginStyle = [], body: @escaping Body
  ) {
    self.parameters = parameters
    self.required = required
    self.style = style
    self.body = body
  }

  package init(_ style: PluginStyle, body: @escaping Body) {
    self.init([], required: 0, style, body: body)
  }
}

package struct Test: Sendable {
  package typealias Body = @Sendable (Call) throws -> Bool
  let parameters: [String]
  let required: Int
  let style: PluginStyle
  let body: Body

  package init(
    _ parameters: [String] = [], required: Int = 0, _ style: PluginStyle = [], body: @escaping Body
  ) {
    self.parameters = parameters
    self.required = required
    self.style = style
    self.body = body
  }

  package init(_ style: PluginStyle, body: @escaping Body) {
    self.init([], required: 0, style, body: body)
  }
}

/// One use of a filter or test: the input and the arguments bound to its parameters.
package struct Call {
  package let name: String
  package let input: Value
  package private(set) var arguments: [Value?]
  /// Positional arguments beyond the parameters.
  package private(set) var rest: [Value] = []
  /// Named arguments beyond the parameters.
  package private(set) var named: ValueMap
  let evaluator: Evaluator
  let frame: Frame

  init(
    _ name: String, _ input: Value, _ call: CallArguments, _ parameters: [String], required: Int,
    style: PluginStyle, _ evaluator: Evaluator, _ frame: Frame
  ) throws {
    self.name = name
    self.input = input
    self.evaluator = evaluator
    self.frame = frame
    arguments = Array(call.positional.prefix(parameters.count))
    named = call.named
    rest = Array(call.positional.dropFirst(parameters.count))
    while arguments.count < parameters.count { arguments.append(nil) }
    try bindNamed(parameters)
    try check(parameters, required, style)
  }

  private mutating func bindNamed(_ parameters: [String]) throws {
    if named.isEmpty { return }
    for (position, parameter) in parameters.enumerated() {
      guard let value = named[parameter] else { continue }
      if arguments[position] != nil {
        throw ValueError("\(name)() got multiple values for argument '\(parameter)'")
      }
      arguments[position] = value
      named[parameter] = nil
    }
  }

  private func check(_ parameters: [String], _ required: Int, _ style: PluginStyle) throws {
    if !rest.isEmpty, !style.contains(.variadic) {
      throw ValueError(
        "\(name)() takes at most \(parameters.count) arguments, got \(parameters.count + rest.count)"
      )
    }
    if !style.contains(.named), let unknown = named.keys.first {
      let hint =
        JinjaError.suggestion(for: try unknown.text, among: parameters).map { ", " + $0 } ?? ""
      throw ValueError("\(name)() got an unexpected keyword argument \(try unknown.repr)\(hint)")
    }
    for position in 0..<required where arguments[position] == nil {
      throw ValueError("\(name)() missing required argument '\(parameters[position])'")
    }
  }
}

// MARK: - Reading arguments

extension Call {
  /// The argument, where given.
  func value(_ index: Int) -> Value? { arguments[index] }

  func text(_ index: Int, default fallback: String = "") throws -> String {
    guard let value = arguments[index] else { return fallback }
    return try text(of: value)
  }

  /// Text, or nil where the argument is missing or None.
  func optionalText(_ index: Int) throws -> String? {
    guard let value = arguments[index], !value.isNull else { return nil }
    return try text(of: value)
  }

  func int(_ index: Int, default fallback: Int = 0) throws -> Int {
    guard let value = arguments[index] else { return fallback }
    guard let number = try Numbers.int(value) else {
      throw ValueError("\(name)() expected a whole number, got \(value.typeName) \(try value.repr)")
    }
    return number
  }

  func optionalInt(_ index: Int) throws -> Int? {
    guard let value = arguments[index], !value.isNull else { return nil }
    return try int(index)
  }

  func bool(_ index: Int, default fallback: Bool = false) throws -> Bool {
    guard let value = arguments[index] else { return fallback }
    return try value.isTrue
  }

  /// Python's `str()` of a value.
  func text(of value: Value) throws -> String {
    value.isNull ? "None" : try evaluator.text(of: value)
  }

  var inputText: String { get throws { try text(of: input) } }

  /// What a loop over the input sees.
  var elements: [Value] { get throws { try evaluator.elements(of: input) } }

  func number(_ value: Value) throws -> Double {
    guard let number = value.number else {
      throw ValueError("\(name)() can only be used on numbers, got \(value.typeName)")
    }
    return number
  }

  func map(_ value: Value) throws -> ValueMap {
    switch value {
    case .map(let map): return map
    case .object(let object):
      if case .map(let map)? = try object.plain() { return map }
      fallthrough
    default: throw ValueError("\(name) requires a dictionary, got \(value.typeName) instead.")
    }
  }
}
