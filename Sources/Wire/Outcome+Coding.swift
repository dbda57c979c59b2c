import Values

extension Outcome: Message {
  package func write(to writer: inout CBORWriter) throws(WireError) {
    writer.array(6)
    writer.int(status.rawValue)
    writer.bool(isChanged)
    try writer.optional(unknown) { writer, what throws(WireError) in writer.text(what) }
    try writer.map(result)
    try writer.list(diffs) { writer, diff throws(WireError) in try diff.write(to: &writer) }
    try writer.list(warnings) { writer, warning throws(WireError) in writer.text(warning) }
  }

  package init(from reader: inout CBORReader) throws(WireError) {
    guard try reader.array() == 6 else { throw .malformed("outcome of another shape", at: 0) }
    self.init(
      try reader.choice("a status"), isChanged: try reader.bool(),
      unknown: try reader.optional { reader throws(WireError) in try reader.text() },
      result: try reader.map(),
      diffs: try reader.list { reader throws(WireError) in try Diff(from: &reader) },
      warnings: try reader.list { reader throws(WireError) in try reader.text() })
  }
}

extension Diff {
  func write(to writer: inout CBORWriter) throws(WireError) {
    writer.text(beforeHeader)
    writer.text(afterHeader)
    try writer.value(before)
    try writer.value(after)
    try writer.optional(note) { writer, note throws(WireError) in writer.text(note) }
  }

  init(from reader: inout CBORReader) throws(WireError) {
    self.init(
      beforeHeader: try reader.text(), afterHeader: try reader.text(), before: try reader.value(),
      after: try reader.value(),
      note: try reader.optional { reader throws(WireError) in try reader.text() })
  }
}
