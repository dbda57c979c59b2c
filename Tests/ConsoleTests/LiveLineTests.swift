import Engine
import Testing

@testable import Console

@Suite struct LiveLineTests {
  private let clear = "\r\u{1B}[2K"

  private let start = ContinuousClock.now

  @Test func `it shows host, task, time and the last line of output`() {
    var line = LiveLine()
    line.start(host: "h1", task: "Build", now: start)
    line.add("one\ntwo\n", host: "h1")
    let drawings = [400, 600, 650, 3200].map { line.drawing(width: 80, now: start + .milliseconds($0)) }
    #expect(drawings == [nil, clear + "[h1] Build (0 s) two", nil, clear + "[h1] Build (3 s) two"])
    let clearings = [line.clearing(), line.clearing()]
    #expect(clearings == [clear, ""], "it is cleared once")
  }

  @Test func `it stays on one line and cannot steer the terminal`() throws {
    var line = LiveLine()
    line.start(host: "h1", task: "Build", now: start)
    line.add("a\u{1B}[2J" + String(repeating: "x", count: 200), host: "h1")
    let drawing = line.drawing(width: 40, now: start + .seconds(1))
    let drawn = try #require(drawing)
    #expect(drawn.count == clear.count + 37 && drawn.hasPrefix(clear + "[h1] Build (1 s) a\\x1b[2J") && drawn.hasSuffix("…"))
  }

  @Test func `a long name leaves room for time and output`() {
    var line = LiveLine()
    line.start(host: "h1", task: String(repeating: "n", count: 100), now: start)
    line.add("out", host: "h1")
    let drawing = line.drawing(width: 60, now: start + .seconds(2))
    #expect(drawing == clear + "[h1] " + String(repeating: "n", count: 19) + "… (2 s) out")
  }

  @Test(arguments: [
    ("abc", 3), ("日本語", 6), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("a\u{200B}b", 2), ("ｆ", 2), ("…", 1), ("", 0),
  ]) func `text is measured in columns`(text: String, columns: Int) {
    #expect(Columns.count(text) == columns)
  }

  @Test(arguments: [("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 2, "a…")]) func `text is cut by columns`(
    text: String, limit: Int, cut: String
  ) {
    #expect(Columns.cut(text, to: limit) == cut)
  }

  @Test func `ordinary output takes its place, and it comes back`() async throws {
    let paper = Paper()
    let screen = Screen(isLive: true, output: paper, errors: paper)
    screen.begin(host: "h1", task: "Build")
    try await Task.sleep(for: .milliseconds(900))
    screen.write(["changed: [h1]"])
    #expect(paper.text.hasPrefix(clear + "[h1] Build ("))
    #expect(paper.text.hasSuffix(clear + "changed: [h1]\n"))
    screen.end()
    let written = paper.text
    try await Task.sleep(for: .milliseconds(400))
    #expect(paper.text == written, "nothing is drawn after the task")
  }
}
