import Machine
import Values
import Wire

/// An archive and the host's programs for it.
struct Archive {
  enum Format: Equatable {
    /// GNU tar's option for the compression; nil for none.
    case tar(String?)
    case zip

    /// Ansible's name of the handler.
    var handler: String {
      switch self {
      case .tar("-z"): "TgzArchive"
      case .tar("-j"): "TarBzipArchive"
      case .tar("-J"): "TarXzArchive"
      case .tar("--zstd"): "TarZstdArchive"
      case .tar: "TarArchive"
      case .zip: "ZipArchive"
      }
    }

    /// By the first bytes.
    init?(_ head: [UInt8]) {
      if head.starts(with: [0x1f, 0x8b]) {
        self = .tar("-z")
      } else if head.starts(with: Array("BZh".utf8)) {
        self = .tar("-j")
      } else if head.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) {
        self = .tar("-J")
      } else if head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
        self = .tar("--zstd")
      } else if head.starts(with: [0x50, 0x4b, 0x03, 0x04])
        || head.starts(with: [0x50, 0x4b, 0x05, 0x06])
      {
        self = .zip
      } else if head.count > 262, head[257..<262].elementsEqual("ustar".utf8) {
        self = .tar(nil)
      } else {
        return nil
      }
    }
  }

  /// Where the archive is: on the host, or brought along.
  enum Source {
    case file(String)
    case bytes([UInt8])
  }

  let source: Source
  let format: Format
  let step: Step

  init(_ source: Source, name: String, _ step: Step) throws {
    self.source = source
    self.step = step
    let head =
      switch source {
      case .file(let path): try step.machine.files.head(path, 512)
      case .bytes(let bytes): Array(bytes.prefix(512))
      }
    guard !head.isEmpty else {
      throw ModuleFailure("Invalid archive '\(name)', the file is 0 bytes")
    }
    guard let format = Format(head) else {
      throw ModuleFailure(
        "Failed to find handler for \"\(name)\": it is neither a tar archive (plain, gzip, bzip2, xz, zstd) nor a zip archive"
      )
    }
    self.format = format
  }

  // MARK: Members

  func members(_ selection: Selection) throws -> [ArchiveMember] {
    if format == .zip {
      return try ZipDirectory.members(try bytes()).filter { selection.includes($0.name) }
    }
    let command = [
      "tar", "--list", "--verbose", "--numeric-owner", "--full-time", "--quoting-style=literal",
      "--absolute-names",
    ]
    let invocation = try tar(command, selection)
    let result = try step.machine.commands.query(invocation)
    guard result.isSuccess else {
      throw ModuleFailure(
        "cannot list the archive: \(result.errorText.trimmed)", ["rc": .int(Int(result.status))])
    }
    return result.outputText.split(separator: "\n").compactMap(TarListing.member)
  }

  private func bytes() throws -> [UInt8] {
    switch source {
    case .bytes(let bytes): bytes
    case .file(let path): try step.machine.files.read(path)
    }
  }

  struct Selection {
    var include: [String] = []
    var exclude: [String] = []
    var options: [String] = []
    var keepsNewer = false

    /// As unzip selects, for the listing that is read here.
    func includes(_ name: String) -> Bool {
      if exclude.contains(where: { Wildcard($0).matches(name) }) { return false }
      return include.isEmpty || include.contains { Wildcard($0).matches(name) }
    }
  }

  private func tar(_ command: [String], _ selection: Selection) throws -> Invocation {
    var words = command
    if case .tar(let compression?) = format { words.append(compression) }
    words += selection.exclude.map { "--exclude=" + $0 } + selection.options
    if !selection.include.isEmpty, command.contains("--list") || command.contains("--extract") {
      words.append("--wildcards")
    }
    var input: [UInt8] = []
    switch source {
    case .file(let path): words += ["--file", try step.machine.files.pathForPrograms(path)]
    case .bytes(let bytes): (words, input) = (words + ["--file", "-"], bytes)
    }
    var invocation = Invocation(
      words + (selection.include.isEmpty ? [] : ["--"] + selection.include), input: input)
    invocation.environment = [("TZ", "UTC")]
    return invocation
  }

  // MARK: Extraction

  /// Nil in a plan. What was run, and how it went.
  func extract(to dest: String, _ selection: Selection, _ effects: [Effect]) throws -> (
    command: [String], result: CommandResult
  )? {
    let invocation: Invocation
    var spilled: String?
    defer { if let spilled { try? step.machine.files.remove(spilled) } }
    if format == .zip {
      (invocation, spilled) = try unzip(to: dest, selection)
    } else {
      let command =
        ["tar", "--extract", "--directory", dest]
        + (selection.keepsNewer ? ["--keep-newer-files"] : [])
      invocation = try tar(command, selection)
    }
    guard let result = try step.machine.commands.act(invocation, effects: effects) else {
      return nil
    }
    return (invocation.arguments, result)
  }

  private func unzip(to dest: String, _ selection: Selection) throws -> (
    Invocation, spilled: String?
  ) {
    var path: String
    var spilled: String?
    switch source {
    case .file(let given): path = given
    case .bytes(let bytes):
      path = try ScratchPath.new("zip", on: step.machine)
      try step.machine.files.write(path, bytes, FileAttributes(mode: 0o600))
      spilled = path
    }
    var words =
      ["unzip", selection.keepsNewer ? "-uo" : "-o", "-q"] + selection.options + [path]
      + selection.include
    if !selection.exclude.isEmpty { words += ["-x"] + selection.exclude }
    return (Invocation(words + ["-d", dest]), spilled)
  }
}

