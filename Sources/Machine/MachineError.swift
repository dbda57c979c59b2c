import Glibc

/// A refusal of the host: what was tried, on what, and errno's text.
package struct MachineError: Error, Sendable, CustomStringConvertible {
  package let description: String
  package let errno: Int32

  package init(_ description: String, errno: Int32 = 0) {
    self.description = description
    self.errno = errno
  }
}

/// All errors of this room.
extension MachineError {
  /// `cannot write "/etc/motd": No space left on device (errno 28)`.
  static func refused(_ what: String, _ path: String, _ code: Int32) -> MachineError {
    MachineError(
      "cannot \(what) \"\(path)\": \(String(cString: strerror(code))) (errno \(code))", errno: code)
  }

  static func tooLong(_ path: String, limit: Int) -> MachineError {
    MachineError("cannot read \"\(path)\": it is longer than \(limit) bytes", errno: EFBIG)
  }

  static func notRegular(_ path: String) -> MachineError {
    MachineError("cannot read \"\(path)\": it is not a regular file", errno: EINVAL)
  }

  static func changedMeanwhile(_ path: String) -> MachineError {
    MachineError(
      "\"\(path)\" was changed by someone else while it was being edited; nothing was written, run again"
    )
  }

  static func notAbsolute(_ path: String) -> MachineError {
    MachineError("\"\(path)\" is not an absolute path")
  }

  static func programNotFound(_ program: String) -> MachineError {
    MachineError("cannot run \"\(program)\": no such program on the host", errno: ENOENT)
  }

  static func linkCycle(_ path: String) -> MachineError {
    MachineError("cannot resolve \"\(path)\": links form a cycle", errno: ELOOP)
  }

  static func foreignLink(_ path: String) -> MachineError {
    MachineError(
      "refused to go to \"\(path)\": a link on the way belongs to a user who does not own what it leads to",
      errno: EPERM)
  }

  static func notReplaceable(_ path: String, _ kind: FileStatus.Kind) -> MachineError {
    MachineError(
      "cannot write \"\(path)\": it is a \(kind.name), not a regular file",
      errno: kind == .folder ? EISDIR : EINVAL)
  }

  static func cannotStart(_ program: String, because: String, _ code: Int32) -> MachineError {
    MachineError("cannot run \"\(program)\": \(because)", errno: code)
  }

  static func noSystemd(_ text: String) -> MachineError {
    MachineError("systemd does not answer: \(text)")
  }

  static func unreadable(_ path: String, line: Int, expected: String) -> MachineError {
    MachineError("\(path):\(line): expected \(expected)")
  }
}
