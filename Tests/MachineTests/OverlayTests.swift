import Glibc
import Testing

@testable import Machine

/// The same operations on a plan and on the real folder it is laid over.
@Suite struct OverlayTests {
  enum Operation: Sendable {
    case write(String, String), folder(String), link(String, String), hardLink(String, String),
      remove(String)
    case rename(String, String), mode(String, UInt32), copy(String, String), status(String), target(
      String)
    case read(String), names(String), owner(String, UInt32)
  }

  /// What an operation answers, or that it was refused.
  private func perform(_ operation: Operation, on files: any Files, in folder: String) -> String {
    func at(_ name: String) -> String { folder + "/" + name }
    do {
      switch operation {
      case .write(let name, let text): try files.write(at(name), Array(text.utf8))
      case .folder(let name):
        try files.makeFolder(at(name), FileAttributes(mode: name.contains("/") ? nil : 0o750))
      case .link(let name, let target): try files.makeLink(at(name), to: target)
      case .hardLink(let name, let target): try files.makeHardLink(at(name), to: at(target))
      case .remove(let name): try files.remove(at(name))
      case .rename(let name, let other): try files.rename(at(name), to: at(other))
      case .mode(let name, let mode): try files.set(at(name), FileAttributes(mode: mode))
      case .owner(let name, let uid): try files.set(at(name), FileAttributes(uid: uid))
      case .copy(let name, let other): try files.copy(at(name), to: at(other))
      case .status(let name): return describe(try files.status(at(name)))
      case .target(let name): return describe(try files.target(at(name)))
      case .read(let name): return try files.text(at(name))
      case .names(let name): return try files.names(in: at(name)).joined(separator: " ")
      }
      return "done"
    } catch is MachineError {
      return "refused"
    } catch {
      return "\(error)"
    }
  }

  private func describe(_ status: FileStatus?) -> String {
    status.map {
      "\($0.kind) \(String($0.mode, radix: 8)) \($0.uid) \($0.gid) \($0.kind == .folder ? 0 : $0.size) \($0.kind == .file ? $0.links : 0)"
    } ?? "none"
  }

  private func makeTree(_ folder: TemporaryFolder) throws {
    for name in ["a", "a/b", "c"] {
      try folder.files.makeFolder(folder.path + "/" + name, FileAttributes(mode: 0o755))
    }
    try folder.files.set(
      folder.path + "/c", FileAttributes(mode: 0o2775, gid: geteuid() == 0 ? 12 : nil))
    for name in ["f", "a/f", "a/b/g"] { _ = try folder.put(name, "old \(name)", mode: 0o640) }
    try folder.files.makeLink(folder.path + "/l", to: "a")
    try folder.files.makeLink(folder.path + "/a/up", to: "../f")
    try folder.files.makeLink(folder.path + "/dangling", to: "nowhere")
    try folder.files.makeLink(folder.path + "/cycle", to: "cycle")
    guard geteuid() == 0 else { return }
    // A folder of another user, with that user's links to root's folder and to one of the same user.
    for name in ["hers", "hers/own"] {
      try folder.files.makeFolder(folder.path + "/" + name, FileAttributes(mode: 0o755, uid: 1234))
    }
    for (name, target) in [("hers/out", "../a"), ("hers/in", "own/.")] {
      try folder.files.makeLink(folder.path + "/" + name, to: target)
      try folder.files.set(folder.path + "/" + name, FileAttributes(uid: 1234))
    }
  }

  private func random(_ generator: inout some RandomNumberGenerator) -> Operation {
    let names = [
      "a", "a/b", "c", "f", "a/f", "a/b/g", "l", "l/f", "a/up", "dangling", "cycle", "new", "c/new",
      "l/b/x", "f/x", "a/b/../f", "hers/out", "hers/out/x", "hers/in/x", "hers/in/../out/b/g",
    ]
    func name() -> String { names.randomElement(using: &generator) ?? "a" }
    switch Int.random(in: 0..<14, using: &generator) {
    case 0, 1: return .write(name(), "text \(Int.random(in: 0..<9, using: &generator))")
    case 2: return .folder(name())
    case 3:
      return .link(name(), ["a", "../f", "c/new", "b"].randomElement(using: &generator) ?? "a")
    case 4: return .hardLink(name(), name())
    case 5, 6: return .remove(name())
    case 7, 8: return .rename(name(), name())
    case 9: return .mode(name(), 0o4711)
    case 10: return .owner(name(), Bool.random(using: &generator) ? 0 : 1234)
    case 11: return .copy(name(), name())
    case 12: return .status(name())
    default:
      return [.target(name()), .read(name()), .names(name())].randomElement(using: &generator)
        ?? .read("f")
    }
  }

  @Test(arguments: 1...300) func `a plan answers as the real thing would`(seed: Int) throws {
    let folder = try TemporaryFolder()
    try makeTree(folder)
    var generator = SplitMix(state: UInt64(seed))
    let operations = (0..<25).map { _ in random(&generator) }
    let before = try FakeMachine.listing(of: folder.files, at: folder.path)
    let plan = PlannedMachine(over: LiveMachine())
    let planned = operations.map { perform($0, on: plan.files, in: folder.path) }
    let plannedListing = try FakeMachine.listing(of: plan.files, at: folder.path)
    #expect(try FakeMachine.listing(of: folder.files, at: folder.path) == before)
    for (operation, answer) in zip(operations, planned) {
      let real = perform(operation, on: folder.files, in: folder.path)
      #expect(real == answer, "\(operation) after \(operations.map { String(describing: $0) })")
      if real != answer { return }
    }
    #expect(try FakeMachine.listing(of: folder.files, at: folder.path) == plannedListing)
  }
}

/// A small random generator with a seed (Steele, Lea and Flood's SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
