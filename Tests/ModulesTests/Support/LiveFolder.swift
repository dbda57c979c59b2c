import Glibc
import Machine
import Values
import Wire

@testable import Modules

/// A folder of this host for tests with real files and programs; gone when the test is.
final class LiveFolder {
  let path: String
  let machine = LiveMachine()

  init() throws {
    path = "/tmp/provision-modules-" + String(UInt64.random(in: 0..<(1 << 48)), radix: 36)
    try machine.files.makeFolder(path, FileAttributes(mode: 0o755))
  }

  deinit { try? machine.files.remove(path) }

  static func has(_ program: String) -> Bool {
    ((try? LiveMachine().commands.find(program)) ?? nil) != nil
  }

  func put(_ name: String, _ text: String) throws {
    try machine.files.write(path + "/" + name, Array(text.utf8), FileAttributes(mode: 0o644))
  }

  func text(_ name: String) throws -> String { try machine.files.text(path + "/" + name) }

  func shell(_ text: String) throws {
    let result = try machine.commands.query(Invocation(["/bin/sh", "-ec", text], folder: path))
    if !result.isSuccess { throw ModuleFailure(result.errorText) }
  }

  func run(
    _ module: String, _ arguments: ValueMap, attachments: [Wire.Attachment] = [],
    on other: (any Machine)? = nil
  ) throws -> Outcome {
    var request = Request(id: 1, epoch: 1, module: module, arguments: arguments)
    request.attachments = attachments
    return try Runner.run(
      Step(machine: other ?? machine, request: request, content: { $0.inline ?? [] }))
  }

  /// A dry run, which must leave the folder alone.
  func plan(_ module: String, _ arguments: ValueMap, attachments: [Wire.Attachment] = []) throws
    -> (outcome: Outcome, listing: [String])
  {
    let plan = PlannedMachine(over: machine)
    let before = try FakeMachine.listing(of: machine.files, at: path)
    let outcome = try run(module, arguments, attachments: attachments, on: plan)
    if try FakeMachine.listing(of: machine.files, at: path) != before {
      throw ModuleFailure("the dry run changed the folder")
    }
    return (outcome, [])
  }
}

/// Answers HTTP requests on a port of its own until it is gone.
final class SmallServer: Sendable {
  let port: Int
  private let listener: Int32

  /// `answer` gets the request's text and gives the whole response.
  init(_ answer: @escaping @Sendable (String) -> String) throws {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, size) == 0 && listen(number, 16) == 0
          && getsockname(number, $0, &size) == 0
      }
    }
    guard isBound else { throw MachineError("no port for a test server", errno: errno) }
    (listener, port) = (number, Int(UInt16(bigEndian: address.sin_port)))
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(listener: number, answer: answer))
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().serve() }
        return nil
      }, work.toOpaque())
    pthread_detach(thread)
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private final class Work: Sendable {
    let listener: Int32
    let answer: @Sendable (String) -> String

    init(listener: Int32, answer: @escaping @Sendable (String) -> String) {
      self.listener = listener
      self.answer = answer
    }

    func serve() {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        var heard: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        repeat {
          let count = recv(client, &piece, piece.count, 0)
          if count <= 0 { break }
          heard += piece[..<count]
        } while !isComplete(String(decoding: heard, as: UTF8.self))
        let response = Array(answer(String(decoding: heard, as: UTF8.self)).utf8)
        send(client, response, response.count, Int32(MSG_NOSIGNAL))
        close(client)
      }
    }

    private func isComplete(_ text: String) -> Bool {
      guard let end = text.range(of: "\r\n\r\n") else { return false }
      guard let length = text.lowercased().range(of: "content-length: ") else { return true }
      let wanted = Int(text.lowercased()[length.upperBound...].prefix { $0.isNumber }) ?? 0
      return text[end.upperBound...].utf8.count >= wanted
    }
  }
}
