import Machine
import Values

/// What a file module returns of the file it made: owner, group, mode, size, state, uid, gid.
package enum FileReport {
  package static func values(of path: String, on machine: any Machine) throws -> ValueMap {
    guard let status = try machine.files.status(path) else { return [:] }
    return [
      "uid": .int(Int(status.uid)),
      "gid": .int(Int(status.gid)),
      "owner": .string(try machine.accounts.user(id: status.uid)?.name ?? String(status.uid)),
      "group": .string(try machine.accounts.group(id: status.gid)?.name ?? String(status.gid)),
      "mode": .string(PermissionMode.text(status.mode)),
      "size": .int(status.size),
      "state": .string(status.stateName),
    ]
  }
}

extension FileStatus {
  /// Ansible's word for the kind of entry.
  package var stateName: String {
    switch kind {
    case .link: "link"
    case .folder: "directory"
    default: links > 1 ? "hard" : "file"
    }
  }
}

/// SHA-1 and MD5 of a content, as Ansible's results carry them.
package struct ContentSums {
  package let checksum: String
  package let md5: String

  package init(of bytes: [UInt8]) {
    checksum = Digest.hex(bytes, .sha1)
    md5 = Digest.hex(bytes, .md5)
  }
}
