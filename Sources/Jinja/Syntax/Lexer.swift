/// Cuts a template's text into tokens, as Jinja 3.1 does.
struct Lexer {
  private let bytes: [UInt8]
  private let options: TemplateOptions
  private let starts: [(mark: [UInt8], kind: Start)]
  private let blockEnd: [UInt8]
  private let variableEnd: [UInt8]
  private let commentEnd: [UInt8]

  private var position = 0
  private var line: Int32 = 1
  private var column: Int32 = 1
  private var tokens: [Token] = []
  private var isLineStarting = true

  private enum Start { case block, variable, comment }

  init(_ text: String, options: TemplateOptions) {
    bytes = Self.normalized(text, keepsTrailingNewline: options.keepTrailingNewline)
    self.options = options
    blockEnd = Array(options.blockEnd.utf8)
    variableEnd = Array(options.variableEnd.utf8)
    commentEnd = Array(options.commentEnd.utf8)
    starts = [
      (Array(options.variableStart.utf8), Start.variable),
      (Array(options.commentStart.utf8), .comment),
      (Array(options.blockStart.utf8), .block),
    ].sorted { $0.mark.count > $1.mark.count }
  }

  /// Newlines become `\n`; one at the end is dropped.
  private static func normalized(_ text: String, keepsTrailingNewline: Bool) -> [UInt8] {
    var bytes = Array(text.utf8)
    if bytes.contains(13) {
      var clean: [UInt8] = []
      clean.reserveCapacity(bytes.count)
      for (index, byte) in bytes.enumerated() {
        if byte == 13 {
          clean.append(10)
        } else if byte != 10 || index == 0 || bytes[index - 1] != 13 {
          clean.append(byte)
        }
      }
      bytes = clean
    }
    if !keepsTrailingNewline, bytes.last == 10 { bytes.removeLast() }
    return bytes
  }

  /// The tokens of a whole template.
  mutating func template() throws -> [Token] {
    while position < bytes.count {
      guard let (index, kind, width) = nextStart() else {
        emitData(from: position, to: bytes.count)
        advance(to: bytes.count)
        break
      }
      try open(kind, at: index, width: width)
    }
    tokens.append(Token(kind: .end, text: "", place: place))
    return tokens
  }

  /// The tokens of a bare expression.
  mutating func expression() throws -> [Token] {
    try scanTag(end: nil, kind: .end, isLiteral: false)
    tokens.append(Token(kind: .end, text: "", place: place))
    return tokens
  }
}

// MARK: - Text between tags

extension Lexer {
  private var place: Place { Place(line: line, column: column) }

  private mutating func advance(to end: Int) {
    while position < end {
      if bytes[position] == 10 {
        line += 1
        column = 1
      } else if bytes[position] & 0xC0 != 0x80 {
        column += 1
      }
      position += 1
    }
  }

  private func matches(_ mark: [UInt8], at index: Int) -> Bool {
    guard index + mark.count <= bytes.count else { return false }
    for offset in mark.indices where bytes[index + offset] != mark[offset] { return false }
    return true
  }

  private func nextStart() -> (Int, Start, Int)? {
    var index = position
    while index < bytes.count {
      for (mark, kind) in starts where bytes[index] == mark[0] && matches(mark, at: index) {
        return (index, kind, mark.count)
      }
      index += 1
    }
    return nil
  }

  private mutating func emitData(from start: Int, to end: Int) {
    guard start < end else { return }
    var text = String(decoding: bytes[start..<end], as: UTF8.self)
    if options.newlineSequence != "\n" {
      text = Python.replace(text, "\n", options.newlineSequence)
    }
    tokens.append(Token(kind: .data, text: text, place: place))
  }

  /// The end of the text before a tag, after what `-` and `lstrip_blocks` take away.
  private func textEnd(before tag: Int, sign: UInt8, kind: Start) -> Int {
    var end = tag
    if sign == UInt8(ascii: "-") {
      while end > position, Self.isBlank(bytes[end - 1]) { end -= 1 }
    } else if sign != UInt8(ascii: "+"), options.lstripBlocks, kind != .variable {
      var lineBegin = tag
      while lineBegin > position, bytes[lineBegin - 1] != 10 { lineBegin -= 1 }
      let isAtLineStart = lineBegin > position || isLineStarting
      if isAtLineStart, bytes[lineBegin..<tag].allSatisfy(Self.isBlank) { end = lineBegin }
    }
    return end
  }

