import Engine
import Synchronization
import Testing
import Values
import Wire

@testable import Console

final class Paper: TextSink {
  private let store = Mutex("")
  func write(_ text: String) { store.withLock { $0 += text } }
  var text: String { store.withLock { $0 } }
}

@Suite struct ClassicConsoleTests {
  static func report(
    _ verdict: TaskReport.Verdict, _ result: ValueMap = [:], module: String = "command", change: (inout TaskReport) -> Void = { _ in }
  ) -> TaskReport {
    var report = TaskReport(verdict: verdict, host: "h1", module: module, result: result, origin: Location(file: "p.yml"))
    change(&report)
    return report
  }

  static let cases: [(id: String, event: RunEvent, text: String)] = [
    ("ok", .result(report(.ok)), "ok: [h1]\n"),
    ("changed, delegated", .result(report(.changed) { $0.delegatedTo = "n3" }), "changed: [h1 -> n3]\n"),
    ("item", .item(report(.changed) { $0.item = "label" }), "changed: [h1] => (item=label)\n"),
    ("skipped item ends with a blank", .item(report(.skipped) { $0.item = "L2" }), "skipping: [h1] => (item=L2) \n"),
    (
      "debug", .result(report(.ok, ["msg": "x", "changed": false, "failed": false]) { $0.isVerbose = true }),
      "ok: [h1] => {\n    \"msg\": \"x\"\n}\n"
    ),
    (
      "no_log hides the result",
      .result(report(.changed, ["stdout": "secret", "changed": true]) { $0.isCensored = true; $0.isVerbose = true }),
      "changed: [h1] => {\n    \"censored\": \"the output has been hidden due to the fact that 'no_log: true' was specified for this result\",\n    \"changed\": true\n}\n"
    ),
    (
      "known after apply", .result(report(.unknown, ["known_after": "package nginx is installed"])),
      "known after apply: [h1] (depends on: package nginx is installed)\n"
    ),
    (
      "what the line says is not said again", .result(report(.failed, ["msg": "x", "changed": false, "failed": true]) { $0.isCensored = false }),
      "[ERROR]: Task failed: x\nOrigin: p.yml\n\nfatal: [h1]: FAILED! => {\"changed\": false, \"msg\": \"x\"}\n"
    ),
    (
      "all lines of a message stand before the result",
      .result(report(.unreachable, ["msg": "no way\n  tried x\ngive a key", "unreachable": true])),
      "[ERROR]: Task failed: no way\n    tried x\n  give a key\nOrigin: p.yml\n\nfatal: [h1]: UNREACHABLE! => {\"msg\": \"no way\\n  tried x\\ngive a key\", \"unreachable\": true}\n"
    ),
    (
      "a host cannot forge lines", .result(report(.failed, ["msg": "bad\n\nPLAY RECAP\nchanged: [other]"])),
      "[ERROR]: Task failed: bad\n  PLAY RECAP\n  changed: [other]\nOrigin: p.yml\n\nfatal: [h1]: FAILED! => {\"msg\": \"bad\\n\\nPLAY RECAP\\nchanged: [other]\"}\n"
    ),
    ("nor by a label", .item(report(.ok) { $0.item = "a\nok: [h2]" }), "ok: [h1] => (item=a\n  ok: [h2])\n"),
    ("nor turn the text around", .item(report(.ok) { $0.item = "a\u{202E}b\u{2066}c\u{9B}d" }), "ok: [h1] => (item=a\\u202eb\\u2066c\\x9bd)\n"),
    (
      "nor inside JSON", .result(report(.ok, ["msg": "a\u{202E}b"]) { $0.isVerbose = true }),
      "ok: [h1] => {\n    \"msg\": \"a\\u202eb\"\n}\n"
    ),
    ("play", .playStarted(name: "web"), "\nPLAY [web] " + String(repeating: "*", count: 68) + "\n"),
    ("included", .included(path: "/a/b.yml", hosts: ["h1", "h2"], item: "i1"), "included: /a/b.yml for h1, h2 => (item=i1)\n"),
    ("retry", .retrying(host: "h1", task: "wait", retriesLeft: 3, result: [:]), "FAILED - RETRYING: [h1]: wait (3 retries left).\n"),
    (
      "a host cannot steer the terminal", .item(report(.ok) { $0.item = "a\u{1B}[2Jb" }), "ok: [h1] => (item=a\\x1b[2Jb)\n"
    ),
  ]

  @Test(arguments: cases) func `prints what Ansible prints`(id: String, event: RunEvent, text: String) {
    let paper = Paper()
    ClassicConsole(style: .init(palette: Palette(isColoured: false)), screen: Screen(output: paper, errors: paper)).observe(event)
    #expect(paper.text == text)
  }

  @Test func `a failure names its place before the result`() {
    let paper = Paper()
    let console = ClassicConsole(style: .init(palette: Palette(isColoured: false)), screen: Screen(output: paper, errors: paper))
    console.observe(.result(Self.report(.failed, ["msg": "no", "changed": false]) { $0.isIgnored = true }))
    #expect(
      paper.text
        == "[ERROR]: Task failed: no\nOrigin: p.yml\n\nfatal: [h1]: FAILED! => {\"changed\": false, \"msg\": \"no\"}\n...ignoring\n")
  }

  @Test func `the recap has Ansible's format`() {
    var recap = HostRecap(host: "h1")
    recap.ok = 12
    recap.changed = 3
    let lines = RecapText(palette: Palette(isColoured: false), isCheck: true).lines([recap])
    #expect(
      lines == [
        "h1                         : ok=12   changed=3    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0   ",
        "", "Dry run: 3 would change, 0 known after apply.",
      ])
  }

  @Test func `secrets are replaced before anything is printed`() {
    let paper = Paper()
    let console = ClassicConsole(
      style: .init(palette: Palette(isColoured: false)),
      screen: Screen(output: paper, errors: paper, conceal: { $0.replacing("hunter2", with: "********") }))
    console.observe(.warning("the password is hunter2"))
    #expect(paper.text == "[WARNING]: the password is ********\n")
  }

  @Test(arguments: [
    ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false), (["ANSIBLE_NOCOLOR": "true"], true, false),
    (["NO_COLOR": "1", "ANSIBLE_FORCE_COLOR": "1"], false, true), (["TERM": "dumb"], true, false), (["NO_COLOR": ""], true, true),
  ] as [([String: String], Bool, Bool)]) func `colours only where they are wanted`(
    environment: [String: String], isTerminal: Bool, isColoured: Bool
  ) {
    #expect(Palette.chosen(isTerminal: isTerminal, environment: environment).isColoured == isColoured)
  }
}

@Suite struct UnifiedDiffTests {
  @Test(arguments: [
    ("a\nb\nc\n", "a\nB\nc\n", ["@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]),
    ("", "x\n", ["@@ -0,0 +1 @@", "+x"]),
    ("x\n", "", ["@@ -1 +0,0 @@", "-x"]),
    ("a\nc", "a\nC", ["@@ -1,2 +1,2 @@", " a", "-c", "\\ No newline at end of file", "+C", "\\ No newline at end of file"]),
    ("a", "a\n", ["@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"]),
    ("same\n", "same\n", []),
    (
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\nten\n",
      ["@@ -2,8 +2,9 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8", " 9", "+ten"]
    ),
  ] as [(String, String, [String])]) func `has the hunks of diff -u`(before: String, after: String, lines: [String]) {
    #expect(UnifiedDiff(before: before, after: after).lines == lines)
  }
}
