import Values

/// What became of one request.
package struct Outcome: Sendable {
  package var status: Status
  /// Whether the host is (or, in a plan, would be) different now.
  package var isChanged: Bool
  /// In a plan: whether this step changes anything is known only once earlier steps are real.
  /// The text names what it depends on.
  package var unknown: String?
  /// The returned values as Ansible's users know them (`stdout`, `rc`, `dest`, …), without
  /// `changed` and `failed`. A planned command's output is `.deferred(.unknown)`.
  package var result: ValueMap
  package var diffs: [Diff]
  package var warnings: [String]

  package enum Status: Int, Sendable { case ok, failed, skipped }

  package init(
    _ status: Status = .ok, isChanged: Bool = false, unknown: String? = nil, result: ValueMap = [:],
    diffs: [Diff] = [], warnings: [String] = []
  ) {
    self.status = status
    self.isChanged = isChanged
    self.unknown = unknown
    self.result = result
    self.diffs = diffs
    self.warnings = warnings
  }

  package static func failed(_ message: String, _ result: ValueMap = [:]) -> Outcome {
    Outcome(.failed, result: result.merging(["msg": .string(message)]))
  }

  package static func skipped(_ message: String, _ result: ValueMap = [:]) -> Outcome {
    Outcome(.skipped, result: result.merging(["msg": .string(message)]))
  }
}

/// A difference to print: either two texts or two mappings of attributes.
package struct Diff: Sendable, Hashable {
  package var beforeHeader: String
  package var afterHeader: String
  package var before: Value
  package var after: Value
  /// Set instead of texts where they are not shown (binary, too large, secret).
  package var note: String?

  package init(
    beforeHeader: String = "", afterHeader: String = "", before: Value = "", after: Value = "",
    note: String? = nil
  ) {
    self.beforeHeader = beforeHeader
    self.afterHeader = afterHeader
    self.before = before
    self.after = after
    self.note = note
  }
}