  private mutating func open(_ kind: Start, at index: Int, width: Int) throws {
    var inside = index + width
    let sign: UInt8 =
      inside < bytes.count && (bytes[inside] == 45 || bytes[inside] == 43) ? bytes[inside] : 0
    emitData(from: position, to: textEnd(before: index, sign: sign, kind: kind))
    if sign != 0 { inside += 1 }
    advance(to: index)
    let begin = place
    switch kind {
    case .comment: try skipComment(from: inside)
    case .variable:
      tokens.append(Token(kind: .variableBegin, text: "", place: begin))
      advance(to: inside)
      try scanTag(end: variableEnd, kind: .variableEnd, isLiteral: options.hasLiteralBackslashes)
    case .block:
      if let raw = rawBegin(at: inside) { return try scanRaw(from: raw) }
      tokens.append(Token(kind: .blockBegin, text: "", place: begin))
      advance(to: inside)
      try scanTag(end: blockEnd, kind: .blockEnd, isLiteral: false)
    }
  }

  private mutating func skipComment(from inside: Int) throws {
    var index = inside
    while index < bytes.count, !matches(commentEnd, at: index) { index += 1 }
    guard index < bytes.count else {
      throw fail("missing end of comment tag '\(options.commentEnd)'")
    }
    let sign = index > inside ? bytes[index - 1] : 0
    leave(at: index + commentEnd.count, sign: sign, trims: options.trimBlocks)
  }

  /// Leaves a tag: `-` eats blanks, otherwise `trim_blocks` eats one newline.
  private mutating func leave(at index: Int, sign: UInt8, trims: Bool) {
    var end = index
    if sign == UInt8(ascii: "-") {
      while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
    } else if sign != UInt8(ascii: "+"), trims, end < bytes.count, bytes[end] == 10 {
      end += 1
    }
    advance(to: end)
    isLineStarting = end > 0 && bytes[end - 1] == 10
  }

  /// The offset behind `raw %}`, where the block is one.
  private func rawBegin(at inside: Int) -> Int? {
    var index = skipBlanks(inside)
    guard matches(Array("raw".utf8), at: index) else { return nil }
    index = skipBlanks(index + 3)
    let strips =
      index < bytes.count && bytes[index] == UInt8(ascii: "-") && matches(blockEnd, at: index + 1)
    guard strips || matches(blockEnd, at: index) else { return nil }
    let end = index + blockEnd.count + (strips ? 1 : 0)
    return strips ? skipBlanks(end) : end
  }

  private mutating func scanRaw(from start: Int) throws {
    let opening = fail("missing end of raw directive")
    advance(to: start)
    var index = start
    let blockStart = Array(options.blockStart.utf8)
    while index < bytes.count {
      if matches(blockStart, at: index),
        let (sign, end, endSign) = rawEnd(at: index + blockStart.count)
      {
        isLineStarting = start > 0 && bytes[start - 1] == 10
        emitData(from: start, to: textEnd(before: index, sign: sign, kind: .block))
        return leave(at: end, sign: endSign, trims: options.trimBlocks)
      }
      index += 1
    }
    throw opening
  }

  private func rawEnd(at inside: Int) -> (UInt8, Int, UInt8)? {
    var index = inside
    var sign: UInt8 = 0
    if index < bytes.count, bytes[index] == 45 || bytes[index] == 43 {
      (sign, index) = (bytes[index], index + 1)
    }
    index = skipBlanks(index)
    guard matches(Array("endraw".utf8), at: index) else { return nil }
    index = skipBlanks(index + 6)
    var endSign: UInt8 = 0
    if index < bytes.count, bytes[index] == 45 || bytes[index] == 43 {
      (endSign, index) = (bytes[index], index + 1)
    }
    guard matches(blockEnd, at: index) else { return nil }
    return (sign, index + blockEnd.count, endSign)
  }

  private func skipBlanks(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
    return index
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private func fail(_ message: String) -> LexerError { LexerError(message: message, place: place) }
}

/// A place the lexer could not read; the parser turns it into a JinjaError.
struct LexerError: Error {
  let message: String
  let place: Place
}

// MARK: - Inside tags

extension Lexer {
  private mutating func scanTag(end: [UInt8]?, kind: Token.Kind, isLiteral: Bool) throws {
    var open: [(symbol: Symbol, place: Place)] = []
    while true {
      advance(to: skipBlanks(position))
      if open.isEmpty, let end, let (next, sign) = tagEnd(end, isBlock: kind == .blockEnd) {
        tokens.append(Token(kind: kind, text: "", place: place))
        return leave(at: next, sign: sign, trims: kind == .blockEnd && options.trimBlocks)
      }
      guard position < bytes.count else {
        if end == nil, open.isEmpty { return }
        throw unfinished(open: open)
      }
      try scanToken(isLiteral: isLiteral, end: end, open: &open)
    }
  }

  private func unfinished(open: [(symbol: Symbol, place: Place)]) -> LexerError {
    guard let last = open.last, let closing = last.symbol.closing else {
      return fail("unexpected end of template inside a tag")
    }
    return LexerError(
      message: "'\(last.symbol.rawValue)' is not closed, expected '\(closing.rawValue)'",
      place: last.place)
  }

