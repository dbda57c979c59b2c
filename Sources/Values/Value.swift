/// A dynamic value: what YAML, JSON, Jinja expressions and module results are made of.
package enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  /// Data. Never rendered, whatever it contains.
  case string(String)
  case list([Value])
  case map(ValueMap)
  /// Trusted text, rendered when it is used.
  case template(TemplateSource)
  /// The outcome of naming something that does not exist; an error once it is used.
  case undefined(Undefined)
  /// Ansible's `omit`: the place that holds it disappears.
  case omit
  /// A value that exists but cannot be read now.
  case deferred(Deferred)
  /// Something with behaviour: a macro, `loop`, `hostvars`, a date.
  case object(any ValueObject)
}

/// Why a name has no value, in the words Ansible's users know.
package struct Undefined: Sendable, Hashable {
  /// A sentence such as `'x' is undefined` or `object of type 'dict' has no attribute 'y'`.
  package let reason: String
  /// The missing name itself, for suggestions.
  package let name: String
  /// Where the name was used.
  package var location: Location?
  /// The definitions that led there, innermost first.
  package var trail: [Step] = []

  package init(name: String, reason: String? = nil, location: Location? = nil) {
    self.name = name
    self.reason = reason ?? "'\(name)' is undefined"
    self.location = location
  }

  /// A variable whose own template needed the missing name.
  package struct Step: Sendable, Hashable {
    package let variable: String
    package let definition: Location

    package init(variable: String, definition: Location) {
      self.variable = variable
      self.definition = definition
    }
  }
}

/// A value that is not readable yet (pending) or not in this run (unknown).
package enum Deferred: Sendable, Hashable {
  /// A task that was sent but not answered will set it; the number is the request's.
  case pending(request: UInt64)
  /// A dry run cannot know it; `what` says what it depends on.
  case unknown(what: String)
}

/// A value with behaviour. Everything throws: a host's data may be undefined or deferred.
package protocol ValueObject: AnyObject, Sendable {
  /// Python's name of the type, for messages and `type_debug`.
  var typeName: String { get }
  /// What `str()` gives.
  var text: String { get throws }
  var isTrue: Bool { get throws }
  /// `a.name`; nil where there is no such attribute.
  func attribute(_ name: String) throws -> Value?
  /// `a[key]`; nil where there is no such item.
  func item(_ key: Value) throws -> Value?
  func call(_ arguments: CallArguments) throws -> Value
  /// What a loop sees; nil where it cannot be iterated.
  func elements() throws -> [Value]?
  /// Plain data for printing and JSON; nil where there is none.
  func plain() throws -> Value?
  /// Whether it has Python's methods of dict.
  var isMapping: Bool { get }
  /// The values that live as long as the object does, for limits on their extent.
  var held: [Value] { get }
}

extension ValueObject {
  package var isTrue: Bool { get throws { true } }
  package var isMapping: Bool { false }
  package var held: [Value] { [] }
  package func attribute(_ name: String) throws -> Value? { nil }
  package func item(_ key: Value) throws -> Value? { nil }
  package func call(_ arguments: CallArguments) throws -> Value {
    throw ValueError("'\(typeName)' object is not callable")
  }
  package func elements() throws -> [Value]? { nil }
  package func plain() throws -> Value? { nil }
}

/// The arguments of a call in an expression.
package struct CallArguments: Sendable {
  package var positional: [Value]
  package var named: ValueMap

  package init(_ positional: [Value] = [], named: ValueMap = [:]) {
    self.positional = positional
    self.named = named
  }
}

/// A wrong use of a value, without a place; whoever knows the place adds it.
package struct ValueError: Error, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(arrayLiteral elements: Value...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .map(ValueMap(elements.map { (.string($0.0), $0.1) }))
  }
  package init(nilLiteral: ()) { self = .null }
}

extension Value {
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var int: Int? { if case .int(let number) = self { number } else { nil } }
  package var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
  package var list: [Value]? { if case .list(let items) = self { items } else { nil } }
  package var map: ValueMap? { if case .map(let map) = self { map } else { nil } }
  package var isNull: Bool { if case .null = self { true } else { false } }
  package var isOmit: Bool { if case .omit = self { true } else { false } }
  package var isUndefined: Bool { if case .undefined = self { true } else { false } }

  /// Python's name of the type, as messages and `type_debug` give it.
  package var typeName: String {
    switch self {
    case .null: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .double: "float"
    case .string, .template: "str"
    case .list: "list"
    case .map: "dict"
    case .undefined: "Undefined"
    case .omit: "Omit"
    case .deferred: "Deferred"
    case .object(let object): object.typeName
    }
  }
}
