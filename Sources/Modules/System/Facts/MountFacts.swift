import Machine
import Values

/// Mounted file systems on devices, with their room.
enum MountFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let uuids = identifiers(host)
    var seen: Set<String> = []
    facts["mounts"] = .list(
      MountTable(host.text("/proc/self/mounts") ?? "").entries.compactMap { entry in
        guard entry.isOnDevice, seen.insert(entry.path).inserted else { return nil }
        return .map(mount(entry, host, uuids))
      })
  }

  private static func mount(_ entry: MountTable.Entry, _ host: FactHost, _ uuids: [String: String]) -> ValueMap {
    var facts: ValueMap = [
      "mount": .string(entry.path), "device": .string(entry.source), "fstype": .string(entry.type),
      "options": .string(entry.options), "dump": .int(Int(entry.dump) ?? 0), "passno": .int(Int(entry.pass) ?? 0),
      "uuid": .string(uuids[entry.source.split(separator: "/").last.map(String.init) ?? ""] ?? "N/A"),
    ]
    guard let space = host.machine.kernel.space(of: entry.path) else { return facts }
    facts["size_total"] = .int(space.blocks * space.blockSize)
    facts["size_available"] = .int(space.freeBlocks * space.blockSize)
    facts["block_size"] = .int(space.blockSize)
    facts["block_total"] = .int(space.blocks)
    facts["block_available"] = .int(space.freeBlocks)
    facts["block_used"] = .int(space.blocks - space.freeBlocks)
    facts["inode_total"] = .int(space.inodes)
    facts["inode_available"] = .int(space.freeInodes)
    facts["inode_used"] = .int(space.inodes - space.freeInodes)
    return facts
  }

  /// Device name to UUID.
  private static func identifiers(_ host: FactHost) -> [String: String] {
    var found: [String: String] = [:]
    for uuid in host.names(in: "/dev/disk/by-uuid") {
      if let device = host.link("/dev/disk/by-uuid/" + uuid)?.split(separator: "/").last {
        found[String(device)] = uuid
      }
    }
    return found
  }
}

/// Lines of fstab(5) and /proc/mounts.
struct MountTable {
  struct Entry: Equatable {
    var source: String
    var path: String
    var type: String
    var options: String
    var dump = "0"
    var pass = "0"

    var isOnDevice: Bool { (source.hasPrefix("/") || source.contains(":/")) && type != "none" }
  }

  let entries: [Entry]

  init(_ text: String) { entries = text.split(separator: "\n").compactMap { Self.entry(of: $0) } }

  static func entry(of line: some StringProtocol) -> Entry? {
    let fields = line.words
    guard fields.count >= 3, !fields[0].hasPrefix("#") else { return nil }
    return Entry(
      source: unescape(fields[0]), path: unescape(fields[1]), type: fields[2],
      options: fields.count > 3 ? unescape(fields[3]) : "defaults", dump: fields.count > 4 ? fields[4] : "0",
      pass: fields.count > 5 ? fields[5] : "0")
  }

  /// Octal escapes such as `\040` for a space.
  static func unescape(_ field: String) -> String {
    guard field.contains("\\") else { return field }
    var out: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x5C, rest.count >= 3, let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
        out.append(code)
        rest = rest.dropFirst(3)
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  static func escape(_ field: String) -> String {
    field.replacing(all: "\\", with: "\\134").replacing(all: " ", with: "\\040").replacing(all: "\t", with: "\\011")
      .replacing(all: "\n", with: "\\012")
  }
}
