import Machine
import Testing
import Values
import Wire

@testable import Modules

/// Runs modules on a machine in memory, as an agent would.
struct Trial {
  let machine = FakeMachine()

  /// Lists the folder trees that Debian has anyway.
  init(folders: [String] = ["/etc", "/home", "/root", "/tmp", "/proc/self", "/var/lib"]) throws {
    for folder in folders { try machine.makeFolders(folder) }
  }

  @discardableResult
  func run(_ module: String, _ arguments: ValueMap = [:], attachments: [Wire.Attachment] = []) throws -> Outcome {
    try Self.run(module, arguments, attachments, on: machine, .apply)
  }

  /// As a dry run would: afterwards the machine is as it was.
  func plan(_ module: String, _ arguments: ValueMap = [:]) throws -> Outcome {
    let before = try machine.listing()
    let outcome = try Self.run(module, arguments, [], on: PlannedMachine(over: machine), .plan)
    #expect(try machine.listing() == before, "a plan changed the machine")
    return outcome
  }

  /// Plans it, does it and does it again: predicted as done, and done only once.
  @discardableResult
  func converge(_ module: String, _ arguments: ValueMap) throws -> Outcome {
    let planned = try plan(module, arguments)
    let first = try run(module, arguments)
    #expect(planned.isChanged == first.isChanged && planned.diffs == first.diffs, "\(module) was predicted otherwise")
    let second = try run(module, arguments)
    #expect(!second.isChanged && second.status == .ok, "\(module) changed again: \(second)")
    return first
  }

  func text(_ path: String) throws -> String { try machine.files.text(path) }

  private static func run(
    _ module: String, _ arguments: ValueMap, _ attachments: [Wire.Attachment], on machine: any Machine, _ mode: Mode
  ) throws -> Outcome {
    var request = Request(id: 1, epoch: 1, module: module, arguments: arguments)
    request.attachments = attachments
    request.mode = mode
    request.wantsDiff = true
    return try Runner.run(Step(machine: machine, request: request, content: { $0.inline ?? [] }))
  }
}

extension Outcome {
  var message: String { result["msg"]?.string ?? "" }
  subscript(_ name: String) -> Value? { result[name] }
}

extension CommandResult {
  static func said(_ text: String, status: Int32 = 0, error: String = "") -> CommandResult {
    CommandResult(status: status, output: Array(text.utf8), error: Array(error.utf8))
  }
}

/// A machine in memory some of whose views are others.
final class StandIn: Machine {
  private let base: FakeMachine
  let packages: any Packages
  let units: any Units
  let kernel: any Kernel

  init(
    _ base: FakeMachine, packages: (any Packages)? = nil, units: (any Units)? = nil, kernel: (any Kernel)? = nil
  ) {
    self.base = base
    self.packages = packages ?? base.packages
    self.units = units ?? base.units
    self.kernel = kernel ?? base.kernel
  }

  var acting: ActingUser { base.acting }
  var files: any Files { base.files }
  var accounts: any Accounts { base.accounts }
  var commands: any Commands { base.commands }
  var network: any Network { base.network }
  func now() -> Int64 { base.now() }
  func pause(_ seconds: Double) throws { try base.pause(seconds) }
  func wait(_ seconds: Double, for what: String) throws { try base.wait(seconds, for: what) }
}

/// File systems some of which are mounted `noexec`.
final class HardenedKernel: Kernel {
  private let noexec: Set<String>
  init(noexec: Set<String>) { self.noexec = noexec }

  func parameter(_ name: String) throws -> String? { nil }
  func set(_ name: String, to value: String) throws {}
  func space(of path: String) -> FileSystemSpace? {
    FileSystemSpace(
      blockSize: 1, blocks: 1, freeBlocks: 1, inodes: 1, freeInodes: 1, runsPrograms: !noexec.contains(path))
  }
}
