/// Puts the pieces of a large outcome together again, within `OutcomePieces.longest`.
package struct OutcomeAssembly: Sendable {
  private var payload: [UInt8] = []

  package init() {}

  /// Bytes kept so far.
  package var count: Int { payload.count }

  /// The outcome with its last piece, nil before.
  package mutating func add(_ bytes: [UInt8], isLast: Bool) throws(WireError) -> Outcome? {
    let length = payload.count + bytes.count
    guard length <= OutcomePieces.longest else {
      throw .frameTooLong(length, limit: OutcomePieces.longest)
    }
    payload += bytes
    return isLast ? try Outcome(payload: payload) : nil
  }
}
