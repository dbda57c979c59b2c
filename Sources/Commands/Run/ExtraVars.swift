import Engine
import Playbooks
import Values
import YAML

/// `-e`: `k=v` pairs, a mapping, or a file; later ones win.
enum ExtraVars {
  static func read(_ options: [String], decrypt: Decrypt? = nil) throws -> ValueMap {
    var merged: ValueMap = [:]
    for option in options { merged.merge(try read(option, decrypt)) }
    return merged
  }

  private static func read(_ option: String, _ decrypt: Decrypt?) throws -> ValueMap {
    let origin = Location(file: "-e")
    if option.hasPrefix("@") { return try mapping(Document.load(String(option.dropFirst()), decrypt: decrypt), option, decrypt) }
    if option.hasPrefix("{") || option.hasPrefix("[") { return try mapping(Document(option, file: "-e"), option, decrypt) }
    if option.hasPrefix("/") || option.hasPrefix(".") {
      throw RunFailure("the variables '\(option)' look like a file", hint: "write -e @\(option)", exitCode: 5)
    }
    return try pairs(option, origin)
  }

  private static func mapping(_ document: Document, _ option: String, _ decrypt: Decrypt?) throws -> ValueMap {
    guard let root = document.root else { return [:] }
    let value = try root.value(Reading(decrypt: decrypt))
    if let map = value.map { return map }
    if let items = value.list {
      var merged: ValueMap = [:]
      for case .map(let map) in items { merged.merge(map) }
      if merged.count > 0 || items.isEmpty { return merged }
    }
    throw RunFailure("the variables '\(option)' are no mapping", exitCode: 5)
  }

  private static func pairs(_ text: String, _ origin: Location) throws -> ValueMap {
    guard let words = KeyValueText(text) else {
      throw RunFailure("quotes or template braces are not closed in -e '\(text)'", exitCode: 5)
    }
    if let word = words.rest?.split(whereSeparator: \.isWhitespace).first {
      throw RunFailure(
        "the variable '\(word)' has no value",
        hint: "write -e '\(word)=value', -e '{\"\(word)\": value}' or -e @file", exitCode: 5)
    }
    guard !words.pairs.isEmpty else {
      throw RunFailure("'-e' names no variable", hint: "write -e name=value", exitCode: 5)
    }
    return ValueMap(words.pairs.map { (.string($0.key), .trusted($0.value, origin: origin)) })
  }
}
