import Machine
import Testing
import Values
import Wire

@testable import Modules

/// Compares with what Ansible itself does.
@Suite struct AnsibleTests {
  @Test func `edits files as Ansible does`() throws {
    for line in AnsibleCases.edits.split(separator: "\n") {
      let item = try #require(try JSON.parse(String(line)).map)
      let module = try #require(item["module"]?.string)
      let arguments = try #require(item["arguments"]?.map)
      let machine = FakeMachine()
      try machine.put("/f", item["before"]?.string ?? "")
      let request = Request(
        id: 1, epoch: 1, module: module, arguments: arguments.merging(["path": "/f"]))
      let outcome = try Runner.run(Step(machine: machine, request: request, content: { _ in [] }))
      #expect((outcome.status == .failed) == (item["failed"] == true), "\(line): \(outcome.result)")
      guard outcome.status != .failed else { continue }
      #expect(try machine.files.text("/f") == item["after"]?.string, "\(line)")
      #expect(.bool(outcome.isChanged) == item["changed"], "\(line)")
      #expect(outcome.result["msg"] == item["msg"], "\(line)")
    }
  }

  @Test func `reads symbolic modes as Ansible does`() throws {
    for line in AnsibleCases.modes.split(separator: "\n") {
      let item = try #require(try JSON.parse(String(line)).list)
      let mode = try PermissionMode(item[0]).applied(
        to: UInt32(item[1].int ?? 0), isFolder: item[2] == 1)
      #expect(mode == UInt32(item[3].int ?? -1), "\(line): \(PermissionMode.text(mode))")
    }
  }
}
