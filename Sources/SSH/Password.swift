/// A password or passphrase. It compares and hashes like text but never prints itself.
package struct Password: Sendable, Hashable {
  /// The text itself: for the one call that needs it, never for a message.
  package let exposed: String

  package init(_ text: String) { exposed = text }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "********" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
