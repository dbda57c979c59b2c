import Values

/// How an outcome travels: in one frame, or, where it is large, as its payload in pieces, so that
/// nothing else waits long behind it.
package enum OutcomePieces {
  package static let pieceSize = 256 << 10
  /// The longest payload of an outcome, in bytes.
  package static let longest = 96 << 20

  /// The replies that carry an outcome, to be sent in this order.
  ///
  /// Output too long to travel is cut, with a warning; a result that is too long for another
  /// reason or that cannot be sent becomes a failure that says so.
  package static func replies(to request: UInt64, _ outcome: Outcome) -> [Reply] {
    do {
      let payload = try outcome.payload()
      if payload.count <= pieceSize { return [.outcome(request: request, outcome)] }
      if payload.count <= longest { return pieces(of: payload, request) }
      return replies(to: request, outcome.shortened() ?? .failed(tooLong(payload.count)))
    } catch {
      if error.kind == .oversize, let short = outcome.shortened() {
        return replies(to: request, short)
      }
      return [.outcome(request: request, .failed("the module's result is unusable: \(error)"))]
    }
  }

  private static func tooLong(_ count: Int) -> String {
    "the result has \(count >> 20) MiB; at most \(longest >> 20) MiB can be returned"
  }

  private static func pieces(of payload: [UInt8], _ request: UInt64) -> [Reply] {
    stride(from: 0, to: payload.count, by: pieceSize).map { start in
      let end = min(start + pieceSize, payload.count)
      return .piece(
        request: request, bytes: Array(payload[start..<end]), isLast: end == payload.count)
    }
  }
}

extension Outcome {
  private static let longestOutput = 16 << 20

  /// The outcome with the output of its command cut to what can travel; nil where it already is.
  fileprivate func shortened() -> Outcome? {
    var short = self
    for name in ["stdout", "stderr"] { short.cutText(name) }
    return short.warnings.count > warnings.count ? short : nil
  }

  private mutating func cutText(_ name: String) {
    guard let text = result[name]?.string, text.utf8.count > Self.longestOutput else { return }
    result[name] = .string(
      String(decoding: text.utf8.prefix(Self.longestOutput - 4), as: UTF8.self))
    warnings.append("\(name) had \(text.utf8.count) bytes and was cut to \(Self.longestOutput)")
  }
}
