import Testing

@testable import SSH

@Suite("Known hosts")
struct KnownHostsTests {
  /// Lines of a known_hosts file, with A and B for two keys, and what the host with key A is.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: String
    let expected: String
    var host = "web.example"
    var port = 22
    var alias: String?
    var lineEnd = "\n"
  }

  static let keyA = "AAAAC3NzaC1lZDI1NTE5AAAAIHNHvHhRWhKKjJWlJZZ2C4gqzLTDvpRDXnPkDqGG1WbC"
  static let keyB = "AAAAC3NzaC1lZDI1NTE5AAAAIJ1b0s1vnnnZIGPQOhw8VZ9yQ5rm1O0Q3Fh5aXRz0mTL"

  static let cases: [Case] = [
    Case(testDescription: "an empty file", lines: "", expected: "unknown"),
    Case(testDescription: "a plain name", lines: "web.example A", expected: "known"),
    Case(testDescription: "a name in capitals", lines: "WEB.example A", expected: "known"),
    Case(testDescription: "a list", lines: "db,web.example,10.0.0.1 A", expected: "known"),
    Case(testDescription: "another name", lines: "db.example A", expected: "unknown"),
    Case(testDescription: "a longer name", lines: "web.example.org A", expected: "unknown"),
    Case(testDescription: "a star", lines: "*.example A", expected: "known"),
    Case(testDescription: "question marks", lines: "???.exampl? A", expected: "known"),
    Case(testDescription: "a negation first", lines: "!web.example,* A", expected: "unknown"),
    Case(testDescription: "a negation last", lines: "*,!web.* A", expected: "unknown"),
    Case(testDescription: "a negation alone", lines: "!web.example A", expected: "unknown"),
    Case(testDescription: "a wrong key", lines: "web.example B", expected: "changed at 1"),
    Case(
      testDescription: "a wrong key and the right one", lines: "web.example B\nweb.example A",
      expected: "known"),
    Case(
      testDescription: "two wrong keys", lines: "# old\nweb.example B\n*.example B",
      expected: "changed at 2, 3"),
    Case(testDescription: "revoked only", lines: "@revoked * A", expected: "revoked at 1"),
    Case(
      testDescription: "revoked and trusted", lines: "web.example A\n@revoked web.example A",
      expected: "revoked at 2"),
    Case(
      testDescription: "another key revoked", lines: "@revoked web.example B\nweb.example A",
      expected: "known"),
    Case(
      testDescription: "a certificate authority", lines: "@cert-authority * A", expected: "unknown"),
    Case(
      testDescription: "garbage around",
      lines: "garbage\n\n# A\nweb.example ssh-ed25519 !!!\nweb.example A",
      expected: "known"),
    Case(
      testDescription: "CR LF", lines: "web.example A\ndb B", expected: "known",
      lineEnd: "\r\n"),
    Case(testDescription: "tabs", lines: "web.example\tA", expected: "known"),
    Case(
      testDescription: "a port", lines: "[web.example]:2222 A", expected: "known", port: 2222),
    Case(
      testDescription: "a port that is 22 in brackets", lines: "[web.example]:22 A",
      expected: "unknown"),
    Case(
      testDescription: "the plain name's key on another port", lines: "web.example A",
      expected: "known", port: 2222),
    Case(
      testDescription: "the plain name's wrong key on another port", lines: "web.example B",
      expected: "unknown", port: 2222),
    Case(
      testDescription: "an alias", lines: "web.example B\nalias A", expected: "known", port: 2222,
      alias: "Alias"),
    Case(
      testDescription: "an alias that is not there", lines: "web.example A", expected: "unknown",
      alias: "alias"),
    Case(
      testDescription: "a hashed name",
      lines: "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= A", expected: "unknown"),
    Case(
      testDescription: "the hashed name", lines: "|1|\(salt)|\(hash) A", expected: "known",
      host: "192.168.1.61"),
  ]

  /// From the example of OpenSSH's own documentation of the format.
  private static let salt = "F1E1KeoE/eEWhi10WpGv4OdiO6Y="
  private static let hash = "3988QV0VE8wmZL7suNrYQLITLCg="

  @Test("A key is judged as OpenSSH does", arguments: Self.cases)
  func verdict(_ example: Case) throws {
    let folder = try Folder()
    let text = example.lines.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.replacingSuffix(" A", "\tA", with: " ssh-ed25519 \(Self.keyA)")
        .replacingSuffix(" B", "\tB", with: " ssh-ed25519 \(Self.keyB) comment")
    }
    let file = try folder.write(text.joined(separator: example.lineEnd), to: "known_hosts")
    var endpoint = SSHEndpoint(name: "web1", host: example.host, user: "root")
    endpoint.port = example.port
    endpoint.hostKeyAlias = example.alias
    let key = try #require(PublicKey(base64: Self.keyA))
    let verdict = KnownHosts(files: ["/nowhere", file]).verdict(on: key, of: endpoint)
    #expect(Self.describe(verdict) == example.expected)
  }

  private static func describe(_ verdict: KnownHosts.Verdict) -> String {
    switch verdict {
    case .known: "known"
    case .unknown: "unknown"
    case .changed(let entries):
      "changed at " + entries.map { String($0.number) }.joined(separator: ", ")
    case .revoked(let entry): "revoked at \(entry.number)"
    }
  }

  @Test("A key is appended on a line of its own, in a file made for its user only")
  func append() throws {
    let folder = try Folder()
    let file = folder.file("ssh/known_hosts")
    let key = try #require(PublicKey(base64: Self.keyA))
    try KnownHosts.append(key, as: "one", to: file)
    try folder.write(folder.read("ssh/known_hosts") + "two B", to: "ssh/known_hosts")
    try KnownHosts.append(key, as: "[three]:2222", to: file)
    #expect(
      try folder.read("ssh/known_hosts")
        == "one ssh-ed25519 \(Self.keyA)\ntwo B\n[three]:2222 ssh-ed25519 \(Self.keyA)\n")
    #expect(try Shell.run("stat", "-c", "%a", folder.file("ssh")) == "700")
  }

  @Test("The kinds of key known for a host decide which one is asked for")
  func keyTypes() throws {
    let rsa = "rsa-sha2-512,rsa-sha2-256"
    let ecdsa = "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521"
    #expect(HostKeyAlgorithms.preferred([]) == "ssh-ed25519,\(ecdsa),\(rsa)")
    #expect(HostKeyAlgorithms.preferred(["ssh-rsa"]) == "\(rsa),ssh-ed25519,\(ecdsa)")
  }

  @Test("A fingerprint is the one ssh-keygen prints")
  func fingerprint() throws {
    let key = try #require(PublicKey(base64: Self.keyA))
    #expect(key.type == "ssh-ed25519")
    #expect(key.family == "ED25519")
    #expect(key.fingerprint == "SHA256:NECBd6NjPeYckYbVXh/Ph8zKqx77aHHyaofdxMIbB3k")
  }
}

extension StringProtocol {
  fileprivate func replacingSuffix(_ endings: String..., with replacement: String) -> String {
    guard let ending = endings.first(where: hasSuffix) else { return String(self) }
    return dropLast(ending.count) + replacement
  }
}
