/// A place inside one template's text, counted from 1; a column counts Unicode scalars.
struct Place: Sendable, Hashable {
  let line: Int32
  let column: Int32

  static let start = Place(line: 1, column: 1)
}

/// The smallest meaningful piece of a template.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    case data
    case variableBegin, variableEnd, blockBegin, blockEnd
    case name, string, integer, float
    case symbol(Symbol)
    case end
  }

  let kind: Kind
  let text: String
  let place: Place

  func isName(_ name: String) -> Bool { kind == .name && text == name }

  /// How messages call it.
  var description: String {
    switch kind {
    case .data: "text"
    case .variableBegin: "begin of print statement"
    case .variableEnd: "end of print statement"
    case .blockBegin: "begin of statement block"
    case .blockEnd: "end of statement block"
    case .name, .integer, .float: text
    case .string: "string"
    case .symbol(let symbol): symbol.rawValue
    case .end: "end of template"
    }
  }
}

/// The operators and brackets of expressions.
enum Symbol: String, Sendable, CaseIterable {
  case floorDivide = "//"
  case power = "**"
  case equal = "=="
  case notEqual = "!="
  case greaterOrEqual = ">="
  case lessOrEqual = "<="
  case add = "+"
  case subtract = "-"
  case divide = "/"
  case multiply = "*"
  case modulo = "%"
  case tilde = "~"
  case openBracket = "["
  case closeBracket = "]"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBrace = "{"
  case closeBrace = "}"
  case greater = ">"
  case less = "<"
  case assign = "="
  case dot = "."
  case colon = ":"
  case pipe = "|"
  case comma = ","
  case semicolon = ";"

  /// The bracket that closes this one.
  var closing: Symbol? {
    switch self {
    case .openBracket: .closeBracket
    case .openParenthesis: .closeParenthesis
    case .openBrace: .closeBrace
    default: nil
    }
  }

  var isClosing: Bool { self == .closeBracket || self == .closeParenthesis || self == .closeBrace }
}
