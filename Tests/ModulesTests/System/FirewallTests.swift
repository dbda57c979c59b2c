import Machine
import Testing
import Values

@testable import Modules

@Suite struct FirewallTests {
  @Test(
    arguments: [
      (["protocol": "tcp", "destination_port": "22", "jump": "ACCEPT"], "-p tcp --destination-port 22 -j ACCEPT"),
      (["source": "!10.0.0.0/8", "jump": "DROP"], "! -s 10.0.0.0/8 -j DROP"),
      (["ctstate": ["NEW", "ESTABLISHED"], "jump": "ACCEPT"], "-m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT"),
      (["match": ["state"], "ctstate": "NEW"], "-m state --state NEW"),
      (
        ["protocol": "tcp", "destination_ports": ["80", "443"], "comment": "web"],
        "-p tcp -m comment --comment web -m multiport --dports 80,443"
      ),
      (["reject_with": "tcp-reset"], "-j REJECT --reject-with tcp-reset"),
      (["log_prefix": "x: "], "-j LOG --log-prefix x: "),
      (["protocol": "tcp", "syn": "negate"], "-p tcp ! --syn"),
      (["limit": "5/minute", "limit_burst": "3"], "-m limit --limit 5/minute --limit-burst 3"),
    ] as [(ValueMap, String)])
  func rulesBecomeWords(_ given: ValueMap, _ words: String) throws {
    let arguments = try FirewallRule.declaration.arguments(from: given.merging(["chain": "INPUT"]))
    #expect(try FirewallMatch(arguments).words(isIPv6: false).joined(separator: " ") == words)
  }

  @Test func aRuleIsAddedOnce() throws {
    let trial = try Trial()
    var rules: Set<[String]> = []
    trial.machine.fakeCommands.define("iptables") { invocation in
      let words = Array(invocation.arguments.dropFirst(4))
      let rule = Array(words.dropFirst())
      switch words[0] {
      case "-A": rules.insert(rule)
      case "-D": rules.remove(rule)
      default: return .said("", status: rules.contains(rule) ? 0 : 1)
      }
      return .said("")
    }
    let rule: ValueMap = ["chain": "INPUT", "protocol": "tcp", "destination_port": "80", "jump": "ACCEPT"]
    try trial.converge("iptables", rule)
    try trial.converge("iptables", rule.merging(["state": "absent"]))
    #expect(rules.isEmpty)
    #expect(try trial.run("iptables", ["protocol": "tcp"]).message.contains("chain"))
  }
}
