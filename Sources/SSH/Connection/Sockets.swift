import Glibc

/// A TCP connection to the first address that answers.
///
/// libssh itself tries only the first address and sets no keepalive.
struct TCPDialer {
  let endpoint: SSHEndpoint
  let cut: Cut

  /// A connected, blocking descriptor.
  func dial() throws -> Int32 {
    let addresses = try resolve()
    let deadline = ContinuousClock.now + endpoint.connectTimeout
    var lastError = SSHError.unreachable(endpoint, ETIMEDOUT)
    for (index, address) in addresses.enumerated() {
      let share = (deadline - .now) / (addresses.count - index)
      do {
        return try connect(to: address, within: share)
      } catch let error as SSHError {
        lastError = error
      }
      if cut.isCut { throw CancellationError() }
    }
    throw lastError
  }

  private struct Address {
    let family: Int32
    let bytes: [UInt8]
  }

  private func resolve() throws -> [Address] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    switch endpoint.addressFamily {
    case .any: hints.ai_family = AF_UNSPEC
    case .inet: hints.ai_family = AF_INET
    case .inet6: hints.ai_family = AF_INET6
    }
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &found)
    guard code == 0, let found else {
      throw SSHError.unknownHost(endpoint, String(cString: gai_strerror(code)))
    }
    defer { freeaddrinfo(found) }
    return sequence(first: found, next: \.pointee.ai_next).compactMap { entry in
      guard let name = entry.pointee.ai_addr else { return nil }
      let bytes = UnsafeRawBufferPointer(start: name, count: Int(entry.pointee.ai_addrlen))
      return Address(family: entry.pointee.ai_family, bytes: Array(bytes))
    }
  }

  private func connect(to address: Address, within patience: Duration) throws -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { throw SSHError.system("socket", errno) }
    cut.watch(descriptor)
    let code = establish(descriptor, address, patience)
    guard code == 0, !cut.isCut else {
      close(descriptor)
      throw SSHError.unreachable(endpoint, code)
    }
    _ = fcntl(descriptor, F_SETFL, 0)
    keepAlive(descriptor)
    return descriptor
  }

  /// 0 or an errno value.
  private func establish(_ descriptor: Int32, _ address: Address, _ patience: Duration) -> Int32 {
    let result = address.bytes.withUnsafeBytes { bytes in
      bytes.assumingMemoryBound(to: sockaddr.self).baseAddress.map {
        Glibc.connect(descriptor, $0, socklen_t(bytes.count))
      } ?? -1
    }
    if result == 0 { return 0 }
    guard errno == EINPROGRESS else { return errno }
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&entry, 1, patience.pollMilliseconds) > 0 else { return ETIMEDOUT }
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    return code
  }

  /// A dead peer is noticed within 30 seconds: idle by the probes, busy by the user timeout.
  private func keepAlive(_ descriptor: Int32) {
    let tcp = Int32(IPPROTO_TCP)
    for (level, option, value) in [
      (tcp, TCP_NODELAY, 1), (SOL_SOCKET, SO_KEEPALIVE, 1), (tcp, TCP_KEEPIDLE, 15),
      (tcp, TCP_KEEPINTVL, 5), (tcp, TCP_KEEPCNT, 3), (tcp, TCP_USER_TIMEOUT, 30_000),
    ] {
      var value = Int32(value)
      setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
  }
}

/// Two connected local stream sockets.
struct SocketPair {
  let near: Int32
  let far: Int32

  /// With room for a megabyte each way, so that the two threads of a jump rarely wait.
  init() throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw SSHError.system("socketpair", errno)
    }
    (near, far) = (ends[0], ends[1])
    for end in ends {
      var size: Int32 = 1 << 20
      setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
  }
}
