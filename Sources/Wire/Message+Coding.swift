// Messages are arrays: a number that says which, then the fields in order. Both ends are the same
// build, so there are no names, no optional fields and no versions.

extension Command: Message {
  package func write(to writer: inout CBORWriter) throws(WireError) {
    switch self {
    case .open(let opening):
      writer.message(0, fields: 3)
      writer.text(opening.holder)
      writer.double(opening.lockTimeout)
      writer.double(opening.watchdog)
    case .request(let request):
      writer.message(1, fields: 1)
      try request.write(to: &writer)
    case .epoch(let epoch):
      writer.message(2, fields: 1)
      writer.uint(epoch)
    case .content(let sha256, let bytes, let isLast):
      writer.message(3, fields: 3)
      writer.text(sha256)
      writer.blob(bytes)
      writer.bool(isLast)
    case .contentUnavailable(let sha256, let reason):
      writer.message(4, fields: 2)
      writer.text(sha256)
      writer.text(reason)
    case .cancel(let request):
      writer.message(5, fields: 1)
      writer.uint(request)
    case .ping(let number):
      writer.message(6, fields: 1)
      writer.uint(number)
    case .close: writer.message(7, fields: 0)
    case .checkpoint: writer.message(8, fields: 0)
    }
  }

  package init(from reader: inout CBORReader) throws(WireError) {
    let (number, fields) = try reader.message()
    switch (number, fields) {
    case (0, 3):
      self = .open(
        Opening(
          holder: try reader.text(), lockTimeout: try reader.double(), watchdog: try reader.double()
        ))
    case (1, 1): self = .request(try Request(from: &reader))
    case (2, 1): self = .epoch(try reader.uint())
    case (3, 3):
      self = .content(
        sha256: try reader.text(), bytes: try reader.blob(), isLast: try reader.bool())
    case (4, 2): self = .contentUnavailable(sha256: try reader.text(), reason: try reader.text())
    case (5, 1): self = .cancel(request: try reader.uint())
    case (6, 1): self = .ping(try reader.uint())
    case (7, 0): self = .close
    case (8, 0): self = .checkpoint
    default: throw .unknownMessage(number)
    }
  }
}

extension Reply: Message {
  package func write(to writer: inout CBORWriter) throws(WireError) {
    switch self {
    case .hello(let hello):
      writer.message(0, fields: 5)
      writer.text(hello.sha256)
      writer.uint(UInt64(max(0, hello.pid)))
      writer.uint(UInt64(max(0, hello.uid)))
      writer.text(hello.user)
      writer.text(hello.machine)
    case .opened: writer.message(1, fields: 0)
    case .outcome(let request, let outcome):
      writer.message(2, fields: 2)
      writer.uint(request)
      try outcome.write(to: &writer)
    case .discarded(let request):
      writer.message(3, fields: 1)
      writer.uint(request)
    case .progress(let request, let text):
      writer.message(4, fields: 2)
      writer.uint(request)
      writer.text(text)
    case .need(let request, let sha256):
      writer.message(5, fields: 2)
      writer.uint(request)
      writer.text(sha256)
    case .pong(let number):
      writer.message(6, fields: 1)
      writer.uint(number)
    case .notice(let text):
      writer.message(7, fields: 1)
      writer.text(text)
    case .bytes(let request, let bytes, let isLast): writer.bytes(8, request, bytes, isLast)
    case .piece(let request, let bytes, let isLast): writer.bytes(9, request, bytes, isLast)
    case .refused(let reason):
      writer.message(10, fields: 1)
      writer.text(reason)
    }
  }

  package init(from reader: inout CBORReader) throws(WireError) {
    let (number, fields) = try reader.message()
    switch (number, fields) {
    case (0, 5):
      self = .hello(
        Hello(
          sha256: try reader.text(), pid: try reader.natural(), uid: try reader.natural(),
          user: try reader.text(), machine: try reader.text()))
    case (1, 0): self = .opened
    case (2, 2): self = .outcome(request: try reader.uint(), try Outcome(from: &reader))
    case (3, 1): self = .discarded(request: try reader.uint())
    case (4, 2): self = .progress(request: try reader.uint(), text: try reader.text())
    case (5, 2): self = .need(request: try reader.uint(), sha256: try reader.text())
    case (6, 1): self = .pong(try reader.uint())
    case (7, 1): self = .notice(try reader.text())
    case (8, 3):
      self = .bytes(request: try reader.uint(), bytes: try reader.blob(), isLast: try reader.bool())
    case (9, 3):
      self = .piece(request: try reader.uint(), bytes: try reader.blob(), isLast: try reader.bool())
    case (10, 1): self = .refused(try reader.text())
    default: throw .unknownMessage(number)
    }
  }
}

extension CBORWriter {
  fileprivate mutating func message(_ number: UInt64, fields: Int) {
    array(fields + 1)
    uint(number)
  }

  fileprivate mutating func bytes(
    _ number: UInt64, _ request: UInt64, _ bytes: [UInt8], _ isLast: Bool
  ) {
    message(number, fields: 3)
    uint(request)
    blob(bytes)
    bool(isLast)
  }
}

extension CBORReader {
  fileprivate mutating func message() throws(WireError) -> (number: UInt64, fields: Int) {
    let count = try array()
    return (try uint(), count - 1)
  }
}
