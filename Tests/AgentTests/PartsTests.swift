import Glibc
import Machine
import Modules
import Testing

import struct Wire.Attachment

@testable import Agent
@testable import Wire

@Suite struct EpochsTests {
  @Test func `a failure closes its epoch and all before until a later one is opened`() {
    var epochs = Epochs()
    #expect(epochs.admits(0) && epochs.admits(3))
    epochs.fail(2)
    #expect(!epochs.admits(1) && !epochs.admits(2) && epochs.admits(3))
    epochs.open(4)
    #expect(!epochs.admits(3) && epochs.admits(4))
  }

  @Test func `a failed item of a loop counts when the loop is over`() {
    var epochs = Epochs()
    epochs.failItem(1)
    #expect(epochs.admits(1))
    epochs.checkpoint()
    #expect(!epochs.admits(1) && epochs.admits(2))
    epochs.open(2)
    epochs.checkpoint()
    #expect(epochs.admits(2))
  }
}

@Suite struct QueueTests {
  @Test func `gives back in order what was put in`() {
    var queue = Queue<Int>()
    for number in 0..<5 { queue.append(number) }
    #expect((0..<3).map { _ in queue.popFirst() } == [0, 1, 2])
    queue.append(5)
    #expect((0..<4).map { _ in queue.popFirst() } == [3, 4, 5, nil])
    #expect(queue.isEmpty)
  }
}

@Suite struct ContentStoreTests {
  private let bytes = Array("hello".utf8)
  private var attachment: Attachment {
    Attachment(sha256: Digest.hex(bytes, .sha256), size: bytes.count)
  }

  private func isWaiting(_ store: inout ContentStore) throws -> Bool { try store.taken() == nil }

  @Test func `puts pieces together and keeps the whole`() throws {
    var store = ContentStore()
    store.await(attachment)
    store.receive(attachment.sha256, Array("hel".utf8), isLast: false)
    #expect(try isWaiting(&store))
    store.receive(attachment.sha256, Array("lo".utf8), isLast: true)
    let whole = try store.taken()
    #expect(whole == bytes)
    #expect(store.bytes(attachment.sha256) == bytes)
  }

  @Test(arguments: ["hellO", "hell", "hello!"]) func `refuses other content than announced`(
    _ text: String
  ) {
    var store = ContentStore()
    store.await(attachment)
    store.receive(attachment.sha256, Array(text.utf8), isLast: true)
    #expect(throws: ModuleFailure.self) { _ = try store.taken() }
    #expect(store.bytes(attachment.sha256) == nil)
  }

  @Test func `ignores what nobody waits for`() throws {
    var store = ContentStore()
    store.receive(attachment.sha256, bytes, isLast: true)
    #expect(try isWaiting(&store))
    #expect(store.bytes(attachment.sha256) == nil)
  }
}

@Suite struct ProgressBufferTests {
  @Test func `keeps the end of much output`() {
    let buffer = ProgressBuffer()
    for number in 0..<100_000 { buffer.append("line \(number)\n") }
    let text = buffer.due() ?? ""
    #expect(text.utf8.count <= 16 << 10 && text.hasSuffix("line 99999\n"))
    buffer.append("more")
    #expect(buffer.due() == nil)
    #expect(buffer.rest() == "more")
  }
}

@Suite struct OwnFileTests {
  private let path = "/tmp/provision-own-file-\(getpid())-\(UInt32.random(in: 0 ... .max))"

  private func write(_ text: String, to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o755)
    _ = Glibc.write(descriptor, text, text.utf8.count)
    close(descriptor)
  }

  private func expected(_ text: String) -> String { Digest.hex(Array(text.utf8), .sha256) }

  @Test func `notices that the file was changed or cut, with a note beside it`() {
    defer { for path in [path, path + ".verified"] { unlink(path) } }
    write("first", to: path)
    #expect(OwnFile(path: path).sha256() == expected("first"))
    #expect(access(path + ".verified", R_OK) == 0)
    #expect(OwnFile(path: path).sha256() == expected("first"))
    write("fir", to: path)
    #expect(OwnFile(path: path).sha256() == expected("fir"))
    write("FIR", to: path)
    #expect(OwnFile(path: path).sha256() == expected("FIR"))
  }

  @Test func `reads what runs although another file has taken its name`() {
    let running = path + ".running"
    defer { for path in [path, path + ".verified", running] { unlink(path) } }
    write("first", to: running)
    write("other", to: path)
    #expect(OwnFile(path: path, source: running).sha256() == expected("first"))
    #expect(OwnFile(path: path).sha256() == expected("other"))
  }

  @Test func `does not believe a note that others can write`() {
    defer { for path in [path, path + ".verified"] { unlink(path) } }
    write("first", to: path)
    _ = OwnFile(path: path).sha256()
    var note = [CChar](repeating: 0, count: 512)
    let descriptor = open(path + ".verified", O_RDWR)
    let length = read(descriptor, &note, 511)
    for place in 0..<64 { note[place] = 0x61 }
    pwrite(descriptor, note, length, 0)
    #expect(OwnFile(path: path).sha256() == String(repeating: "a", count: 64))
    fchmod(descriptor, 0o666)
    close(descriptor)
    #expect(OwnFile(path: path).sha256() == expected("first"))
  }

  @Test func `works where no note can be left`() {
    #expect(OwnFile(path: "/proc/version").sha256().utf8.count == 64)
  }
}

@Suite struct HostLockTests {
  private let path = "/tmp/provision-lock-\(getpid())-\(UInt32.random(in: 0 ... .max))"

  @Test func `names the holder to the second and is free when the first ends`() {
    defer { unlink(path) }
    guard case .held(let first) = HostLock.attempt(path, holder: "alice@laptop") else {
      Issue.record("the lock was not free")
      return
    }
    guard case .busy(let holder) = HostLock.attempt(path, holder: "bob") else {
      Issue.record("the lock was given twice")
      return
    }
    #expect(holder.hasPrefix("alice@laptop (pid \(getpid())) since 2"))
    close(first.descriptor)
    guard case .held(let second) = HostLock.attempt(path, holder: "bob") else {
      Issue.record("the lock was not released")
      return
    }
    close(second.descriptor)
  }

  @Test func `does not follow a link in the lock's place`() {
    symlink("/etc/hostname", path)
    defer { unlink(path) }
    guard case .impossible(let reason) = HostLock.attempt(path, holder: "x") else {
      Issue.record("the link was followed")
      return
    }
    #expect(reason.contains(path))
  }
}
