import Machine
import Values

/// The arguments `owner`, `group` and `mode` that all modules which make files share.
package struct FileAttributesArguments {
  package static let parameters = [
    Parameter("owner"),
    Parameter("group"),
    Parameter("mode", .raw),
    Parameter("unsafe_writes", .bool, standard: false),
  ] + labels.map { Parameter($0) }

  /// Parts of a SELinux label. As in Ansible they mean nothing where SELinux is not in use.
  private static let labels = ["seuser", "serole", "setype", "selevel"]

  package var owner: String?
  package var group: String?
  package var mode: PermissionMode?
  /// Whether a file that cannot be replaced may be overwritten in place.
  package var allowsInPlace: Bool
  private let hasLabel: Bool

  package init(_ arguments: Arguments) throws(ModuleFailure) {
    owner = arguments.string("owner")
    group = arguments.string("group")
    hasLabel = Self.labels.contains { arguments.string($0) != nil }
    allowsInPlace = arguments.bool("unsafe_writes") ?? false
    if let value = arguments.values["mode"], !value.isNull { mode = try PermissionMode(value) }
  }

  /// What is to hold for an entry that is as `current` says, or for a new one of that kind.
  package func wanted(for current: FileStatus?, kind: FileStatus.Kind, on machine: any Machine)
    throws -> FileAttributes
  {
    if hasLabel, try machine.files.status("/sys/fs/selinux/enforce") != nil {
      throw ModuleFailure("SELinux is in use here, and provision cannot set its labels (seuser, serole, setype, selevel)")
    }
    var wanted = FileAttributes()
    if let owner { wanted.uid = try Self.userID(owner, machine) }
    if let group { wanted.gid = try Self.groupID(group, machine) }
    guard let mode, mode != .preserve, kind != .link else { return wanted }
    let isFolder = kind == .folder
    wanted.mode = mode.applied(to: current?.mode ?? (isFolder ? 0o755 : 0o644), isFolder: isFolder)
    return wanted
  }

  /// Brings an existing entry (not what a link leads to) to what is wanted and notes the differences.
  package func apply(
    to path: String, _ status: FileStatus, on machine: any Machine, noting diff: inout AttributeDiff
  ) throws {
    let missing = try wanted(for: status, kind: status.kind, on: machine).missing(in: status)
    guard missing != FileAttributes() else { return }
    diff.note(missing, against: status)
    try machine.files.set(path, missing)
  }

  private static func userID(_ name: String, _ machine: any Machine) throws -> UInt32 {
    if let user = try machine.accounts.user(named: name) { return user.uid }
    if let id = UInt32(name) { return id }
    guard let user = try machine.accounts.requiredUser(named: name) else {
      throw ModuleFailure("chown failed: failed to look up user \(name)")
    }
    return user.uid
  }

  private static func groupID(_ name: String, _ machine: any Machine) throws -> UInt32 {
    if let group = try machine.accounts.group(named: name) { return group.gid }
    if let id = UInt32(name) { return id }
    guard let group = try machine.accounts.requiredGroup(named: name) else {
      throw ModuleFailure("chgrp failed: failed to look up group \(name)")
    }
    return group.gid
  }
}

extension FileAttributes {
  /// What of these does not hold yet.
  package func missing(in status: FileStatus) -> FileAttributes {
    FileAttributes(
      mode: mode == status.mode ? nil : mode, uid: uid == status.uid ? nil : uid,
      gid: gid == status.gid ? nil : gid)
  }
}

/// Two mappings of attributes, as the `file` module shows what it changes.
package struct AttributeDiff {
  package var before: ValueMap
  package var after: ValueMap
  package var isEmpty: Bool { before == after }

  package init(path: String) {
    before = ["path": .string(path)]
    after = before
  }

  package mutating func note(_ name: String, _ old: Value, _ new: Value) {
    before[name] = before[name] ?? old
    after[name] = new
  }

  package mutating func note(_ attributes: FileAttributes, against status: FileStatus) {
    if let uid = attributes.uid { note("owner", .int(Int(status.uid)), .int(Int(uid))) }
    if let gid = attributes.gid { note("group", .int(Int(status.gid)), .int(Int(gid))) }
    if let mode = attributes.mode {
      note("mode", .string(PermissionMode.text(status.mode)), .string(PermissionMode.text(mode)))
    }
  }
}
