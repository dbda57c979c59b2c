import CPlatform
import Glibc

final class LiveNetwork: Network {
  private let surroundings: Surroundings

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  func accepts(host: String, port: Int, timeout: Double) throws -> Bool {
    guard let socket = try connected(host, port, timeout) else { return false }
    _ = consume socket
    return true
  }

  func greeting(host: String, port: Int, timeout: Double, isEnough: ([UInt8]) -> Bool) throws
    -> [UInt8]?
  {
    let end = monotonicSeconds() + timeout
    guard let socket = try connected(host, port, timeout) else { return nil }
    var heard: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while heard.count < 1 << 20, try ready(socket.number, POLLIN, until: end) {
      let count = recv(socket.number, &piece, piece.count, 0)
      guard count > 0 else { break }
      heard += piece[..<count]
      if isEnough(heard) { break }
    }
    return heard
  }

  private func connected(_ host: String, _ port: Int, _ timeout: Double) throws -> Descriptor? {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return nil }
    defer { freeaddrinfo(list) }
    let end = monotonicSeconds() + timeout
    var next = list
    while let address = next?.pointee {
      if let socket = try connected(address, until: end) { return socket }
      next = address.ai_next
    }
    return nil
  }

  private func connected(_ address: addrinfo, until end: Double) throws -> Descriptor? {
    let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let number = socket(address.ai_family, address.ai_socktype | flags, address.ai_protocol)
    guard number >= 0 else { return nil }
    let opened = Descriptor(number)
    if connect(number, address.ai_addr, address.ai_addrlen) == 0 { return opened }
    guard errno == EINPROGRESS, try ready(number, POLLOUT, until: end) else { return nil }
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code == 0 else { return nil }
    return opened
  }

  private func ready(_ number: Int32, _ event: Int32, until end: Double) throws -> Bool {
    while true {
      try surroundings.attend()
      let left = Surroundings.milliseconds(end - monotonicSeconds())
      var watched = ([number] + surroundings.descriptors).map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      watched[0].events = Int16(event)
      poll(&watched, nfds_t(watched.count), left)
      if watched[0].revents != 0 { return true }
      if left == 0 { return false }
    }
  }
}
