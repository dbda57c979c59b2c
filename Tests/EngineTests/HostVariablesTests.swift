import Testing
import Values

@testable import Engine

@Suite struct HostVariablesTests {
  @Test func `facts are variables, with and without their prefix`() {
    var variables = HostVariables()
    variables.learn(["ansible_distribution": "Debian", "ansible_ssh_host_key_rsa_public": "AAAA", "packages": [:]])
    #expect(variables.facts.count == 3)
    #expect(variables.namedFacts["distribution"] == "Debian")
  }

  @Test(
    arguments: [
      "ansible_connection", "ansible_host", "ansible_port", "ansible_user", "ansible_password", "ansible_ssh_pass",
      "ansible_ssh_common_args", "ansible_ssh_extra_args", "ansible_private_key_file", "ansible_become_password",
      "ansible_become", "ansible_python_interpreter", "ansible_host_key_checking",
    ])
  func `a host has no say in how it is reached`(name: String) {
    var variables = HostVariables()
    variables.learn(ValueMap([(.string(name), "taken over")]))
    #expect(variables.facts.isEmpty)
  }

  @Test func `facts lose their prefix, but for the local ones`() {
    var variables = HostVariables()
    variables.learn(["ansible_kernel": "6.1", "ansible_local": ["a": 1], "packages": [:]])
    #expect(variables.namedFacts == ["kernel": "6.1", "ansible_local": ["a": 1], "packages": [:]])
    #expect(variables.facts["ansible_local"] == ["a": 1])
  }
}
