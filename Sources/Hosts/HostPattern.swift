import Patterns

/// One element of `hosts:` or `--limit`.
struct HostPattern: Sendable {
  enum Effect: Sendable { case add, intersect, exclude }

  enum Selector: Sendable {
    case all
    case name(String)
    case glob(String, Glob)
    case expression(Pattern)
  }

  /// `[2]`, `[-1]` or `[1:3]`, both ends included, after a pattern.
  enum Subscript: Sendable, Equatable {
    case item(Int)
    case range(Int, Int?)
  }

  let text: String
  let effect: Effect
  let selector: Selector
  let part: Subscript?

  init(_ text: String) throws(InventoryError) {
    self.text = text
    effect = text.hasPrefix("!") ? .exclude : text.hasPrefix("&") ? .intersect : .add
    let body = effect == .add ? text : String(text.dropFirst())
    if body.isEmpty { throw .badPattern(text, "expected a name after \"\(text)\"") }
    if body.hasPrefix("~") {
      selector = .expression(try Self.expression(String(body.dropFirst()), of: text))
      part = nil
      return
    }
    let (name, part) = Self.splitSubscript(body)
    self.part = part
    selector =
      name == "all" || name == "*"
      ? .all : Glob.isPattern(name) ? .glob(name, Glob(name)) : .name(name)
  }

  private static func expression(_ text: String, of pattern: String) throws(InventoryError)
    -> Pattern
  {
    do throws(PatternError) {
      return try Pattern(text)
    } catch {
      throw .badPattern(pattern, error.description)
    }
  }

  /// The elements of a string: parted by commas, or by colons outside of brackets where there is no comma.
  static func split(_ text: String) -> [String] {
    if text.contains(",") {
      return text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    }
    let trimmed = text.trimmed
    let name = Address.split(trimmed).name
    if name != trimmed || Address.isName(name) || Address.isNumeric(name) {
      return trimmed.isEmpty ? [] : [trimmed]
    }
    return splitAtColons(trimmed)
  }

  private static func splitAtColons(_ text: String) -> [String] {
    var parts = [""]
    var isBracketed = false
    for character in text {
      if character == "[" { isBracketed = true }
      if character == "]" { isBracketed = false }
      if character == ":" && !isBracketed || character.isWhitespace {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.filter { !$0.isEmpty }
  }

  private static func splitSubscript(_ text: String) -> (String, Subscript?) {
    guard text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex else {
      return (text, nil)
    }
    let inner = text[text.index(after: open)...].dropLast()
    let name = String(text[..<open])
    if let number = Int(inner), !inner.hasPrefix("+") { return (name, .item(number)) }
    guard let mark = inner.firstIndex(where: { $0 == ":" || $0 == "-" }),
      let first = Int(inner[..<mark])
    else {
      return (text, nil)
    }
    let end = inner[inner.index(after: mark)...]
    if end.isEmpty { return (name, .range(first, nil)) }
    guard let last = Int(end) else { return (text, nil) }
    return (name, .range(first, last))
  }
}
