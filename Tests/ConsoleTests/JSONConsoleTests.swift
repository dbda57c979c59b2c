import Engine
import Testing
import Values
import YAML

@testable import Console

@Suite struct JSONConsoleTests {
  private static let title = TaskTitle(kind: .task, name: "T", origin: Location(file: "p.yml", line: 3, column: 5), isCheck: false)
  private static let handler = TaskTitle(kind: .handler, name: "H", origin: Location(file: "p.yml"), isCheck: false)

  static let cases: [(id: String, event: RunEvent, line: String)] = [
    ("play", .playStarted(name: "web"), #"{"event": "play", "name": "web"}"#),
    ("no hosts", .noHostsMatched, #"{"event": "no_hosts"}"#),
    ("task", .taskStarted(title), #"{"event": "task", "name": "T", "path": "p.yml:3:5"}"#),
    ("handler", .taskStarted(handler), #"{"event": "handler", "name": "H", "path": "p.yml"}"#),
    (
      "result", .result(ClassicConsoleTests.report(.changed, ["rc": 0])),
      #"{"event": "result", "host": "h1", "ignored": false, "module": "command", "result": {"rc": 0}, "seconds": 0.0, "verdict": "changed"}"#
    ),
    (
      "item", .item(ClassicConsoleTests.report(.failed, ["msg": "a\nb"]) { $0.item = "x" }),
      #"{"event": "item", "host": "h1", "ignored": false, "item": "x", "module": "command", "result": {"msg": "a\nb"}, "seconds": 0.0, "verdict": "failed"}"#
    ),
    (
      "no_log", .item(ClassicConsoleTests.report(.ok, ["stdout": "hunter2"]) { $0.isCensored = true; $0.item = "hunter2" }),
      #"{"event": "item", "host": "h1", "ignored": false, "item": "(censored due to no_log)", "module": "command", "result": {"censored": true}, "seconds": 0.0, "verdict": "ok"}"#
    ),
    ("retry", .retrying(host: "h1", task: "T", retriesLeft: 2, result: [:]), #"{"event": "retry", "host": "h1", "left": 2, "task": "T"}"#),
    ("included", .included(path: "/a", hosts: ["h1"], item: nil), #"{"event": "included", "hosts": ["h1"], "item": null, "path": "/a"}"#),
    ("no more hosts", .noMoreHosts, #"{"event": "no_more_hosts"}"#),
    ("notice", .notice(host: nil, text: "waits"), #"{"event": "notice", "host": null, "text": "waits"}"#),
    ("warning", .warning("\"odd\" \u{1B}"), #"{"event": "warning", "text": "\"odd\" \u001b"}"#),
    (
      "error", .failure(RunFailure("no", at: Location(file: "p.yml", line: 1, column: 2))),
      #"{"event": "error", "message": "no", "place": "p.yml:1:2"}"#
    ),
    (
      "recap", .recap([HostRecap(host: "h1")]),
      #"{"event": "recap", "hosts": [{"changed": 0, "failed": 0, "host": "h1", "ignored": 0, "ok": 0, "pending_handlers": [], "rescued": 0, "skipped": 0, "unknown": 0, "unreachable": 0}]}"#
    ),
  ]

  @Test(arguments: cases) func `each event is one line of JSON`(id: String, event: RunEvent, line: String) throws {
    let paper = Paper()
    JSONConsole(output: paper).observe(event)
    #expect(paper.text == line + "\n")
    #expect(try Document(line, file: "line").root?.value(Reading()).map?["event"] != nil)
  }

  @Test func `what is only for a terminal is left out`() {
    let paper = Paper()
    JSONConsole(output: paper).observe(.taskRunning(host: "h1", task: "T"))
    JSONConsole(output: paper).observe(.progress(host: "h1", text: "x"))
    #expect(paper.text == "")
  }

  @Test func `secrets are masked`() {
    let paper = Paper()
    JSONConsole(output: paper, conceal: { $0.replacing("hunter2", with: "********") }).observe(.warning("hunter2"))
    #expect(paper.text == #"{"event": "warning", "text": "********"}"# + "\n")
  }
}