  private func tagEnd(_ end: [UInt8], isBlock: Bool) -> (Int, UInt8)? {
    if matches(end, at: position) { return (position + end.count, 0) }
    guard position < bytes.count else { return nil }
    let sign = bytes[position]
    guard sign == 45 || (isBlock && sign == 43), matches(end, at: position + 1) else { return nil }
    return (position + 1 + end.count, sign)
  }

  private mutating func scanToken(
    isLiteral: Bool, end: [UInt8]?, open: inout [(symbol: Symbol, place: Place)]
  ) throws {
    let byte = bytes[position]
    if Self.isDigit(byte) {
      scanNumber()
    } else if Self.isNameByte(byte) {
      scanName()
    } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
      try scanString(quote: byte, isLiteral: isLiteral)
    } else {
      try scanSymbol(end, &open)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (65...90).contains(byte) || isDigit(byte) || byte == 95
      || byte >= 0x80
  }

  private mutating func emit(_ kind: Token.Kind, to end: Int, text: String? = nil) {
    let text = text ?? String(decoding: bytes[position..<end], as: UTF8.self)
    tokens.append(Token(kind: kind, text: text, place: place))
    advance(to: end)
  }

  private mutating func scanName() {
    var end = position
    while end < bytes.count, Self.isNameByte(bytes[end]) { end += 1 }
    emit(.name, to: end)
  }

  private mutating func scanNumber() {
    if bytes[position] == 48, position + 1 < bytes.count,
      let radix = Self.radix(bytes[position + 1])
    {
      let end = digits(from: position + 2) {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || (radix == 16 && Self.isHex($0))
      }
      if end > position + 2 { return emit(.integer, to: end) }
    }
    var end = digits(from: position, where: Self.isDigit)
    var isFloat = false
    let isIndex = tokens.last?.kind == .symbol(.dot)
    if !isIndex {
      if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), Self.isDigit(bytes[end + 1]) {
        end = digits(from: end + 1, where: Self.isDigit)
        isFloat = true
      }
      if let exponent = exponentEnd(end) { (end, isFloat) = (exponent, true) }
    }
    emit(isFloat ? .float : .integer, to: end)
  }

  private func exponentEnd(_ start: Int) -> Int? {
    guard start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = start + 1
    if index < bytes.count, bytes[index] == 43 || bytes[index] == 45 { index += 1 }
    let end = digits(from: index, where: Self.isDigit)
    return end > index ? end : nil
  }

  private static func radix(_ byte: UInt8) -> Int? {
    switch byte | 0x20 {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool { (97...102).contains(byte | 0x20) }

  private func digits(from start: Int, where isDigit: (UInt8) -> Bool) -> Int {
    var end = start
    while end < bytes.count,
      isDigit(bytes[end]) || (bytes[end] == 95 && end + 1 < bytes.count && isDigit(bytes[end + 1]))
    {
      end += 1
    }
    return end
  }

  private mutating func scanString(quote: UInt8, isLiteral: Bool) throws {
    var end = position + 1
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == 92 ? 2 : 1 }
    guard end < bytes.count else {
      throw fail("string is not closed, expected \(quote == 39 ? "\"'\"" : "'\"'")")
    }
    let raw = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    do {
      emit(.string, to: end + 1, text: isLiteral ? raw : try Escapes.decode(raw))
    } catch let error as JinjaError {
      throw fail(error.message)
    }
  }

  private mutating func scanSymbol(_ end: [UInt8]?, _ open: inout [(symbol: Symbol, place: Place)])
    throws
  {
    guard let symbol = symbolHere() else {
      let scalar = String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars
        .first
      throw fail("unexpected character '\(scalar.map(String.init) ?? "")' in an expression")
    }
    if symbol.closing != nil { open.append((symbol, place)) }
    if symbol.isClosing {
      guard let last = open.popLast() else { throw fail("unexpected '\(symbol.rawValue)'") }
      guard last.symbol.closing == symbol else {
        if let end, matches(end, at: position) { throw unfinished(open: [last]) }
        throw fail(
          "unexpected '\(symbol.rawValue)', expected '\(last.symbol.closing?.rawValue ?? "")'")
      }
    }
    emit(.symbol(symbol), to: position + symbol.rawValue.utf8.count, text: symbol.rawValue)
  }

  private func symbolHere() -> Symbol? {
    let first = bytes[position]
    if position + 1 < bytes.count {
      let second = bytes[position + 1]
      switch (first, second) {
      case (47, 47): return .floorDivide
      case (42, 42): return .power
      case (61, 61): return .equal
      case (33, 61): return .notEqual
      case (62, 61): return .greaterOrEqual
      case (60, 61): return .lessOrEqual
      default: break
      }
    }
    guard first < 0x80 else { return nil }
    return Symbol(rawValue: String(UnicodeScalar(first)))
  }
}
