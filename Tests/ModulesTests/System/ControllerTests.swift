import Testing
import Values

@testable import Modules

@Suite struct ControllerTests {
  @Test func controllersModulesAreDeclaredAndDoNotRunOnHosts() throws {
    for name in ["assert", "debug", "set_fact", "meta", "include_tasks", "template", "pause"] {
      #expect(Registry.module(named: name)?.declaration.place == .controller)
      #expect(
        try Trial().run(name, ["free_form": "noop", "file": "x", "src": "a", "dest": "/b", "that": ["x"]]).status
          == .failed)
    }
    let names = SetFactStatement.declaration.problems(in: ["anything": 1, "cacheable": true])
    #expect(names.isEmpty)
  }
}
