import Values

/// Python's methods of str.
enum StringMethods {
  static let names: Set<String> = [
    "capitalize", "casefold", "center", "count", "endswith", "expandtabs", "find", "format",
    "format_map", "index",
    "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric",
    "isprintable",
    "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "partition",
    "removeprefix", "removesuffix",
    "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines",
    "startswith",
    "strip", "swapcase", "title", "upper", "zfill",
  ]

  static func call(
    _ name: String, _ text: String, _ arguments: MethodArguments, _ evaluator: Evaluator
  ) throws -> Value {
    if let value = try change(name, text, arguments, evaluator) { return .string(value) }
    if let value = try cut(name, text, arguments) { return .list(value.map { .string($0) }) }
    if let value = try search(name, text, arguments) { return value }
    if let value = TextTraits.check(name, text) { return .bool(value) }
    throw ValueError("'str' object has no attribute '\(name)'")
  }

  private static func change(
    _ name: String, _ text: String, _ arguments: MethodArguments, _ evaluator: Evaluator
  ) throws -> String? {
    switch name {
    case "upper": return text.uppercased()
    case "lower", "casefold": return text.lowercased()
    case "capitalize": return Casing.capitalized(text)
    case "title": return Casing.title(text)
    case "swapcase": return Casing.swapped(text)
    case "strip": return Python.strip(text, try arguments.optionalText(0))
    case "lstrip": return Python.strip(text, try arguments.optionalText(0), right: false)
    case "rstrip": return Python.strip(text, try arguments.optionalText(0), left: false)
    case "replace":
      let count = try arguments.int(2, "count", default: -1)
      return try evaluator.replaced(
        text, try arguments.text(0), try arguments.text(1), count: count)
    case "removeprefix":
      let part = try arguments.text(0)
      return Python.hasPrefix(text, part)
        ? String(decoding: text.utf8.dropFirst(part.utf8.count), as: UTF8.self) : text
    case "removesuffix":
      let part = try arguments.text(0)
      return Python.hasSuffix(text, part)
        ? String(decoding: text.utf8.dropLast(part.utf8.count), as: UTF8.self) : text
    default: return try fill(name, text, arguments, evaluator)
    }
  }

  private static func fill(
    _ name: String, _ text: String, _ arguments: MethodArguments, _ evaluator: Evaluator
  ) throws -> String? {
    switch name {
    case "center":
      return try Padding.center(text, width: try width(arguments), fill: try filler(arguments))
    case "ljust", "rjust":
      var spec = FormatSpec()
      spec.width = try width(arguments)
      spec.fill = try filler(arguments)
      return try spec.pad(text, default: name == "ljust" ? "<" : ">")
    case "zfill":
      var spec = FormatSpec()
      spec.fill = "0"
      let sign =
        text.unicodeScalars.first.flatMap { $0 == "-" || $0 == "+" ? String($0) : nil } ?? ""
      spec.width = try width(arguments) - sign.count
      return sign + (try spec.pad(String(text.dropFirst(sign.count)), default: ">"))
    case "expandtabs":
      let size = try arguments.int(0, "tabsize", default: 8)
      let tabs = text.utf8.count { $0 == UInt8(ascii: "\t") }
      try evaluator.checkSize((1, text.utf8.count), (tabs, max(0, size)))
      return try Padding.expandTabs(text, size)
    case "join":
      let items = try evaluator.elements(of: try arguments.required(0)).enumerated().map {
        index, item in
        guard case .string(let part) = item else {
          throw ValueError("sequence item \(index): expected str instance, \(item.typeName) found")
        }
        return part
      }
      return try evaluator.joined(items, separator: text)
    case "format", "format_map":
      var call = arguments.call
      if name == "format_map", case .map(let map) = try arguments.required(0) {
        call = CallArguments(named: map)
      }
      var format = StringFormat(call, evaluator)
      return try format.apply(text)
    default: return nil
    }
  }

