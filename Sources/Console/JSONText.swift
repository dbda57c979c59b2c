import Values

/// Results as Ansible prints them: JSON with sorted keys, on one line or indented by four.
enum JSONText {
  static func line(_ value: Value) -> String { text(value, indent: nil, level: 0) }
  static func block(_ value: Value) -> String { text(value, indent: 4, level: 0) }

  private static func text(_ value: Value, indent: Int?, level: Int) -> String {
    switch value {
    case .null, .omit: return "null"
    case .bool(let truth): return truth ? "true" : "false"
    case .int(let number): return String(number)
    case .double(let number): return number.isFinite ? Value.repr(of: number) : number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    case .string(let text): return quoted(text)
    case .template(let source): return quoted(source.text)
    case .undefined(let undefined): return quoted("<<undefined: \(undefined.reason)>>")
    case .deferred(.unknown(let what)): return quoted("(known after \(what))")
    case .deferred(.pending): return quoted("(pending)")
    case .list(let items): return wrap(items.map { text($0, indent: indent, level: level + 1) }, "[", "]", indent, level)
    case .map(let map): return wrap(members(map, indent, level), "{", "}", indent, level)
    case .object(let object):
      if let plain = (try? object.plain()) ?? nil { return text(plain, indent: indent, level: level) }
      return quoted((try? object.text) ?? object.typeName)
    }
  }

  private static func members(_ map: ValueMap, _ indent: Int?, _ level: Int) -> [String] {
    let pairs = map.map { key, value in ((try? key.text) ?? "", value) }.sorted { $0.0 < $1.0 }
    return pairs.map { quoted($0.0) + ": " + text($0.1, indent: indent, level: level + 1) }
  }

  private static func wrap(_ parts: [String], _ open: String, _ close: String, _ indent: Int?, _ level: Int) -> String {
    guard let indent, !parts.isEmpty else { return open + parts.joined(separator: ", ") + close }
    let inner = String(repeating: " ", count: indent * (level + 1))
    let outer = String(repeating: " ", count: indent * level)
    return open + "\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n" + outer + close
  }

  /// A JSON string; text beyond ASCII is kept, control characters are escaped.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.steersTerminal: out += "\\u" + scalar.hex(4)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

extension String {
  /// The text with control characters of a host made visible, so that it cannot steer the terminal,
  /// and with all lines but the first indented, so that none passes for a line of ours.
  var harmless: String {
    guard unicodeScalars.contains(where: { $0.steersTerminal || $0 == "\n" }) else { return self }
    var out = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": out += "\n  "
      case _ where scalar.steersTerminal:
        out += scalar.value < 0x100 ? "\\x" + scalar.hex(2) : "\\u" + scalar.hex(4)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

extension Unicode.Scalar {
  /// Controls, and what reverses the direction of writing or breaks lines.
  fileprivate var steersTerminal: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  fileprivate func hex(_ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
