import Values
import YAML

extension Filter {
  /// JSON, YAML, Base64.
  static let data: Table = [
    (
      "to_json",
      Filter(jsonOptions, .named) { call in .string(try json(call, indent: nil, sortsKeys: false)) }
    ),
    (
      "to_nice_json",
      Filter(jsonOptions, .named) { call in .string(try json(call, indent: 4, sortsKeys: true)) }
    ),
    (
      "tojson",
      Filter(["indent"]) { call in
        let text = try JSONForm(indent: call.optionalInt(0), sortsKeys: true).text(of: call.input)
        let escapes = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")]
        return .string(escapes.reduce(text) { Python.replace($0, $1.0, $1.1) })
      }
    ),
    (
      "from_json",
      Filter(.named) { call in
        guard case .string(let text) = call.input else {
          throw ValueError("from_json: the JSON object must be str, not \(call.input.typeName)")
        }
        return try JSONParser.parse(text).asData
      }
    ),
    (
      "to_yaml",
      Filter(yamlOptions, .named) { call in .string(try yaml(call, indent: nil, flow: .automatic)) }
    ),
    (
      "to_nice_yaml",
      Filter(yamlOptions, .named) { call in .string(try yaml(call, indent: 4, flow: .never)) }
    ),
    (
      "from_yaml",
      Filter { call in
        guard case .string(let text) = call.input else { return call.input }
        return try document(text)
      }
    ),
    (
      "from_yaml_all",
      Filter { call in
        guard case .string(let text) = call.input else {
          return call.input.isNull ? .list([]) : call.input
        }
        return .list(try documents(text).map(document))
      }
    ),
    (
      "b64encode",
      Filter(["encoding", "urlsafe"]) { call in
        let encoding = try TextEncoding(call.text(0, default: "utf-8"))
        return .string(
          Base64.encode(try encoding.encode(call.inputText), isURLSafe: try call.bool(1)))
      }
    ),
    (
      "b64decode",
      Filter(["encoding", "urlsafe"]) { call in
        let encoding = try TextEncoding(call.text(0, default: "utf-8"))
        return .string(
          encoding.decode(try Base64.decode(call.inputText, isURLSafe: call.bool(1))))
      }
    ),
  ]

  private static let jsonOptions = ["indent", "sort_keys", "ensure_ascii", "separators"]

  private static func json(_ call: Call, indent: Int?, sortsKeys: Bool) throws -> String {
    let separators = try call.value(3).flatMap {
      $0.isNull ? nil : try call.evaluator.elements(of: $0).map(call.text(of:))
    }
    let form = JSONForm(
      indent: try call.value(0) == nil ? indent : call.optionalInt(0),
      sortsKeys: try call.bool(1, default: sortsKeys),
      isASCII: try call.bool(2, default: true), itemSeparator: separators?.first,
      keySeparator: separators.flatMap { $0.count > 1 ? $0[1] : nil } ?? ": ")
    return try form.text(of: call.input)
  }

  private static let yamlOptions = [
    "indent", "width", "sort_keys", "default_flow_style", "explicit_start",
  ]

  private static func yaml(_ call: Call, indent: Int?, flow: YAMLForm.Flow) throws -> String {
    var form = YAMLForm(
      flow: flow, indent: try call.optionalInt(0) ?? indent, width: try call.optionalInt(1),
      sortsKeys: try call.bool(2, default: true))
    if let style = call.value(3), !style.isNull { form.flow = try style.isTrue ? .always : .never }
    form.startsExplicitly = try call.bool(4)
    return try form.text(of: call.input)
  }

  private static func document(_ text: String) throws -> Value {
    try Document(text, file: "<from_yaml>").root?.value(Reading(isTrusted: false)) ?? .null
  }

  /// The texts between `---` lines.
  private static func documents(_ text: String) -> [String] {
    var documents: [[String]] = [[]]
    for line in Python.lines(text, keepsEnds: true) {
      if line == "---"
        || ["--- ", "---\n", "---\r"].contains(where: { Python.hasPrefix(line, $0) })
      {
        documents.append([String(decoding: line.utf8.dropFirst(3), as: UTF8.self)])
      } else {
        documents[documents.count - 1].append(line)
      }
    }
    let texts = documents.map { $0.joined() }
    let isBlank = Python.lines(texts[0]).allSatisfy { line in
      let bare = Python.strip(line)
      return bare.isEmpty || bare.hasPrefix("#") || bare.hasPrefix("%")
    }
    return isBlank ? Array(texts.dropFirst()) : texts
  }
}

/// RFC 4648.
enum Base64 {
  private static let plain = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func alphabet(_ isURLSafe: Bool) -> [UInt8] {
    isURLSafe ? plain.dropLast(2) + Array("-_".utf8) : plain
  }

  static func encode(_ bytes: [UInt8], isURLSafe: Bool = false) -> String {
    let alphabet = alphabet(isURLSafe)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
      for position in 0..<4 {
        out.append(
          position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Characters outside the alphabet are skipped, as Python skips them.
  static func decode(_ text: String, isURLSafe: Bool = false) throws -> [UInt8] {
    let alphabet = alphabet(isURLSafe)
    var out: [UInt8] = []
    var bits = 0
    var count = 0
    var padding = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") {
        padding += 1
        if count % 4 + padding >= 4 { break }
      } else if let value = alphabet.firstIndex(of: byte) {
        bits = bits << 6 | value
        count += 1
        padding = 0
        if count % 4 != 1 {
          out.append(UInt8(truncatingIfNeeded: bits >> [0: 0, 2: 4, 3: 2][count % 4, default: 0]))
        }
      }
    }
    if count % 4 == 1 {
      throw ValueError(
        "Invalid base64-encoded string: number of data characters (\(count)) cannot be 1 more than a multiple of 4"
      )
    }
    if count % 4 != 0, count % 4 + padding < 4 { throw ValueError("Incorrect padding") }
    return out
  }
}
