extension StringProtocol {
  /// Whether the text occurs, byte for byte. Not package-wide: other rooms have the standard
  /// library's, which is no part of the agent.
  func contains(_ part: String) -> Bool {
    let (bytes, part) = (Array(utf8), Array(part.utf8))
    guard let first = part.first else { return true }
    guard bytes.count >= part.count else { return false }
    return (0...bytes.count - part.count).contains { start in
      bytes[start] == first && bytes[start..<start + part.count].elementsEqual(part)
    }
  }
}
