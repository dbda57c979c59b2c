import Glibc

@testable import Machine

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let path: String
  let files = LiveFiles()

  init() throws {
    path = "/tmp/provision-test-" + String(UInt64.random(in: 0..<(1 << 48)), radix: 36)
    try files.makeFolder(path, FileAttributes(mode: 0o755))
  }

  deinit { try? files.remove(path) }

  func put(_ name: String, _ text: String, mode: UInt32 = 0o644) throws -> String {
    let path = path + "/" + name
    try files.write(path, Array(text.utf8), FileAttributes(mode: mode))
    return path
  }

  func leftovers() throws -> [String] {
    try files.names(in: path).filter { $0.hasPrefix(".provision-") }
  }
}
