import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite struct WaitForTests {
  private func wait(_ arguments: ValueMap, on machine: any Machine) throws -> Outcome {
    try Runner.run(
      Step(
        machine: machine,
        request: Request(id: 1, epoch: 1, module: "wait_for", arguments: arguments),
        content: { _ in [] }))
  }

  private func machine() throws -> FakeMachine {
    let machine = FakeMachine()
    try machine.put("/f", "started on 80\n")
    machine.fakeNetwork.open[80] = "220 ready\r\n"
    let table = """
        sl  local_address rem_address   st tx_queue
         0: 0100007F:1F90 00000000:0000 0A 0
         1: 0100007F:1F90 0200000A:C350 01 0
      """
    try machine.put("/proc/net/tcp", table)
    return machine
  }

  @Test(
    arguments: [
      ["port": 80], ["port": 81, "state": "stopped"], ["path": "/f"],
      ["path": "/nope", "state": "absent"],
      ["path": "/f", "search_regex": "on (\\d+)"], ["port": 80, "search_regex": "^220"],
      ["port": 8081, "state": "drained"],
      ["port": 8080, "state": "drained", "exclude_hosts": "10.0.0.2"], ["timeout": 3],
      ["port": 80, "delay": 2],
    ] as [ValueMap]) func `goes on at once where the condition holds, also in a plan`(
      arguments: ValueMap
    ) throws
  {
    let machine = try machine()
    let planned = try wait(arguments, on: PlannedMachine(over: machine))
    let outcome = try wait(arguments, on: machine)
    #expect(
      planned.status == .ok && planned.unknown == nil && outcome.status == .ok
        && !outcome.isChanged, "\(outcome.result)")
  }

  @Test(
    arguments: [
      (["port": 81], "127.0.0.1:81 answers", "Timeout when waiting for 127.0.0.1:81"),
      (
        ["port": 80, "state": "stopped"], "127.0.0.1:80 is closed",
        "Timeout when waiting for 127.0.0.1:80 to stop."
      ),
      (["path": "/g"], "\"/g\" is there", "Timeout when waiting for file /g"),
      (
        ["path": "/f", "state": "absent"], "\"/f\" is gone",
        "Timeout when waiting for /f to be absent."
      ),
      (
        ["path": "/f", "search_regex": "nope"], "\"/f\" is there",
        "Timeout when waiting for search string nope in /f"
      ),
      (
        ["port": 8080, "state": "drained"], "127.0.0.1:8080 is drained",
        "Timeout when waiting for 127.0.0.1:8080 to drain"
      ),
      (["port": 81, "msg": "no luck"], "127.0.0.1:81 answers", "no luck"),
    ] as [(ValueMap, String, String)]) func `waits, and gives up in time`(
      arguments: ValueMap, unknown: String, message: String
    ) throws
  {
    let machine = try machine()
    #expect(try wait(arguments, on: PlannedMachine(over: machine)).unknown == unknown)
    let outcome = try wait(arguments.merging(["timeout": 10]), on: machine)
    #expect(outcome.result["msg"] == .string(message) && outcome.result["elapsed"] == 10)
  }

  @Test func `notices the change`() throws {
    let machine = try machine()
    machine.whileWaiting = { try $0.put("/g", "x=1") }
    let outcome = try wait(["path": "/g", "search_regex": "(?P<name>x)=(1)"], on: machine)
    #expect(
      outcome.result["match_groups"] == ["x", "1"]
        && outcome.result["match_groupdict"] == ["name": "x"])
    #expect(outcome.result["elapsed"] == 1)
  }

  @Test func `reaches real ports`() throws {
    let server = try SmallServer { _ in "" }
    let network = LiveMachine().network
    #expect(try network.accepts(host: "127.0.0.1", port: server.port, timeout: 2))
    #expect(try !network.accepts(host: "127.0.0.1", port: 1, timeout: 2))
  }
}
