import Machine

/// An entry of an archive, as its table of contents describes it.
struct ArchiveMember {
  var name: String
  var kind: FileStatus.Kind
  var size: Int
  var mode: UInt32?
  var uid: UInt32?
  var gid: UInt32?
  /// Seconds since 1970.
  var modified: Int64?
  /// Of a symbolic or hard link.
  var target: String?
  var isHardLink = false
  /// CRC-32 of the content, where the archive has it.
  var sum: UInt32?

  init(
    name: String, kind: FileStatus.Kind, size: Int, mode: UInt32? = nil, uid: UInt32? = nil,
    gid: UInt32? = nil,
    modified: Int64? = nil, target: String? = nil, isHardLink: Bool = false, sum: UInt32? = nil
  ) {
    self.name = name
    self.kind = kind
    self.size = size
    self.mode = mode
    self.uid = uid
    self.gid = gid
    self.modified = modified
    self.target = target
    self.isHardLink = isHardLink
    self.sum = sum
  }

  /// Without `./` and trailing slashes.
  var path: String { Paths.normal(name) }
}

/// Refuses archives that would write outside of their destination.
struct ArchiveSafety {
  let dest: String
  let files: any Files

  func check(_ members: [ArchiveMember]) throws {
    var links: Set<String> = []
    for member in members {
      try checkName(member)
      var above = Paths.folder(of: "/" + member.path)
      while above != "/" {
        if links.contains(above) {
          throw refusal(
            member, "lies behind the symbolic link \"\(above.dropFirst())\" of the archive itself")
        }
        try checkPlace(above, member)
        above = Paths.folder(of: above)
      }
      if member.kind == .link { links.insert("/" + member.path) }
    }
  }

  private func checkName(_ member: ArchiveMember) throws {
    if member.name.hasPrefix("/") { throw refusal(member, "is absolute") }
    if member.name.split(separator: "/").contains("..") { throw refusal(member, "contains \"..\"") }
    guard member.isHardLink, let target = member.target else { return }
    if target.hasPrefix("/") || target.split(separator: "/").contains("..") {
      throw refusal(member, "is a hard link to \"\(target)\"")
    }
  }

  /// A link that is there already may lead to elsewhere in the destination only.
  private func checkPlace(_ folder: String, _ member: ArchiveMember) throws {
    let path = dest + folder
    guard try files.target(dest) != nil, try files.status(path)?.kind == .link else { return }
    let root = try files.resolved(dest, by: nil)
    guard try Paths.contains(root, files.resolved(path, by: nil)) else {
      throw refusal(
        member, "lies behind the symbolic link \"\(path)\", which leads out of the destination")
    }
  }

  private func refusal(_ member: ArchiveMember, _ why: String) -> ModuleFailure {
    ModuleFailure(
      "refused to unpack: the member \"\(member.name)\" \(why)", ["dest": .string(dest)])
  }
}
