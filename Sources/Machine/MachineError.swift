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
    MachineError("cannot \(what) \"\(path)\": \(String(cString: strerror(code))) (errno \(code))", errno: code)
  }

  static func tooLong(_ path: String, limit: Int) -> MachineError {
    MachineError("cannot read \"\(path)\": it is longer than \(limit) bytes", errno: EFBIG)
  }

  static func notRegular(_ path: String) -> MachineError {
    MachineError("cannot read \"\(path)\": it is not a regular file", errno: EINVAL)
  }

  static func changedMeanwhile(_ path: String) -> MachineError {
    MachineError("\"\(path)\" was changed by someone else while it was being edited; nothing was written, run again")
  }

  static func notAbsolute(_ path: String) -> MachineError {
    MachineError("\"\(path)\" is not an absolute path")
  }

  static func programNotFound(_ program: String) -> MachineError {
    MachineError("cannot run \"\(program)\": no such program on the host", errno: ENOENT)
  }
}
