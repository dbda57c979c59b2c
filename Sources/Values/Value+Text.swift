extension Value {
  /// Python's `str()`: what concatenation in a template prints.
  package var text: String {
    get throws {
      switch self {
      case .string(let text): text
      case .template(let source): source.text
      case .object(let object): try object.text
      default: try repr
      }
    }
  }

  /// Python's `repr()`: how a value looks inside a printed list or dict.
  package var repr: String {
    get throws {
      switch self {
      case .null: "None"
      case .bool(let truth): truth ? "True" : "False"
      case .int(let number): String(number)
      case .double(let number): Self.repr(of: number)
      case .string(let text): Self.repr(of: text)
      case .template(let source): Self.repr(of: source.text)
      case .list(let items): try "[" + items.map { try $0.repr }.joined(separator: ", ") + "]"
      case .map(let map):
        try "{" + map.map { try "\($0.repr): \($1.repr)" }.joined(separator: ", ") + "}"
      case .undefined(let undefined): throw ValueError(undefined.reason)
      case .omit: "<omit>"
      case .deferred(.unknown(let what)): throw ValueError("\(what) is known after apply")
      case .deferred(.pending): throw ValueError("the value is pending")
      case .object(let object): try object.text
      }
    }
  }

  /// Python's `repr()` of a float: `1.0`, `1e+16`, `inf`, `nan`.
  package static func repr(of number: Double) -> String {
    number.isNaN ? "nan" : number.description
  }

  /// Python's `repr()` of a string: single quotes unless only single quotes occur inside.
  package static func repr(of text: String) -> String {
    let quote: Unicode.Scalar = text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
    var out = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\": out.append(contentsOf: ["\\", scalar])
      case "\n": out.append(contentsOf: ["\\", "n"])
      case "\r": out.append(contentsOf: ["\\", "r"])
      case "\t": out.append(contentsOf: ["\\", "t"])
      default: out.append(contentsOf: scalar.isPrintableInPython ? [scalar] : escape(scalar))
      }
    }
    out.append(quote)
    return String(out)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let (mark, width) = scalar.value < 0x100 ? ("\\x", 2) : scalar.value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
    let digits = String(scalar.value, radix: 16)
    return Array((mark + String(repeating: "0", count: width - digits.count) + digits).unicodeScalars)
  }
}

extension Unicode.Scalar {
  /// Whether Python's `str.isprintable` holds: no control, format, separator or private scalars.
  fileprivate var isPrintableInPython: Bool {
    if value < 0x7F { return value >= 0x20 }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }
}

extension Value {
  /// Python's truth: empty and zero are false.
  package var isTrue: Bool {
    get throws {
      switch self {
      case .null, .omit: false
      case .bool(let truth): truth
      case .int(let number): number != 0
      case .double(let number): number != 0
      case .string(let text): !text.isEmpty
      case .template(let source): !source.text.isEmpty
      case .list(let items): !items.isEmpty
      case .map(let map): !map.isEmpty
      case .undefined(let undefined): throw ValueError(undefined.reason)
      case .deferred: throw ValueError("the value is not known yet")
      case .object(let object): try object.isTrue
      }
    }
  }

  /// Ansible's strict reading of a boolean option (`yes no on off true false y n t f 1 0`).
  package static func boolean(of value: Value) -> Bool? {
    switch value {
    case .bool(let truth): return truth
    case .int(let number): return number == 1 ? true : number == 0 ? false : nil
    case .double(let number): return number == 1 ? true : number == 0 ? false : nil
    case .string(let text):
      switch text.lowercased() {
      case "y", "yes", "on", "1", "true", "t": return true
      case "n", "no", "off", "0", "false", "f": return false
      default: return nil
      }
    default: return nil
    }
  }
}
