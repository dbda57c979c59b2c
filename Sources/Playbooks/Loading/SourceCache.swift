import Synchronization
import Values
import YAML

/// The run's YAML files, each read and parsed once.
final class SourceCache: Sendable {
  private let documents = Mutex<[String: Document]>([:])
  private let variables = Mutex<[String: ValueMap]>([:])

  /// The parsed file; `isFresh` the first time.
  func document(_ path: String, decrypt: Decrypt?) throws -> (document: Document, isFresh: Bool) {
    if let known = documents.withLock({ $0[path] }) { return (known, false) }
    let document = try Document.load(path, decrypt: decrypt)
    documents.withLock { $0[path] = document }
    return (document, true)
  }

  /// The variables of a file, converted once.
  func variables(_ path: String, read: () throws -> ValueMap) rethrows -> ValueMap {
    if let known = variables.withLock({ $0[path] }) { return known }
    let found = try read()
    variables.withLock { $0[path] = found }
    return found
  }
}