/// Lines of `tar --list --verbose --numeric-owner --full-time`.
enum TarListing {
  /// `-rw-r--r-- 0/0 3 2026-11-21 01:14:24 name`
  static func member(_ line: Substring) -> ArchiveMember? {
    var rest = line
    func field() -> Substring {
      rest = rest.drop { $0 == " " }
      let field = rest.prefix { $0 != " " }
      rest = rest.dropFirst(field.count)
      return field
    }
    let permissions = field()
    let owner = field().split(separator: "/").map { UInt32($0) }
    let size = field()
    let (day, clock) = (field(), field())
    guard permissions.count >= 10, owner.count == 2, rest.first == " " else { return nil }
    var name = String(rest.dropFirst())
    var target: String?
    let isHardLink = permissions.first == "h"
    let mark = permissions.first == "l" ? " -> " : isHardLink ? " link to " : nil
    if let mark, let place = name.range(of: mark) {
      target = String(name[place.upperBound...])
      name = String(name[..<place.lowerBound])
    }
    return ArchiveMember(
      name: name, kind: kind(permissions.first), size: Int(size) ?? 0,
      mode: mode(permissions.dropFirst()), uid: owner[0],
      gid: owner[1], modified: seconds(day, clock), target: target, isHardLink: isHardLink)
  }

  private static func kind(_ letter: Character?) -> FileStatus.Kind {
    switch letter {
    case "d": .folder
    case "l": .link
    case "c": .characterDevice
    case "b": .blockDevice
    case "p": .fifo
    default: .file
    }
  }

  private static func mode(_ letters: Substring) -> UInt32 {
    var mode: UInt32 = 0
    for (position, letter) in letters.prefix(9).enumerated() {
      if letter != "-", letter != "S", letter != "T" { mode |= 0o400 >> UInt32(position) }
      if "sStT".contains(letter) { mode |= [0o4000, 0o2000, 0o1000][position / 3] }
    }
    return mode
  }

  private static func seconds(_ day: Substring, _ clock: Substring) -> Int64? {
    let date = day.split(separator: "-").compactMap { Int($0) }
    let time = clock.prefix { $0 != "." }.split(separator: ":").compactMap { Int($0) }
    guard date.count == 3, time.count == 3 else { return nil }
    return Int64(
      CivilDay.number(date[0], date[1], date[2]) * 86400 + time[0] * 3600 + time[1] * 60 + time[2])
  }
}

/// Days since 1970 of a Gregorian date (Howard Hinnant's `days_from_civil`).
enum CivilDay {
  static func number(_ year: Int, _ month: Int, _ date: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