  private static func width(_ arguments: MethodArguments) throws -> Int {
    _ = try arguments.required(0)
    return max(0, try arguments.int(0, default: 0))
  }

  private static func filler(_ arguments: MethodArguments) throws -> Unicode.Scalar {
    guard let text = try arguments.optionalText(1) else { return " " }
    guard let only = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      throw ValueError("The fill character must be exactly one character long")
    }
    return only
  }

  private static func cut(_ name: String, _ text: String, _ arguments: MethodArguments) throws
    -> [String]?
  {
    switch name {
    case "split", "rsplit":
      let limit = try arguments.int(1, "maxsplit", default: -1)
      guard let separator = try arguments.optionalText(0, "sep") else {
        return name == "split"
          ? Python.words(text, limit: limit) : Python.wordsFromRight(text, limit: limit)
      }
      if separator.isEmpty { throw ValueError("empty separator") }
      return name == "split"
        ? Python.split(text, separator, limit: limit)
        : Python.splitFromRight(text, separator, limit: limit)
    case "splitlines": return Python.lines(text, keepsEnds: try arguments.bool(0, "keepends"))
    case "partition", "rpartition":
      let separator = try arguments.text(0)
      if separator.isEmpty { throw ValueError("empty separator") }
      let parts =
        name == "partition"
        ? Python.split(text, separator, limit: 1) : Python.splitFromRight(text, separator, limit: 1)
      if parts.count == 2 { return [parts[0], separator, parts[1]] }
      return name == "partition" ? [text, "", ""] : ["", "", text]
    default: return nil
    }
  }

  private static func search(_ name: String, _ text: String, _ arguments: MethodArguments) throws
    -> Value?
  {
    switch name {
    case "startswith", "endswith":
      let parts = try affixes(arguments)
      let part = try window(text, arguments).text
      return .bool(
        parts.contains {
          name == "startswith" ? Python.hasPrefix(part, $0) : Python.hasSuffix(part, $0)
        })
    case "find", "rfind", "index", "rindex":
      let (part, offset) = try window(text, arguments)
      let found = find(try arguments.text(0), in: part, fromRight: name.hasPrefix("r"))
      if found == nil, name.hasSuffix("index") { throw ValueError("substring not found") }
      return .int(found.map { $0 + offset } ?? -1)
    case "count":
      let part = try arguments.text(0)
      let inside = try window(text, arguments).text
      return .int(
        part.isEmpty
          ? Python.length(inside) + 1
          : Python.occurrences(of: Array(part.utf8), in: Array(inside.utf8)).count)
    default: return nil
    }
  }

  private static func affixes(_ arguments: MethodArguments) throws -> [String] {
    switch try arguments.required(0) {
    case .string(let text): return [text]
    case .list(let items): return items.compactMap(\.string)
    case let other:
      throw ValueError(
        "\(arguments.method) first arg must be str or a tuple of str, not \(other.typeName)")
    }
  }

  /// The part between the optional start and end arguments.
  private static func window(_ text: String, _ arguments: MethodArguments) throws -> (
    text: String, offset: Int
  ) {
    guard arguments.count > 1 else { return (text, 0) }
    let scalars = Array(text.unicodeScalars)
    let start = try arguments.int(1, default: 0)
    let stop = try arguments.int(2, default: scalars.count)
    let indices = try Slice.indices(scalars.count, start, stop, nil)
    return (Python.string(indices.map { scalars[$0] }), indices.first ?? 0)
  }

  private static func find(_ part: String, in text: String, fromRight: Bool) -> Int? {
    let bytes = Array(text.utf8)
    if part.isEmpty { return fromRight ? Python.length(text) : 0 }
    let offset: Int?
    if fromRight {
      let parts = Python.splitFromRight(text, part, limit: 1)
      offset = parts.count == 2 ? parts[0].utf8.count : nil
    } else {
      offset = Python.occurrences(of: Array(part.utf8), in: bytes, limit: 1).first
    }
    return offset.map { String(decoding: bytes[..<$0], as: UTF8.self).unicodeScalars.count }
  }
}
