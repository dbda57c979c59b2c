import Testing
import Values

@testable import Engine

@Suite struct HostVariablesTests {
  @Test func `facts lose their prefix, but for the local ones`() {
    var variables = HostVariables()
    variables.learn(["ansible_kernel": "6.1", "ansible_local": ["a": 1], "packages": [:]])
    #expect(variables.namedFacts == ["kernel": "6.1", "ansible_local": ["a": 1], "packages": [:]])
    #expect(variables.facts["ansible_local"] == ["a": 1])
  }
}
