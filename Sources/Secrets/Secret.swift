/// Text that must not be seen. It cannot be printed by accident: every description is a row of stars.
package struct Secret: Sendable {
  private let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  package init(bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  package var isEmpty: Bool { bytes.isEmpty }

  /// The secret itself. Whoever calls this answers for where it goes.
  package var revealed: String { String(decoding: bytes, as: UTF8.self) }

  /// The secret as bytes, for keys.
  package var revealedBytes: [UInt8] { bytes }
}

extension Secret: Equatable {
  /// Compares in a time that does not tell where the difference is.
  package static func == (left: Secret, right: Secret) -> Bool {
    constantTimeEqual(left.bytes, right.bytes)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Redactor.mask }
  package var debugDescription: String { Redactor.mask }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Whether two texts are equal, looking at every byte in any case. Lengths are no secret.
func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
