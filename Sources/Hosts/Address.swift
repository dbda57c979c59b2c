import Values

/// The name or address of a host in an inventory line, its port, and the ranges in it.
struct Address: Equatable {
  let hosts: [String]
  let port: Int?

  /// A range must not fill the memory.
  static let hostLimit = 1_000_000

  /// Takes `name`, `name:port`, `[v6]:port`, a bare IPv6 address, each with ranges.
  init(_ text: String, at location: Location? = nil) throws(InventoryError) {
    if text == "---" { throw .looksLikeYAML(at: location) }
    let (name, port) = Self.split(text)
    if port == nil && text.hasSuffix(":") && !text.hasSuffix("::") {
      throw .emptyPort(text, at: location)
    }
    self.port = port
    hosts = Self.hasRange(name) ? try HostRange.expand(name, at: location) : [name]
  }

  /// The name and the port; text that is no address stays whole.
  static func split(_ text: String) -> (name: String, port: Int?) {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return (text, nil) }
    let digits = text[text.utf8.index(after: colon)...]
    guard let port = Int(digits), digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
      return (text, nil)
    }
    var name = String(text[..<colon])
    if name.hasPrefix("["), name.hasSuffix("]") {
      name = String(name.dropFirst().dropLast())
    } else if hasOuterColon(name) {
      return (text, nil)
    }
    return isName(name) || isNumeric(name) ? (name, port) : (text, nil)
  }

  /// Whether a name is an IPv4 or IPv6 address, possibly with ranges.
  static func isNumeric(_ name: String) -> Bool {
    let plain = withoutRanges(name, standIn: "0")
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4 && parts.allSatisfy({ UInt8($0) != nil && $0.utf8.count <= 3 }) {
      return true
    }
    return isIPv6(plain)
  }

  private static func isIPv6(_ text: String) -> Bool {
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (3...9).contains(groups.count) else { return false }
    let empty = groups.filter(\.isEmpty).count
    let isCompressed = text.contains("::")
    guard isCompressed ? empty <= 3 : empty == 0 && groups.count == 8 else { return false }
    return groups.allSatisfy { $0.utf8.count <= 4 && ($0.isEmpty || UInt16($0, radix: 16) != nil) }
  }

  /// Whether a text is a host name: labels of letters, digits, `_` and `-` that end in a letter or digit.
  static func isName(_ text: String) -> Bool {
    withoutRanges(text, standIn: "x").split(separator: ".", omittingEmptySubsequences: false)
      .allSatisfy { label in
        guard let first = label.unicodeScalars.first, let last = label.unicodeScalars.last else {
          return false
        }
        return isWord(first) && isWord(last) && last != "_"
          && label.unicodeScalars.allSatisfy { isWord($0) || $0 == "-" }
      }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func hasOuterColon(_ text: String) -> Bool {
    var depth = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if byte == UInt8(ascii: ":") && depth == 0 { return true }
    }
    return false
  }

  /// Whether brackets with a colon in them stand somewhere.
  static func hasRange(_ text: String) -> Bool {
    guard let open = text.utf8.firstIndex(of: UInt8(ascii: "[")) else { return false }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), open < colon else {
      return false
    }
    guard let close = text.utf8.firstIndex(of: UInt8(ascii: "]")) else { return false }
    return colon < close
  }

  private static func withoutRanges(_ text: String, standIn: String) -> String {
    var plain = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      plain += rest[..<open] + standIn
      rest = rest[rest.index(after: close)...]
    }
    return plain + rest
  }
}

/// `[01:10]`, `[a:f]`, `[1:9:2]` in a name: both ends belong to it.
private struct HostRange {
  let head: Substring
  let values: [String]
  let tail: Substring

  static func expand(_ text: String, at location: Location?) throws(InventoryError) -> [String] {
    var names = [""]
    var rest = text
    while Address.hasRange(rest) {
      let range = try HostRange(rest, at: location)
      if names.count * max(1, range.values.count) > Address.hostLimit {
        throw .badRange(text, "makes more than \(Address.hostLimit) hosts", at: location)
      }
      names = names.flatMap { name in range.values.map { name + range.head + $0 } }
      rest = String(range.tail)
    }
    return names.map { $0 + rest }
  }

  /// Splits off the first range of a text.
  private init(_ text: String, at location: Location?) throws(InventoryError) {
    guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
      throw .badRange(text, "expected ]", at: location)
    }
    head = text[..<open]
    tail = text[text.index(after: close)...]
    let range = String(text[open...close])
    let parts = text[text.index(after: open)..<close].split(
      separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3 else {
      throw .badRange(range, "expected [begin:end] or [begin:end:step]", at: location)
    }
    let step = parts.count == 3 ? Int(parts[2]) : 1
    guard let step, step > 0 else {
      throw .badRange(range, "the step must be 1 or more", at: location)
    }
    let begin = parts[0].isEmpty ? "0" : String(parts[0])
    if parts[1].isEmpty { throw .badRange(range, "the end is missing", at: location) }
    do throws(RangeProblem) {
      values = try Self.values(from: begin, to: String(parts[1]), by: step)
    } catch {
      throw .badRange(range, error.text, at: location)
    }
  }

  private struct RangeProblem: Error { let text: String }

  private static func values(from begin: String, to end: String, by step: Int) throws(RangeProblem)
    -> [String]
  {
    let isPadded = begin.utf8.count > 1 && begin.hasPrefix("0")
    if isPadded && begin.utf8.count != end.utf8.count {
      throw RangeProblem(text: "begin and end must have the same number of digits")
    }
    if let first = letters.firstIndex(of: begin), let last = letters.firstIndex(of: end) {
      if first > last { throw RangeProblem(text: "the begin comes after the end") }
      return stride(from: first, through: last, by: step).map { letters[$0] }
    }
    guard let first = Int(begin), let last = Int(end), first >= 0 else {
      throw RangeProblem(text: "expected two numbers or two letters")
    }
    if first > last { throw RangeProblem(text: "the begin comes after the end") }
    if (last - first) / step >= Address.hostLimit {
      throw RangeProblem(text: "makes more than \(Address.hostLimit) hosts")
    }
    return stride(from: first, through: last, by: step).map {
      pad(String($0), isPadded ? begin.utf8.count : 0)
    }
  }

  private static func pad(_ digits: String, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map {
    String($0)
  }
}
