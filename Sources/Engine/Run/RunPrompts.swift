/// Asks the operator. Nil where nobody is there to answer.
package protocol RunPrompts: Sendable {
  func ask(_ text: String, isEchoed: Bool) async -> String?
}

/// Nobody is there to answer.
package struct NoOperator: RunPrompts {
  package init() {}
  package func ask(_ text: String, isEchoed: Bool) async -> String? { nil }
}
