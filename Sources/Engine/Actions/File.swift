import Foundation
import Glibc

/// Files of the controller.
enum File {
  static func bytes(of path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunFailure("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    return data
  }

  static func mode(of path: String) throws -> UInt32 {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw RunFailure("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    return status.st_mode & 0o7777
  }

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
