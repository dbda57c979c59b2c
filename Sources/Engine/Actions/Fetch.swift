import Crypto
import Foundation
import Playbooks
import Synchronization
import Values
import Wire

extension HostRun {
  /// Brings a file of the host to the controller: `dest/host/path`, or `dest` itself with `flat`.
  func fetch(_ call: ActionCall) async -> TaskOutcome {
    do {
      guard let source = try call.text("src") else { throw RunFailure("src is required", at: call.task.origin) }
      let target = try FetchTarget(call, source: source)
      if call.settings.mode == .plan { return .unknown("the file on the host is read") }
      let file = try ReceivedFile(path: target.path)
      let link = try await links.link(to: call.settings.connection, jump: jumps(from: call.scope))
      var request = Request(id: 0, epoch: 0, module: "fetch", arguments: call.arguments)
      request.user = link.user(for: call.settings.connection)
      request.isFailureIgnored = true
      let ticket = try await link.channel.submit(request, receiver: { try file.add($0, isLast: $1) })
      let outcome = await links.outcome(of: ticket, on: link.channel)
      guard !outcome.isFailed, !outcome.isSkipped else {
        file.discard()
        return outcome
      }
      return try finished(file, target, outcome, call)
    } catch let lost as Unreachable {
      return .unreachable(lost.message)
    } catch {
      return outcome(of: error, call.task)
    }
  }

  private func finished(
    _ file: ReceivedFile, _ target: FetchTarget, _ outcome: TaskOutcome, _ call: ActionCall
  ) throws -> TaskOutcome {
    let came = try file.checksum()
    let check = FetchCheck(
      sent: outcome.wire.result["remote_checksum"]?.string, isWanted: call.flag("validate_checksum") ?? true)
    if let problem = check.problem(with: came) {
      file.discard()
      return .failed(problem, outcome.wire.result.merging(["checksum": .string(came)]))
    }
    let before = try? File.bytes(of: target.path)
    let (sha1, md5, isChanged) = try file.keep(replacing: before)
    var result = outcome.wire.result
    result.merge(["dest": .string(target.path), "checksum": .string(sha1), "md5sum": .string(md5)])
    return .ok(result, isChanged: isChanged)
  }
}

/// `validate_checksum`: what came is what the host says it sent.
struct FetchCheck {
  let sent: String?
  let isWanted: Bool

  func problem(with came: String) -> String? {
    guard isWanted, let sent, sent != came else { return nil }
    return "checksum mismatch: the file changed while it was fetched"
  }
}

/// Where a fetched file goes; never outside of the folder that the playbook names.
struct FetchTarget {
  let path: String

  init(_ call: ActionCall, source: String) throws {
    guard var target = try call.text("dest") else { throw RunFailure("dest is required", at: call.task.origin) }
    if target.hasPrefix("~") { target = NSString(string: target).expandingTildeInPath }
    if !target.hasPrefix("/") { target = call.world.play.folder + "/" + target }
    if call.flag("flat") == true {
      path = target.hasSuffix("/") || File.isFolder(target) ? target.trimmingSlash + "/" + source.lastComponent : target
      return
    }
    let parts = source.split(separator: "/").filter { $0 != "." }
    guard !parts.contains("..") else {
      throw RunFailure("the source '\(source)' leads out of the folder it is fetched into", at: call.task.origin)
    }
    let host = call.scope.host
    guard !host.contains("/"), host != "..", host != "." else {
      throw RunFailure("the host's name '\(host)' cannot be that of a folder to fetch into; 'flat' does without it", at: call.task.origin)
    }
    path = target.trimmingSlash + "/" + host + "/" + parts.joined(separator: "/")
  }
}

/// A file on its way from a host: beside its place under another name, moved when complete.
final class ReceivedFile: Sendable {
  private let path: String
  private let temporary: String
  private let handle: Mutex<FileHandle?>

  init(path: String) throws {
    self.path = path
    temporary = path + ".provision-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: path.folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: temporary, contents: nil), let open = FileHandle(forWritingAtPath: temporary) else {
      throw RunFailure("cannot write '\(temporary)': \(String(cString: strerror(errno)))")
    }
    handle = Mutex(open)
  }

  func add(_ bytes: [UInt8], isLast: Bool) throws { try handle.withLock { try $0?.write(contentsOf: bytes) } }

  func discard() {
    handle.withLock { $0 = nil }
    unlink(temporary)
  }

  /// SHA-1 of what has come.
  func checksum() throws -> String { Self.hex(Insecure.SHA1.hash(data: try File.bytes(of: temporary))) }

  /// Puts the file in its place unless the same content is there; SHA-1 and MD5 as Ansible returns them.
  func keep(replacing before: Data?) throws -> (sha1: String, md5: String, isChanged: Bool) {
    handle.withLock { $0 = nil }
    let data = try File.bytes(of: temporary)
    let isChanged = data != before
    if isChanged {
      guard rename(temporary, path) == 0 else { throw RunFailure("cannot write '\(path)': \(String(cString: strerror(errno)))") }
    } else {
      unlink(temporary)
    }
    return (Self.hex(Insecure.SHA1.hash(data: data)), Self.hex(Insecure.MD5.hash(data: data)), isChanged)
  }

  private static func hex(_ digest: some Sequence<UInt8>) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension String {
  var trimmingSlash: String { count > 1 && hasSuffix("/") ? String(dropLast()).trimmingSlash : self }
}
