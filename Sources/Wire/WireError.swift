/// A message that cannot be sent or understood.
package struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    case truncated, malformed, unsupported, oversize, unsendable
  }
  package let kind: Kind
  package let description: String
}

/// All errors of this room.
extension WireError {
  static func truncated(at position: Int) -> WireError {
    WireError(kind: .truncated, description: "message ends too early, at byte \(position)")
  }

  static func trailing(at position: Int) -> WireError {
    WireError(kind: .malformed, description: "message goes on after its end, at byte \(position)")
  }

  static func malformed(_ what: String, at position: Int) -> WireError {
    WireError(kind: .malformed, description: "\(what) at byte \(position)")
  }

  static func expected(_ what: String, at position: Int) -> WireError {
    WireError(kind: .malformed, description: "expected \(what) at byte \(position)")
  }

  static func unknownMessage(_ number: UInt64) -> WireError {
    WireError(kind: .malformed, description: "no message has the number \(number)")
  }

  static func unsupported(_ what: String, at position: Int) -> WireError {
    WireError(
      kind: .unsupported, description: "\(what) at byte \(position) is not part of this protocol")
  }

  static func tooDeep(_ limit: Int) -> WireError {
    WireError(kind: .oversize, description: "value is nested more than \(limit) levels deep")
  }

  static func tooManyItems(_ limit: Int) -> WireError {
    WireError(kind: .oversize, description: "message holds more than \(limit) values")
  }

  static func frameTooLong(_ length: Int, limit: Int) -> WireError {
    WireError(kind: .oversize, description: "frame of \(length) bytes, the limit is \(limit)")
  }

  static func unsendable(_ what: String) -> WireError {
    WireError(kind: .unsendable, description: "\(what) cannot be sent to a host")
  }
}
