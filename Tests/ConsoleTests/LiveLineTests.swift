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
    #expect(drawn.count == clear.count + 39 && drawn.hasPrefix(clear + "[h1] Build (1 s) a\\x1b[2J"))
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
