import Glibc

/// What `uname` says.
package struct KernelName: Sendable, Hashable {
  package var system: String
  package var node: String
  package var release: String
  package var version: String
  package var machine: String

  package init(system: String, node: String, release: String, version: String, machine: String) {
    self.system = system
    self.node = node
    self.release = release
    self.version = version
    self.machine = machine
  }
}

/// An address of a network interface.
package struct InterfaceAddress: Sendable, Hashable {
  package enum Family: Sendable { case ipv4, ipv6 }
  package var interface: String
  package var family: Family
  package var address: String
  package var prefix: Int
  package var broadcast: String?

  package init(
    interface: String, family: Family, address: String, prefix: Int, broadcast: String? = nil
  ) {
    self.interface = interface
    self.family = family
    self.address = address
    self.prefix = prefix
    self.broadcast = broadcast
  }
}

/// The room in a file system, in blocks and inodes, and what its mount allows.
package struct FileSystemSpace: Sendable, Hashable {
  package var blockSize: Int
  package var blocks: Int
  package var freeBlocks: Int
  package var inodes: Int
  package var freeInodes: Int
  package var isReadOnly: Bool
  /// False where it is mounted `noexec`.
  package var runsPrograms: Bool

  package init(
    blockSize: Int, blocks: Int, freeBlocks: Int, inodes: Int, freeInodes: Int,
    isReadOnly: Bool = false, runsPrograms: Bool = true
  ) {
    self.isReadOnly = isReadOnly
    self.runsPrograms = runsPrograms
    self.blockSize = blockSize
    self.blocks = blocks
    self.freeBlocks = freeBlocks
    self.inodes = inodes
    self.freeInodes = freeInodes
  }
}

/// This host's answers: those of the live machine and of plans over it.
extension Kernel {
  package func name() -> KernelName {
    var found = utsname()
    uname(&found)
    return KernelName(
      system: text(found.sysname), node: text(found.nodename), release: text(found.release),
      version: text(found.version),
      machine: text(found.machine))
  }

  package func addresses() -> [InterfaceAddress] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var found: [InterfaceAddress] = []
    var next = first
    while let entry = next?.pointee {
      if let address = InterfaceAddress(entry) { found.append(address) }
      next = entry.ifa_next
    }
    return found
  }

  package func space(of path: String) -> FileSystemSpace? {
    var found = statvfs()
    guard statvfs(path, &found) == 0 else { return nil }
    return FileSystemSpace(
      blockSize: Int(found.f_frsize == 0 ? found.f_bsize : found.f_frsize),
      blocks: Int(found.f_blocks),
      freeBlocks: Int(found.f_bavail), inodes: Int(found.f_files), freeInodes: Int(found.f_favail),
      isReadOnly: found.f_flag & Self.readOnlyFlag != 0,
      runsPrograms: found.f_flag & Self.noexecFlag == 0)
  }

  /// ST_RDONLY and ST_NOEXEC of statvfs(3), which Swift does not see.
  private static var readOnlyFlag: UInt { 1 }
  private static var noexecFlag: UInt { 8 }

  private func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension InterfaceAddress {
  fileprivate init?(_ entry: ifaddrs) {
    guard let address = entry.ifa_addr else { return nil }
    let interface = String(cString: entry.ifa_name)
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      let hasBroadcast = entry.ifa_flags & UInt32(IFF_BROADCAST) != 0
      self.init(
        interface: interface, family: .ipv4, address: numeric(address, AF_INET),
        prefix: prefixLength(entry.ifa_netmask),
        broadcast: hasBroadcast ? entry.ifa_ifu.ifu_broadaddr.map { numeric($0, AF_INET) } : nil)
    case AF_INET6:
      self.init(
        interface: interface, family: .ipv6, address: numeric(address, AF_INET6),
        prefix: prefixLength(entry.ifa_netmask))
    default: return nil
    }
  }
}

private func bytes(of address: UnsafeMutablePointer<sockaddr>) -> [UInt8] {
  let raw = UnsafeRawPointer(address)
  switch Int32(address.pointee.sa_family) {
  case AF_INET:
    return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
  case AF_INET6:
    return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
  default: return []
  }
}

private func prefixLength(_ mask: UnsafeMutablePointer<sockaddr>?) -> Int {
  mask.map { bytes(of: $0).reduce(0) { $0 + $1.nonzeroBitCount } } ?? 0
}

private func numeric(_ address: UnsafeMutablePointer<sockaddr>, _ family: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
  let found = bytes(of: address)
  guard !found.isEmpty, inet_ntop(family, found, &buffer, socklen_t(buffer.count)) != nil else {
    return ""
  }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
