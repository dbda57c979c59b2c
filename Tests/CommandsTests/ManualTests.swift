import Modules
import Testing
import Values
import YAML

@testable import Commands

@Suite struct ManualTests {
  @Test(arguments: ModulePage.names) func `every module has a page whose example is right`(name: String) throws {
    let page = try #require(ModulePage(named: name))
    #expect(!page.manual.summary.isEmpty && page.lines.contains("ARGUMENTS"))
    let value = try Document(page.manual.example, file: "\(name).yml").root?.value(Reading())
    let task = try #require(value?.list?.first?.map)
    #expect(task["name"]?.string?.isEmpty == false)
    let spelling = "\(page.declaration.collection).\(name)"
    let arguments = try #require(task[spelling], "\(spelling) is not in the example")
    let map = arguments.map ?? page.declaration.freeForm.map { ValueMap([(.string($0), arguments)]) } ?? [:]
    #expect(page.declaration.problems(in: map).map(\.message) == [])
  }

  @Test func `a page is found by every name`() {
    #expect(ModulePage(named: "ansible.builtin.systemd_service")?.declaration.name == "systemd")
    #expect(ModulePage(named: "nothing") == nil)
  }

  @Test func `an argument's line says all`() throws {
    let lines = try #require(ModulePage(named: "lineinfile")).lines
    #expect(lines.contains("  path                        path; required; also dest, destfile, name"))
    #expect(lines.contains("  state                       absent, present; default 'present'"))
    #expect(lines.contains("  at most one of insertbefore, insertafter"))
  }
}
