import Engine
import Testing
import Values

@testable import Console

@Suite struct QuietTests {
  private let paper = Paper()

  private var console: ClassicConsole {
    var style = ClassicConsole.Style(palette: Palette(isColoured: false))
    style.isQuiet = true
    return ClassicConsole(style: style, screen: Screen(width: 20, output: paper, errors: paper))
  }

  private func task(_ name: String) -> RunEvent {
    .taskStarted(TaskTitle(kind: .task, name: name, origin: Location(file: "p.yml"), isCheck: false))
  }

  @Test func `banners wait until something is to be seen`() {
    let console = console
    console.observe(task("same"))
    console.observe(.result(ClassicConsoleTests.report(.ok)))
    console.observe(.result(ClassicConsoleTests.report(.skipped)))
    #expect(paper.text == "")
    console.observe(task("new"))
    console.observe(.result(ClassicConsoleTests.report(.changed)))
    console.observe(.result(ClassicConsoleTests.report(.changed)))
    #expect(paper.text == "\nTASK [new] ********\nchanged: [h1]\nchanged: [h1]\n")
  }

  @Test func `what debug prints, failures and the recap are seen`() {
    let console = console
    console.observe(task("say"))
    console.observe(.result(ClassicConsoleTests.report(.ok, ["msg": "x"]) { $0.isVerbose = true }))
    #expect(paper.text.contains("TASK [say]") && paper.text.contains("\"msg\": \"x\""))
    console.observe(.recap([HostRecap(host: "h1")]))
    #expect(paper.text.contains("PLAY RECAP"))
  }
}
