import Values

extension Request {
  private static let fields = 10

  func write(to writer: inout CBORWriter) throws(WireError) {
    writer.array(Self.fields)
    writer.uint(id)
    writer.uint(epoch)
    writer.text(module)
    try writer.map(arguments)
    try writer.list(attachments) { writer, attachment throws(WireError) in
      try attachment.write(to: &writer)
    }
    writer.int(mode.rawValue)
    writer.uint(flags)
    try writer.optional(user) { writer, user throws(WireError) in writer.text(user) }
    try writer.list(environment) { writer, variable throws(WireError) in
      writer.text(variable.name)
      writer.text(variable.value)
    }
    writer.double(timeout)
  }

  init(from reader: inout CBORReader) throws(WireError) {
    guard try reader.array() == Self.fields else {
      throw .malformed("request of another shape", at: 0)
    }
    self.init(
      id: try reader.uint(), epoch: try reader.uint(), module: try reader.text(),
      arguments: try reader.map())
    attachments = try reader.list { reader throws(WireError) in try Attachment(from: &reader) }
    mode = try reader.choice("a mode")
    flags = try reader.uint()
    user = try reader.optional { reader throws(WireError) in try reader.text() }
    environment = try reader.list { reader throws(WireError) in
      (try reader.text(), try reader.text())
    }
    timeout = try reader.double()
  }

  private var flags: UInt64 {
    get {
      (wantsDiff ? 1 : 0) | (isFailureIgnored ? 2 : 0) | (wantsProgress ? 4 : 0) | (isItem ? 8 : 0)
    }
    set {
      wantsDiff = newValue & 1 != 0
      isFailureIgnored = newValue & 2 != 0
      wantsProgress = newValue & 4 != 0
      isItem = newValue & 8 != 0
    }
  }
}

extension Attachment {
  func write(to writer: inout CBORWriter) throws(WireError) {
    writer.text(path)
    writer.int(kind.rawValue)
    writer.text(sha256)
    writer.uint(UInt64(max(0, size)))
    writer.uint(UInt64(mode))
    try writer.optional(inline) { writer, bytes throws(WireError) in writer.blob(bytes) }
    try writer.optional(target) { writer, target throws(WireError) in writer.text(target) }
  }

  init(from reader: inout CBORReader) throws(WireError) {
    self.init(
      path: try reader.text(), kind: try reader.choice("a kind of attachment"),
      sha256: try reader.text(),
      size: try reader.natural(), mode: UInt32(truncatingIfNeeded: try reader.uint()),
      inline: try reader.optional { reader throws(WireError) in try reader.blob() },
      target: try reader.optional { reader throws(WireError) in try reader.text() })
  }
}

extension CBORReader {
  /// A case of an enumeration by its number.
  mutating func choice<Choice: RawRepresentable<Int>>(_ what: String) throws(WireError) -> Choice {
    guard let choice = Choice(rawValue: try natural()) else {
      throw .unsupported("\(what) unknown here", at: 0)
    }
    return choice
  }
}
