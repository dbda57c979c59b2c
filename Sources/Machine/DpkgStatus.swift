/// dpkg's status file, taken apart only where somebody asks.
package struct DpkgStatus: Sendable {
  private let bytes: [UInt8]
  /// Where paragraphs begin and end.
  private var paragraphs: [Range<Int>] = []
  private var byName: [String: [Int]] = [:]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    bytes.withUnsafeBufferPointer { index($0) }
  }

  package func records(named name: String) -> [PackageRecord] {
    (byName[name] ?? []).compactMap { record(paragraphs[$0]) }
  }

  package func all() -> [PackageRecord] { paragraphs.compactMap(record) }

  /// One pass over the lines: a name from each paragraph's `Package` line, an end at each empty one.
  private mutating func index(_ bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var name: String?
    var position = 0
    while position < bytes.count {
      let end = Self.lineEnd(bytes, position)
      if end == position {
        close(start..<position, name)
        (start, name) = (position + 1, nil)
      } else if bytes[position] == UInt8(ascii: "P"), name == nil {
        name = Self.value(bytes, position..<end, of: "Package")
      }
      position = end + 1
    }
    close(start..<bytes.count, name)
  }

  private mutating func close(_ range: Range<Int>, _ name: String?) {
    guard let name else { return }
    byName[name, default: []].append(paragraphs.count)
    paragraphs.append(range)
  }

  private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 0x0a { end += 1 }
    return end
  }

  private static func value(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, of field: StaticString
  ) -> String? {
    let length = field.utf8CodeUnitCount
    guard line.count > length, bytes[line.lowerBound + length] == UInt8(ascii: ":") else {
      return nil
    }
    for offset in 0..<length where bytes[line.lowerBound + offset] != field.utf8Start[offset] {
      return nil
    }
    var start = line.lowerBound + length + 1
    while start < line.upperBound, bytes[start] == 0x20 { start += 1 }
    return String(
      decoding: UnsafeBufferPointer(rebasing: bytes[start..<line.upperBound]), as: UTF8.self)
  }

  private func record(_ paragraph: Range<Int>) -> PackageRecord? {
    bytes.withUnsafeBufferPointer { bytes in
      var record = PackageRecord(
        name: "", version: "", architecture: "", want: "", condition: "", state: "")
      var position = paragraph.lowerBound
      while position < paragraph.upperBound {
        let end = min(Self.lineEnd(bytes, position), paragraph.upperBound)
        record.take(bytes, position..<end)
        position = end + 1
      }
      return record.name.isEmpty ? nil : record
    }
  }

  fileprivate static func field(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ name: StaticString
  ) -> String? {
    value(bytes, line, of: name)
  }
}

extension PackageRecord {
  fileprivate mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
    guard let first = bytes[line].first else { return }
    switch first {
    case UInt8(ascii: "P"):
      if let value = DpkgStatus.field(bytes, line, "Package") { name = value }
      if let value = DpkgStatus.field(bytes, line, "Priority") { priority = value }
      if let value = DpkgStatus.field(bytes, line, "Provides") { provides = Self.provided(value) }
    case UInt8(ascii: "S"):
      if let value = DpkgStatus.field(bytes, line, "Status") { setStatus(value) }
      if let value = DpkgStatus.field(bytes, line, "Section") { section = value }
      if let value = DpkgStatus.field(bytes, line, "Source") { source = value }
    case UInt8(ascii: "V"):
      if let value = DpkgStatus.field(bytes, line, "Version") { version = value }
    case UInt8(ascii: "A"):
      if let value = DpkgStatus.field(bytes, line, "Architecture") { architecture = value }
    default: break
    }
  }

  private mutating func setStatus(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 3 else { return }
    (want, condition, state) = (words[0], words[1], words[2])
  }

  /// `mail-transport-agent, default-mta (= 1.2)`.
  private static func provided(_ text: String) -> [Provided] {
    text.split(separator: ",").map { part in
      let words = part.split(whereSeparator: { " ()=".contains($0) }).map(String.init)
      return Provided(name: words.first ?? "", version: words.count > 1 ? words[1] : nil)
    }
  }
}
