import Machine
import Values
import Wire

/// `stat`: what there is to know of a path. Changes nothing.
package struct FileFacts: Module {
  package static let declaration = Declaration(
    "stat",
    parameters: [
      Parameter("path", .path, aliases: ["dest", "name"], required: true),
      Parameter("follow", .bool, standard: false),
      Parameter("get_checksum", .bool, standard: true),
      Parameter("get_mime", .bool, aliases: ["mime", "mime_type", "mime-type"], standard: true),
      Parameter("get_attributes", .bool, aliases: ["attr", "attributes"], standard: true),
      Parameter(
        "checksum_algorithm", aliases: ["checksum", "checksum_algo"],
        choices: Digest.Algorithm.allCases.map(\.rawValue),
        standard: "sha1"),
    ])

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    let given = arguments.string("path") ?? ""
    let path = step.machine.absolute(given)
    let files = step.machine.files
    let status = try arguments.bool("follow") == true ? files.target(path) : files.status(path)
    guard let status else { return Outcome(result: ["stat": ["exists": false]]) }
    var facts: ValueMap = ["exists": true, "path": .string(given)]
    facts.merge(try status.facts(on: step.machine))
    // As access(2), which follows links.
    facts.merge(access(status.kind == .link ? try files.target(path) : status, step.machine.acting))
    facts.merge([
      "blocks": .int(status.blocks), "block_size": .int(status.blockSize),
      "device_type": .int(Int(status.deviceType)),
    ])
    if status.kind == .link { facts.merge(try linkFacts(path, step)) }
    if status.kind == .file, arguments.bool("get_checksum") == true,
      status.allows(step.machine.acting, 4)
    {
      let algorithm = arguments.string("checksum_algorithm").flatMap(Digest.Algorithm.init) ?? .sha1
      facts["checksum"] = .string(try files.digest(path, algorithm))
    }
    if arguments.bool("get_mime") == true { facts.merge(try mimeFacts(path, status, step)) }
    if arguments.bool("get_attributes") == true { facts.merge(try flagFacts(path, step)) }
    return Outcome(result: ["stat": .map(facts)])
  }

  private func access(_ status: FileStatus?, _ user: ActingUser) -> ValueMap {
    let allows = { (bit: UInt32) in Value.bool(status?.allows(user, bit) ?? false) }
    return ["readable": allows(4), "writeable": allows(2), "executable": allows(1)]
  }

  private func linkFacts(_ path: String, _ step: Step) throws -> ValueMap {
    let files = step.machine.files
    var source = path
    // A cycle leads nowhere.
    do { source = try files.resolved(path, by: nil) } catch is MachineError {}
    return ["lnk_source": .string(source), "lnk_target": .string(try files.link(path))]
  }

  /// Of files, what the program `file` says where the host has it; `unknown` where not, as Ansible.
  private func mimeFacts(_ path: String, _ status: FileStatus, _ step: Step) throws -> ValueMap {
    switch status.kind {
    case .folder: return ["mimetype": "inode/directory", "charset": "binary"]
    case .link: return ["mimetype": "inode/symlink", "charset": "binary"]
    case .file: break
    default: return ["mimetype": "unknown", "charset": "unknown"]
    }
    if status.size == 0 { return ["mimetype": "inode/x-empty", "charset": "binary"] }
    var words: [Substring] = []
    if try hasProgram("file", step) {
      let command = [
        "file", "--brief", "--mime-type", "--mime-encoding", "--",
        try step.machine.files.pathForPrograms(path),
      ]
      let result = try step.machine.commands.query(Invocation(command))
      if result.isSuccess { words = result.outputText.trimmed.split(separator: ";") }
    }
    guard words.count == 2, let charset = words[1].split(separator: "=").last else {
      return ["mimetype": "unknown", "charset": "unknown"]
    }
    return ["mimetype": .string(words[0].trimmed), "charset": .string(charset.trimmed)]
  }

  /// Without asking what planned packages may bring: `file` is not among what one waits for.
  private func hasProgram(_ name: String, _ step: Step) throws -> Bool {
    try step.machine.files.target("/usr/bin/" + name) != nil
  }

  private static let flags: [(bit: UInt32, letter: String, name: String)] = [
    (0x1, "s", "secure deletion"), (0x2, "u", "undelete"), (0x4, "c", "compressed"),
    (0x8, "S", "synchronous updates"),
    (0x10, "i", "immutable"), (0x20, "a", "append-only"), (0x40, "d", "nodump"),
    (0x80, "A", "noatime"),
    (0x800, "E", "encrypted"), (0x1000, "I", "indexed directory"), (0x4000, "j", "journalled data"),
    (0x8000, "t", "no tail-merging"), (0x10000, "D", "synchronous directory updates"),
    (0x20000, "T", "top of directory hierarchies"),
    (0x80000, "e", "extents"), (0x800000, "C", "nocow"), (0x1000_0000, "N", "inline data"),
    (0x2000_0000, "P", "project hierarchy"),
  ]

  private func flagFacts(_ path: String, _ step: Step) throws -> ValueMap {
    guard let (flags, version) = try step.machine.files.inodeFlags(path) else {
      return ["attr_flags": "", "attributes": [], "version": nil]
    }
    let set = Self.flags.filter { flags & $0.bit != 0 }
    return [
      "attr_flags": .string(set.map(\.letter).joined()),
      "attributes": .list(set.map { .string($0.name) }),
      "version": .string(String(version)),
    ]
  }
}

extension FileStatus {
  /// What `stat` and `find` return alike.
  func facts(on machine: any Machine) throws -> ValueMap {
    var facts: ValueMap = [
      "mode": .string(PermissionMode.text(mode)), "isdir": .bool(kind == .folder),
      "ischr": .bool(kind == .characterDevice),
      "isblk": .bool(kind == .blockDevice), "isreg": .bool(kind == .file),
      "isfifo": .bool(kind == .fifo),
      "islnk": .bool(kind == .link), "issock": .bool(kind == .socket), "uid": .int(Int(uid)),
      "gid": .int(Int(gid)),
      "size": .int(size), "inode": .int(Int(truncatingIfNeeded: inode)),
      "dev": .int(Int(truncatingIfNeeded: device)),
      "nlink": .int(links), "atime": FileTimes.seconds(accessed),
      "mtime": FileTimes.seconds(modified),
      "ctime": FileTimes.seconds(changed), "isuid": .bool(mode & 0o4000 != 0),
      "isgid": .bool(mode & 0o2000 != 0),
    ]
    for (name, shift) in [("usr", 6), ("grp", 3), ("oth", 0)] as [(String, UInt32)] {
      for (letter, bit) in [("r", 4), ("w", 2), ("x", 1)] as [(String, UInt32)] {
        facts[letter + name] = .bool(mode >> shift & bit != 0)
      }
    }
    if let user = try machine.accounts.user(id: uid) { facts["pw_name"] = .string(user.name) }
    if let group = try machine.accounts.group(id: gid) { facts["gr_name"] = .string(group.name) }
    return facts
  }
}
