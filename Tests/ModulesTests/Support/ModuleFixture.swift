import Machine
import Testing
import Values
import Wire

@testable import Modules

/// Arguments and a machine before, an outcome and a machine after.
struct ModuleFixture: Sendable, CustomTestStringConvertible {
  let id: String
  let module: String
  let arguments: ValueMap
  var attachments: [Wire.Attachment] = []
  /// Makes the machine as it is before.
  var before: @Sendable (FakeMachine) throws -> Void = { _ in }
  var isChanged = true
  /// The message of a failure, or a part of it.
  var failure: String?
  /// Values that the result has among others; null: none, or null.
  var result: ValueMap = [:]
  /// Lines of the machine's listing after, among others; `!` in front: no line contains it.
  var after: [String] = []
  /// Before and after of the first diff.
  var diff: (before: Value, after: Value)?
  /// Whether a second run changes nothing.
  var isIdempotent = true

  var testDescription: String { "\(module): \(id)" }
}

/// Replays a fixture as a dry run, for real and once more.
struct FixtureRun {
  let fixture: ModuleFixture
  let machine: FakeMachine

  init(_ fixture: ModuleFixture) throws {
    self.fixture = fixture
    machine = FakeMachine()
    try machine.makeFolders("/tmp")
    try machine.put(ActingUser.root.record)
    try machine.put(GroupRecord(name: "root", gid: 0))
    try machine.put(
      UserRecord(name: "www-data", uid: 33, gid: 33, home: "/var/www", shell: "/usr/sbin/nologin"))
    try machine.put(GroupRecord(name: "www-data", gid: 33))
    try fixture.before(machine)
  }

  func run(on machine: any Machine) throws -> Outcome {
    var request = Request(id: 1, epoch: 1, module: fixture.module, arguments: fixture.arguments)
    request.attachments = fixture.attachments
    request.wantsDiff = true
    let contents = Dictionary(fixture.attachments.map { ($0.sha256, $0) }) { first, _ in first }
    let step = Step(
      machine: machine, request: request,
      content: { attachment in
        guard let text = FixtureContent.texts[attachment.sha256], contents[attachment.sha256] != nil
        else {
          throw ModuleFailure("no content")
        }
        return Array(text.utf8)
      })
    return try Runner.run(step)
  }

  func check() throws {
    let listingBefore = try machine.listing()
    let plan = PlannedMachine(over: machine)
    let planned = try run(on: plan)
    #expect(try machine.listing() == listingBefore, "a dry run leaves the machine alone")
    let listingPlanned = try FakeMachine.listing(of: plan.files, at: "/")
    let outcome = try run(on: machine)
    let listing = try machine.listing()
    expectSame(planned, outcome)
    #expect(listingPlanned == listing, "a dry run predicts the machine")
    expect(outcome, listing)
    if outcome.status == .ok, fixture.isIdempotent {
      let again = try run(on: machine)
      #expect(
        again.status == .ok && !again.isChanged, "a second run changes nothing: \(again.result)")
      #expect(try machine.listing() == listing)
    }
  }

  private func expectSame(_ planned: Outcome, _ real: Outcome) {
    #expect(planned.unknown == nil)
    #expect(
      planned.status == real.status && planned.isChanged == real.isChanged,
      "planned: \(planned.result)")
    #expect(planned.result == real.result)
    #expect(planned.diffs == real.diffs && planned.warnings == real.warnings)
  }

  private func expect(_ outcome: Outcome, _ listing: [String]) {
    if let failure = fixture.failure {
      #expect(outcome.status == .failed)
      #expect(outcome.result["msg"]?.string?.contains(failure) ?? false, "\(outcome.result)")
      return
    }
    #expect(outcome.status == .ok, "\(outcome.result)")
    #expect(outcome.isChanged == fixture.isChanged, "\(outcome.result)")
    for (name, value) in fixture.result {
      #expect((outcome.result[name] ?? .null) == value, "\(name) of \(outcome.result)")
    }
    for line in fixture.after {
      if line.hasPrefix("!") {
        #expect(!listing.contains { $0.contains(String(line.dropFirst())) }, "\(listing)")
      } else {
        #expect(listing.contains(line), "\(line) in \(listing)")
      }
    }
    if let diff = fixture.diff {
      #expect(
        outcome.diffs.first?.before == diff.before && outcome.diffs.first?.after == diff.after,
        "\(outcome.diffs)")
    }
  }
}

/// Contents that attachments name by their SHA-256.
enum FixtureContent {
  static let texts: [String: String] = Dictionary(
    uniqueKeysWithValues: ["hello\n", "world\n"].map { (Digest.hex(Array($0.utf8), .sha256), $0) })

  static func attachment(
    _ text: String, path: String = "", mode: UInt32 = 0o644, isInline: Bool = false
  ) -> Wire.Attachment {
    let bytes = Array(text.utf8)
    return Wire.Attachment(
      path: path, sha256: Digest.hex(bytes, .sha256), size: bytes.count, mode: mode,
      inline: isInline ? bytes : nil)
  }
}
