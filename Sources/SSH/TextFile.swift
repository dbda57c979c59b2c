import Glibc

/// Small text files, read whole.
enum TextFile {
  enum Content {
    case text([UInt8])
    case failed(Int32)
  }

  static func read(_ path: String) -> Content {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failed(errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 { return .failed(errno) }
      if count == 0 { return .text(bytes) }
      bytes += buffer[..<count]
    }
  }

  /// Without line ends, CR LF or LF; none when the file cannot be read.
  static func lines(of path: String) -> [String] {
    guard case .text(let bytes) = read(path) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self)
    }
  }
}
