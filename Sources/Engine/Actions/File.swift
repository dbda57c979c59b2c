import Foundation
import Glibc
import Secrets
import Values

/// Files of the controller.
enum File {
  static func bytes(of path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunFailure("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    return data
  }

  /// The bytes of a source, decrypted where it is a vault file and a vault is given.
  static func content(of path: String, _ vault: Vault?) throws -> (bytes: Data, wasEncrypted: Bool) {
    let bytes = try bytes(of: path)
    guard let vault, Vault.isEnvelope(bytes) else { return (bytes, false) }
    let place = Location(file: path, line: 1, column: 1)
    return (Data(try vault.decryptBytes(String(decoding: bytes, as: UTF8.self), at: place)), true)
  }

  static func mode(of path: String) throws -> UInt32 {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw RunFailure("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    return status.st_mode & 0o7777
  }

  /// Seconds since 1970.
  static func modificationTime(of path: String) throws -> Double {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw RunFailure("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
  }

  static var now: Double { Date().timeIntervalSince1970 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func owner(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0, let record = getpwuid(status.st_uid) else { return "" }
    return String(cString: record.pointee.pw_name)
  }

  static func linkTarget(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  /// Everything below a folder, relative to it, parents first.
  static func tree(_ path: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }
}

extension String {
  var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}

extension File {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
