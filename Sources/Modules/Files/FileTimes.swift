import Machine
import Values

/// `modification_time` and `access_time`: `preserve`, `now`, or a time in a given format.
struct FileTimes {
  enum Time: Equatable { case preserve, now, at(Int64) }

  private let modification: Time
  private let access: Time

  init(_ arguments: Arguments, standard: Time) throws(ModuleFailure) {
    modification = try Self.read("modification_time", arguments) ?? standard
    access = try Self.read("access_time", arguments) ?? standard
  }

  private static func read(_ name: String, _ arguments: Arguments) throws(ModuleFailure) -> Time? {
    switch arguments.string(name) {
    case nil, "": return nil
    case "preserve": return .preserve
    case "now": return .now
    case let text?:
      let format = arguments.string(name + "_format") ?? ""
      guard let moment = localMoment(text, format: format) else {
        throw ModuleFailure("\(name) \"\(text)\" does not look like \(format)")
      }
      return .at(moment)
    }
  }

  func apply(
    to path: String, _ status: FileStatus, on machine: any Machine, noting diff: inout AttributeDiff
  ) throws {
    let wanted = FileAttributes(
      modified: nanoseconds(modification, machine), accessed: nanoseconds(access, machine))
    let missing = FileAttributes(
      modified: wanted.modified == status.modified ? nil : wanted.modified,
      accessed: wanted.accessed == status.accessed ? nil : wanted.accessed)
    guard !missing.isEmpty else { return }
    if let new = missing.modified {
      diff.note("mtime", Self.seconds(status.modified), Self.seconds(new))
    }
    if let new = missing.accessed {
      diff.note("atime", Self.seconds(status.accessed), Self.seconds(new))
    }
    try machine.files.set(path, missing)
  }

  private func nanoseconds(_ time: Time, _ machine: any Machine) -> Int64? {
    switch time {
    case .preserve: nil
    case .now: machine.now()
    case .at(let moment): moment
    }
  }

  static func seconds(_ nanoseconds: Int64) -> Value { .double(Double(nanoseconds) / 1e9) }
}
