/// A file-name pattern as Python's `fnmatch` has it: `*`, `?`, `[..]`, `[!..]`. A star also crosses `/`.
package struct Glob: Sendable {
  fileprivate enum Part: Sendable {
    case star
    case any
    case scalar(Unicode.Scalar)
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  private let parts: [Part]

  package init(_ text: String) {
    parts = Self.parse(Array(text.unicodeScalars))
  }

  /// Whether a text holds anything but ordinary characters.
  package static func isPattern(_ text: String) -> Bool {
    text.utf8.contains {
      $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
    }
  }

  /// Whether the whole text matches.
  package func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (part, position) = (0, 0)
    var retry: (part: Int, position: Int)?
    while position < scalars.count {
      if part < parts.count, case .star = parts[part] {
        retry = (part, position)
        part += 1
      } else if part < parts.count, parts[part].accepts(scalars[position]) {
        part += 1
        position += 1
      } else if let (star, start) = retry {
        retry = (star, start + 1)
        (part, position) = (star + 1, start + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { if case .star = $0 { true } else { false } }
  }

  private static func parse(_ text: [Unicode.Scalar]) -> [Part] {
    var parts: [Part] = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case "*": parts.append(.star)
      case "?": parts.append(.any)
      case "[":
        if let end = setEnd(text, from: index + 1) {
          parts.append(set(Array(text[(index + 1)..<end])))
          index = end
        } else {
          parts.append(.scalar("["))
        }
      default: parts.append(.scalar(text[index]))
      }
      index += 1
    }
    return parts
  }

  /// Where the bracket of a set closes; a `]` that comes first belongs to the set.
  private static func setEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
    var index = start
    if index < text.count, text[index] == "!" { index += 1 }
    if index < text.count, text[index] == "]" { index += 1 }
    return index < text.count ? text[index...].firstIndex(of: "]") : nil
  }

  private static func set(_ text: [Unicode.Scalar]) -> Part {
    let isNegated = text.first == "!"
    let members = isNegated ? Array(text.dropFirst()) : text
    var ranges: [ClosedRange<UInt32>] = []
    var index = 0
    while index < members.count {
      let low = members[index].value
      guard index + 2 < members.count, members[index + 1] == "-" else {
        ranges.append(low...low)
        index += 1
        continue
      }
      let high = members[index + 2].value
      if low <= high { ranges.append(low...high) }
      index += 3
    }
    return .set(ranges, isNegated: isNegated)
  }
}

extension Glob.Part {
  fileprivate func accepts(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .star: false
    case .any: true
    case .scalar(let expected): scalar == expected
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
    }
  }
}
