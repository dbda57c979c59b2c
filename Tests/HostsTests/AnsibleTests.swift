import Testing
import Values
import YAML

@testable import Hosts

@Suite struct AnsibleTests {
  @Test(arguments: try AnsibleCase.all("value"))
  func `a value is what Python's literal_eval makes of it`(ansible: AnsibleCase) throws {
    let value = PythonLiteral.value(of: ansible.fields[0]) ?? .string(ansible.fields[0])
    #expect(try json(value) == ansible.fields[1])
  }

  @Test(arguments: try AnsibleCase.all("line"))
  func `a line gives the hosts and variables it gives Ansible`(ansible: AnsibleCase) throws {
    let text = ansible.fields[0] + "\n"
    guard ansible.fields[1] != "error" else {
      #expect(throws: InventoryError.self) {
        try AnsibleCase.inventory(text: text, name: "hosts.ini")
      }
      return
    }
    let inventory = try AnsibleCase.inventory(text: text, name: "hosts.ini")
    let hosts = ValueMap(inventory.hosts.map { (.string($0.name), .map($0.vars)) })
    #expect(try json(.map(hosts)) == ansible.fields[1])
  }

  @Test(arguments: try AnsibleCase.all("groups"))
  func `groups have the same members in the same order`(ansible: AnsibleCase) throws {
    let inventory = try AnsibleCase.inventory(ansible.fields[0])
    let members = inventory.membersByGroup.map {
      (Value.string($0.group), Value.list($0.hosts.map(Value.string)))
    }
    #expect(try json(.map(ValueMap(members))) == ansible.fields[1])
  }

  @Test(arguments: try AnsibleCase.all("host"))
  func `a host has the same groups and variables`(ansible: AnsibleCase) throws {
    let inventory = try AnsibleCase.inventory(ansible.fields[0])
    let name = ansible.fields[1]
    #expect(inventory.groups(of: name).map(\.name).joined(separator: ",") == ansible.fields[3])
    let merged = try inventory.layers(of: name).reduce(into: ValueMap()) { $0.merge($1.vars) }
    #expect(try json(.map(merged)) == ansible.fields[2])
  }

  @Test(arguments: try AnsibleCase.all("match"))
  func `a pattern chooses the same hosts`(ansible: AnsibleCase) throws {
    let inventory = try AnsibleCase.inventory(ansible.fields[0])
    #expect(
      try inventory.hosts(matching: ansible.fields[1]).joined(separator: ",") == ansible.fields[2])
  }
}
