import Engine
import Testing

@testable import Console

@Suite struct LiveLineTests {
  private let clear = "\r\u{1B}[2K"

  @Test func `it shows host, task, time and the last line of output`() async throws {
    var line = LiveLine()
    line.start(host: "h1", task: "Build")
    line.add("one\ntwo\n", host: "h1")
    let early = line.drawing(width: 80)
    #expect(early == nil, "a young task needs no line")
    try await Task.sleep(for: .milliseconds(600))
    let later = line.drawing(width: 80)
    #expect(later == clear + "[h1] Build (0 s) two")
    let clearings = [line.clearing(), line.clearing()]
    #expect(clearings == [clear, ""], "it is cleared once")
  }

  @Test func `it stays on one line and cannot steer the terminal`() async throws {
    var line = LiveLine()
    line.start(host: "h1", task: "Build")
    line.add("a\u{1B}[2J" + String(repeating: "x", count: 200), host: "h1")
    try await Task.sleep(for: .milliseconds(600))
    let drawing = line.drawing(width: 40)
    let drawn = try #require(drawing)
    #expect(drawn.count == clear.count + 39 && drawn.hasPrefix(clear + "[h1] Build (0 s) a\\x1b[2J"))
  }

  @Test func `ordinary output takes its place, and it comes back`() async throws {
    let paper = Paper()
    let screen = Screen(isLive: true, output: paper, errors: paper)
    screen.begin(host: "h1", task: "Build")
    try await Task.sleep(for: .milliseconds(900))
    screen.write(["changed: [h1]"])
    #expect(paper.text.hasPrefix(clear + "[h1] Build (0 s)"))
    #expect(paper.text.hasSuffix(clear + "changed: [h1]\n"))
    screen.end()
    let written = paper.text
    try await Task.sleep(for: .milliseconds(400))
    #expect(paper.text == written, "nothing is drawn after the task")
  }
}
