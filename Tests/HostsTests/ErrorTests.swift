import Testing
import Values
import YAML

@testable import Hosts

@Suite struct ErrorTests {
  static let faults: [(text: String, message: String)] = [
    ("[web]\nh a\n", "hosts.ini:2:3: \"a\" is no variable, expected name=value"),
    ("[web:vars]\nab\n[web]\n", "hosts.ini:2:1: \"ab\" is no variable, expected name=value"),
    (
      "[web\n",
      "hosts.ini:1:1: \"[web\" is no section, expected [group], [group:vars] or [group:children] without spaces"
    ),
    (
      "[we b]\n",
      "hosts.ini:1:1: \"[we b]\" is no section, expected [group], [group:vars] or [group:children] without spaces"
    ),
    (
      "[web:hots]\n",
      "hosts.ini:1:6: unknown kind of section \"hots\", expected hosts, vars or children"
    ),
    ("h x='open\n", "hosts.ini:1:5: the quote is never closed"),
    ("h x\\\n", "hosts.ini:1:4: nothing follows the backslash"),
    ("[a:children]\nwbe\n[web]\n", "hosts.ini:2:1: group \"wbe\" is declared nowhere"),
    ("h\n[web:vars]\nx=1\n", "hosts.ini:2:2: group \"web\" is declared nowhere"),
    (
      "[a:children]\nb\n[b:children]\nc\n[c:children]\na\n",
      "hosts.ini:6:1: group \"c\" contains itself: c > a > b > c"
    ),
    ("[a:children]\na\n", "hosts.ini:2:1: group \"a\" contains itself: a > a"),
    ("[a:children]\nb c\n[b]\n", "hosts.ini:2:1: \"b c\" is no name of a group"),
    ("h[1:1000000000]\n", "hosts.ini:1:1: range \"[1:1000000000]\": makes more than 1000000 hosts"),
    (
      "h[1:9999][1:9999]\n",
      "hosts.ini:1:1: range \"h[1:9999][1:9999]\": makes more than 1000000 hosts"
    ),
    ("h[5:1]\n", "hosts.ini:1:1: range \"[5:1]\": the begin comes after the end"),
    (
      "h[01:100]\n",
      "hosts.ini:1:1: range \"[01:100]\": begin and end must have the same number of digits"
    ),
    ("h[1:5:0]\n", "hosts.ini:1:1: range \"[1:5:0]\": the step must be 1 or more"),
    ("h:\n", "hosts.ini:1:1: \"h:\" ends in a colon, expected a port after it"),
    (
      "[a]\nh\n[a:vars]\nansible_group_priority=high\n",
      "hosts.ini:4:24: ansible_group_priority of \"a\" is \"high\", expected a whole number"
    ),
  ]

  @Test(arguments: faults) func `a fault in a line has a place`(
    fault: (text: String, message: String)
  ) {
    let error = #expect(throws: InventoryError.self) {
      try AnsibleCase.inventory(text: fault.text, name: "hosts.ini")
    }
    let line = error?.description.split(separator: "\n").first ?? ""
    #expect(line.hasSuffix("/" + fault.message))
    #expect(error?.excerpt != nil)
  }

  static let yamlFaults: [(text: String, message: String)] = [
    ("", "hosts.yml: the inventory is empty"),
    ("- a\n", "hosts.yml:1:1: found a list, expected a mapping of groups"),
    ("plugin: aws_ec2\n", "hosts.yml:1:1: inventory plugins are not supported"),
    ("all:\n  hosts: [a]\n", "hosts.yml:2:10: found a list, expected a mapping of hosts"),
    (
      "all:\n  hosts: {12: }\n", "hosts.yml:2:11: the name of a host is a number, expected a string"
    ),
    (
      "all:\n  hosts: {h: x y}\n", "hosts.yml:2:14: found a string, expected a mapping of variables"
    ),
    (
      "all:\n  children: {a: {children: {all: }}}\n",
      "hosts.yml:2:14: group \"all\" contains itself: all > a > all"
    ),
    ("all:\n\thosts:\n", "hosts.yml:2:1: a tab cannot indent, expected spaces"),
  ]

  @Test(arguments: yamlFaults) func `a fault in YAML has a place`(
    fault: (text: String, message: String)
  ) {
    let error = #expect(throws: (any Error).self) {
      try AnsibleCase.inventory(text: fault.text, name: "hosts.yml")
    }
    let line = error.map { "\($0)" }?.split(separator: "\n").first ?? ""
    #expect(line.hasSuffix("/" + fault.message))
  }

  @Test func `oddities are warnings with a place`() throws {
    let text = "h pw=foo#bar x=1\n[my-group]\nh\n[h]\nother\n"
    let warnings = try AnsibleCase.inventory(text: text, name: "hosts.ini").warnings.map(
      \.description)
    #expect(warnings.count == 3)
    #expect(
      warnings[0].hasSuffix(
        "hosts.ini:1:9: \"#\" begins a comment in the middle of a word, what follows is ignored: quote the value"
      ))
    #expect(
      warnings[1].hasSuffix(
        "hosts.ini:2:2: group name \"my-group\" has characters other than letters, digits and _"))
    #expect(warnings[2] == "\"h\" names both a host and a group")
  }

  @Test(arguments: [
    ("wbe", "no host or group matches \"wbe\"\nhint: did you mean \"web\"?"),
    ("x*", "no host or group matches \"x*\""),
    ("web:&nope", "no host or group matches \"&nope\""),
    ("web[7]", "host pattern \"web[7]\": there are only 2 hosts"),
    ("~(", "host pattern \"~(\": missing ), unterminated subpattern at position 0"),
    ("web,!", "host pattern \"!\": expected a name after \"!\""),
  ]) func `a pattern that matches nothing is an error`(pattern: String, message: String) throws {
    let inventory = try AnsibleCase.inventory("basic.ini")
    let error = #expect(throws: InventoryError.self) { try inventory.hosts(matching: pattern) }
    #expect(error?.description == message)
  }

  @Test func `a limit that leaves nothing is an error`() throws {
    let inventory = try AnsibleCase.inventory("basic.ini")
    let error = #expect(throws: InventoryError.self) {
      try inventory.hosts(withinLimit: ["web:!web"])
    }
    #expect(error?.description == "--limit \"web:!web\" leaves no host of the inventory")
    #expect(throws: InventoryError.self) { try Inventory.load(["/nonexistent/hosts"]) }
  }
}
