import Machine

/// A shell pattern as Python's `fnmatch` reads it: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`.
package struct Wildcard: Sendable {
  private enum Piece: Sendable {
    case one(Unicode.Scalar)
    case any
    case many
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private let pieces: [Piece]

  package init(_ pattern: String) {
    let scalars = Array(pattern.unicodeScalars)
    var pieces: [Piece] = []
    var position = 0
    while position < scalars.count {
      switch scalars[position] {
      case "*": pieces.append(.many)
      case "?": pieces.append(.any)
      case "[":
        if let (set, end) = Self.set(in: scalars, at: position) {
          pieces.append(set)
          position = end
        } else {
          pieces.append(.one("["))
        }
      case let other: pieces.append(.one(other))
      }
      position += 1
    }
    self.pieces = pieces
  }

  package static func isPattern(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0 == "*" || $0 == "?" || $0 == "[" }
  }

  package func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (piece, scalar) = (0, 0)
    var retry: (piece: Int, scalar: Int)?
    while scalar < scalars.count {
      if piece < pieces.count, case .many = pieces[piece] {
        retry = (piece, scalar)
        piece += 1
      } else if piece < pieces.count, Self.accepts(pieces[piece], scalars[scalar]) {
        piece += 1
        scalar += 1
      } else if let back = retry {
        retry = (back.piece, back.scalar + 1)
        (piece, scalar) = (back.piece + 1, back.scalar + 1)
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { if case .many = $0 { true } else { false } }
  }
}

extension Wildcard {
  private static func accepts(_ piece: Piece, _ scalar: Unicode.Scalar) -> Bool {
    switch piece {
    case .one(let wanted): wanted == scalar
    case .any: true
    case .many: false
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  private static func set(in scalars: [Unicode.Scalar], at start: Int) -> (Piece, end: Int)? {
    var position = start + 1
    let isNegated = position < scalars.count && scalars[position] == "!"
    if isNegated { position += 1 }
    guard let end = scalars[min(position + 1, scalars.count)...].firstIndex(of: "]") else { return nil }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while position < end {
      let first = scalars[position]
      if position + 2 < end, scalars[position + 1] == "-" {
        if first <= scalars[position + 2] { ranges.append(first...scalars[position + 2]) }
        position += 3
      } else {
        ranges.append(first...first)
        position += 1
      }
    }
    return (.set(ranges, isNegated: isNegated), end)
  }
}

extension Files {
  /// The paths that a pattern stands for, sorted, as Python's `glob.glob` finds them: names with a
  /// leading dot only where the pattern has it.
  package func paths(matching pattern: String) throws -> [String] {
    guard Wildcard.isPattern(pattern) else { return try status(pattern) == nil ? [] : [pattern] }
    var found = [""]
    for part in pattern.split(separator: "/").map(String.init) {
      found = try found.flatMap { try children(of: $0, matching: part) }
    }
    return found
  }

  private func children(of folder: String, matching part: String) throws -> [String] {
    guard Wildcard.isPattern(part) else {
      let path = folder + "/" + part
      return try status(path) == nil ? [] : [path]
    }
    guard try target(folder.isEmpty ? "/" : folder)?.kind == .folder else { return [] }
    let wildcard = Wildcard(part)
    return try names(in: folder.isEmpty ? "/" : folder)
      .filter { wildcard.matches($0) && ($0.hasPrefix(".") ? part.hasPrefix(".") : true) }
      .map { folder + "/" + $0 }
  }
}
