import Machine

/// The host's TCP connections, from /proc/net/tcp and /proc/net/tcp6 (proc(5)).
struct TCPConnections {
  static let states = [
    "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE",
    "CLOSE_WAIT", "LAST_ACK", "LISTEN",
    "CLOSING",
  ]

  private struct Connection {
    let local: String
    let port: Int
    let remote: String
    let state: String
  }

  private var connections: [Connection] = []

  init(_ files: any Files) throws {
    for path in ["/proc/net/tcp", "/proc/net/tcp6"] where try files.target(path) != nil {
      connections += try files.text(path).split(separator: "\n").dropFirst().compactMap(
        Self.connection)
    }
  }

  func count(host: String, port: Int, states: [String], excluding: [String]) -> Int {
    let isAnyHost = ["0.0.0.0", "::"].contains(host)
    return connections.count { connection in
      connection.port == port && states.contains(connection.state)
        && !excluding.contains(connection.remote)
        && (isAnyHost || connection.local == host || ["0.0.0.0", "::"].contains(connection.local))
    }
  }

  private static func connection(_ line: Substring) -> Connection? {
    let fields = line.split(separator: " ")
    guard fields.count > 3, let local = address(fields[1]), let remote = address(fields[2]),
      let number = Int(fields[3], radix: 16),
      states.indices.contains(number - 1)
    else { return nil }
    return Connection(
      local: local.host, port: local.port, remote: remote.host, state: states[number - 1])
  }

  /// `0100007F:1F90` is 127.0.0.1, port 8080: words in the machine's byte order.
  private static func address(_ text: Substring) -> (host: String, port: Int)? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let port = Int(parts[1], radix: 16) else { return nil }
    var bytes: [UInt8] = []
    var rest = parts[0]
    while let word = UInt32(rest.prefix(8), radix: 16) {
      bytes += [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> $0) }
      rest = rest.dropFirst(8)
    }
    return (host(bytes), port)
  }

  private static func host(_ bytes: [UInt8]) -> String {
    let isMapped =
      bytes.count == 16 && bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 255
      && bytes[11] == 255
    if bytes.count == 4 || isMapped {
      return bytes.suffix(4).map(String.init).joined(separator: ".")
    }
    if bytes.allSatisfy({ $0 == 0 }) { return "::" }
    let groups = stride(from: 0, to: bytes.count - 1, by: 2).map {
      String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16)
    }
    return groups.dropLast().allSatisfy { $0 == "0" }
      ? "::" + (groups.last ?? "") : groups.joined(separator: ":")
  }
}
