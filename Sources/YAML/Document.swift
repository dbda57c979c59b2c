import Glibc
import Values

/// Turns the envelope of a vault (text that begins with `$ANSIBLE_VAULT`) into plain text.
package typealias Decrypt = @Sendable (_ envelope: String, _ origin: Location) throws -> String

/// A YAML file. JSON is YAML too.
package struct Document: Sendable {
  /// Nil where the file holds nothing but comments.
  package let root: Node?
  package let warnings: [YAMLWarning]
  /// The text that was parsed, for excerpts.
  package let source: [UInt8]

  package static let sizeLimit = 64 << 20

  package init(_ bytes: [UInt8], file: String) throws(YAMLError) {
    source = bytes
    do throws(YAMLError) {
      if bytes.count > Self.sizeLimit { throw .tooLarge(file, limit: Self.sizeLimit) }
      try Encoding.check(bytes, file: file)
      var composer = Composer(file: file, source: bytes)
      root = try composer.compose()
      warnings = composer.warnings
    } catch {
      throw error.showing(bytes)
    }
  }

  package init(_ text: String, file: String) throws(YAMLError) {
    try self.init(Array(text.utf8), file: file)
  }

  /// Reads a file; one that is encrypted as a whole is decrypted first.
  package static func load(_ path: String, decrypt: Decrypt? = nil) throws -> Document {
    let bytes = try File.read(path, limit: sizeLimit)
    guard bytes.starts(with: Self.vaultMark) else { return try Document(bytes, file: path) }
    guard let decrypt else { throw YAMLError.vaulted(path) }
    return try Document(
      decrypt(String(decoding: bytes, as: UTF8.self), Location(file: path)), file: path)
  }

  private static let vaultMark = Array("$ANSIBLE_VAULT".utf8)
}

/// Reads whole files.
package enum File {
  package static func read(_ path: String, limit: Int = .max) throws(YAMLError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, reason: reason()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, reason: reason()) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .unreadable(path, reason: "it is a directory") }
    var bytes: [UInt8] = []
    let block = max(4096, min(Int(status.st_size) + 1, limit))
    while true {
      let count = try append(block, from: descriptor, to: &bytes, path)
      if count == 0 { return bytes }
      if bytes.count > limit { throw .tooLarge(path, limit: limit) }
    }
  }

  private static func append(
    _ block: Int, from descriptor: Int32, to bytes: inout [UInt8], _ path: String
  ) throws(YAMLError) -> Int {
    var count = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: block) { buffer, filled in
      repeat {
        count = Glibc.read(descriptor, buffer.baseAddress, block)
      } while count < 0 && errno == EINTR
      filled = max(0, count)
    }
    if count < 0 { throw .unreadable(path, reason: reason()) }
    bytes.append(contentsOf: chunk)
    return count
  }

  private static func reason() -> String {
    String(cString: strerror(errno)).lowercased()
  }
}

/// Finds bytes that no YAML file may hold before the parser sees them, so that the message has a place.
private enum Encoding {
  static func check(_ bytes: [UInt8], file: String) throws(YAMLError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .wideEncoding(file)
    }
    let fault = bytes.withUnsafeBufferPointer { faultyOffset($0) }
    guard let fault else { return }
    let location = place(of: fault, in: bytes, file: file)
    throw bytes[fault] < 0x80
      ? .controlCharacter(bytes[fault], at: location) : .notUTF8(bytes[fault], at: location)
  }

  private static func faultyOffset(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte < 0x20 && byte != 9 && byte != 10 && byte != 13 || byte == 0x7F { return index }
        index += 1
        continue
      }
      guard let length = sequenceLength(bytes, index) else { return index }
      index += length
    }
    return nil
  }

  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    let length = bytes[index] >= 0xF0 ? 4 : bytes[index] >= 0xE0 ? 3 : 2
    guard index + length <= bytes.count else { return nil }
    let scalar = String(validating: bytes[index..<(index + length)], as: UTF8.self)
    return scalar?.unicodeScalars.count == 1 ? length : nil
  }

  private static func place(of offset: Int, in bytes: [UInt8], file: String) -> Location {
    let before = bytes[..<offset]
    let line = before.count { $0 == 10 } + 1
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    return Location(file: file, line: line, column: column)
  }
}
