import Engine
import Testing
import Values

@testable import Console

@Suite struct ReportConsoleTests {
  private let paper = Paper()
  private let complaints = Paper()

  private func console(namesHosts: Bool = false, isColoured: Bool = false) -> ReportConsole {
    ReportConsole(
      style: .init(namesHosts: namesHosts), palette: Palette(isColoured: isColoured),
      screen: Screen(output: paper, errors: complaints))
  }

  private func task(_ name: String) -> RunEvent {
    .taskStarted(TaskTitle(kind: .task, name: name, origin: Location(file: "p.yml"), isCheck: false))
  }

  private func debug(_ message: Value) -> RunEvent {
    .result(ClassicConsoleTests.report(.ok, ["msg": message], module: "ansible.builtin.debug") { $0.isVerbose = true })
  }

  @Test func `only the lines of reports are printed`() {
    let console = console()
    console.observe(.playStarted(name: "Look"))
    console.observe(task("Look"))
    console.observe(.result(ClassicConsoleTests.report(.ok, ["stdout": "raw"])))
    console.observe(task("status : Report the state"))
    console.observe(debug(["✓ one", "two"]))
    console.observe(task("Something else"))
    console.observe(debug("not this"))
    console.observe(.recap([HostRecap(host: "h1")]))
    #expect(paper.text == "✓ one\ntwo\n" && complaints.text == "")
  }

  @Test func `lines of several hosts begin with theirs`() {
    let console = console(namesHosts: true)
    console.observe(task("Report"))
    console.observe(debug("all\nwell"))
    #expect(paper.text == "h1: all\nh1: well\n")
  }

  @Test func `marks have colours`() {
    let console = console(isColoured: true)
    console.observe(task("Report"))
    console.observe(debug(["✓ good", "✗ bad", "plain"]))
    #expect(paper.text == "\u{1B}[0;32m✓ good\u{1B}[0m\n\u{1B}[0;31m✗ bad\u{1B}[0m\nplain\n")
  }

  @Test func `what a playbook refuses is one line`() {
    let console = console()
    console.observe(.result(ClassicConsoleTests.report(.failed, ["msg": "see the lines with ✗ above"], module: "ansible.builtin.assert")))
    #expect(complaints.text == "[ERROR]: h1: see the lines with ✗ above\n" && paper.text == "")
  }

  @Test func `a failed command shows where it is and what it printed`() {
    let console = console()
    console.observe(.result(ClassicConsoleTests.report(.failed, ["msg": "non-zero return code", "stderr": "no such name\n"])))
    #expect(complaints.text == "[ERROR]: Task failed: non-zero return code\nOrigin: p.yml\n  no such name\n")
  }

  @Test func `a failure that is ignored, or hidden, is not shown`() {
    let console = console()
    console.observe(.result(ClassicConsoleTests.report(.failed, ["msg": "x"]) { $0.isIgnored = true }))
    #expect(complaints.text == "")
    console.observe(.result(ClassicConsoleTests.report(.failed, ["msg": "hunter2"]) { $0.isCensored = true }))
    #expect(complaints.text == "[ERROR]: h1: a task with no_log failed\n")
  }

  @Test func `an unreachable host is named`() {
    let console = console()
    console.observe(.result(ClassicConsoleTests.report(.unreachable, ["msg": "no route"])))
    #expect(complaints.text == "[ERROR]: h1: no route\n")
  }
}
