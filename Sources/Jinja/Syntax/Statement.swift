import Values

/// A node of a template's body.
indirect enum Statement: Sendable {
  case text(String)
  case print(Expression)
  case `if`([(condition: Expression, body: [Statement])], otherwise: [Statement])
  case `for`(Loop)
  case set(Target, Expression)
  case setBlock(Target, filter: Expression?, body: [Statement])
  case macro(MacroDefinition)
  case call(Expression, Arguments, caller: MacroDefinition, Place)
  case filter(Expression, body: [Statement])
  case with([(target: Target, value: Expression)], body: [Statement])
  case scope([Statement])
  case block(Block)
  case extends(Expression)
  case include(Inclusion)
  case importModule(Import)
  case importNames(Import, [(name: String, alias: String)])
  case `do`(Expression)
  case `break`
  case `continue`
}

/// What a value can be assigned to.
indirect enum Target: Sendable {
  case name(String)
  case attribute(of: String, String, Place)
  case tuple([Target], Place)
}

final class Loop: Sendable {
  let target: Target
  let iterable: Expression
  let condition: Expression?
  let isRecursive: Bool
  let body: [Statement]
  let otherwise: [Statement]

  init(
    target: Target, iterable: Expression, condition: Expression?, isRecursive: Bool,
    body: [Statement],
    otherwise: [Statement]
  ) {
    self.target = target
    self.iterable = iterable
    self.condition = condition
    self.isRecursive = isRecursive
    self.body = body
    self.otherwise = otherwise
  }
}

final class MacroDefinition: Sendable {
  let name: String
  let parameters: [(name: String, fallback: Expression?)]
  let body: [Statement]
  /// Which of `caller`, `varargs`, `kwargs` the body mentions.
  let mentions: Set<String>

  init(
    name: String, parameters: [(name: String, fallback: Expression?)], body: [Statement],
    mentions: Set<String>
  ) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.mentions = mentions
  }
}

final class Block: Sendable {
  let name: String
  let isScoped: Bool
  let isRequired: Bool
  let body: [Statement]
  let place: Place

  init(name: String, isScoped: Bool, isRequired: Bool, body: [Statement], place: Place) {
    self.name = name
    self.isScoped = isScoped
    self.isRequired = isRequired
    self.body = body
    self.place = place
  }
}

struct Inclusion: Sendable {
  let name: Expression
  let ignoresMissing: Bool
  let hasContext: Bool
}

struct Import: Sendable {
  let name: Expression
  /// The module's name here; empty for `from … import`.
  let alias: String
  let hasContext: Bool
}

/// A parsed template.
final class Template: Sendable {
  let source: TemplateSource
  let body: [Statement]
  let blocks: [String: Block]
  let options: TemplateOptions
  /// Newlines at the end of the source, which the result keeps.
  let trailingNewlines: Int

  init(source: TemplateSource, body: [Statement], blocks: [String: Block], options: TemplateOptions)
  {
    self.source = source
    self.body = body
    self.blocks = blocks
    self.options = options
    trailingNewlines = source.text.utf8.reversed().prefix { $0 == 10 }.count
  }
}
