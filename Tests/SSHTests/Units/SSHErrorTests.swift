import Glibc
import Testing

@testable import SSH

@Suite("The wording of errors")
struct SSHErrorTests {
  static let web: SSHEndpoint = {
    var endpoint = SSHEndpoint(name: "web1", host: "10.0.0.2", user: "deploy")
    endpoint.knownHostsFiles = ["/h/known_hosts", "/etc/known_hosts"]
    return endpoint
  }()
  static let behind: SSHEndpoint = {
    var endpoint = web
    endpoint.jump = [SSHEndpoint(name: "edge", host: "203.0.113.5", user: "root")]
    return endpoint
  }()

  static let cases: [(SSHError, String)] = [
    (
      .unreachable(web, ECONNREFUSED),
      "\"web1\" (deploy@10.0.0.2:22): connection refused: nothing listens on port 22"
    ),
    (.unreachable(web, ETIMEDOUT), "\"web1\" (deploy@10.0.0.2:22): no answer within 10 s"),
    (
      .unreachable(web, EHOSTUNREACH),
      "\"web1\" (deploy@10.0.0.2:22): cannot connect: No route to host"
    ),
    (
      .connectionLost(behind, "the host closed the connection"),
      "\"web1\" (deploy@10.0.0.2:22 through edge): connection lost: the host closed the connection"
    ),
    (.noReply(behind), "\"web1\" (deploy@10.0.0.2:22 through edge): no reply for 30 s"),
    (
      .jumpRefused(behind, by: behind.jump[0], "Connection refused"),
      "\"web1\" (deploy@10.0.0.2:22 through edge): \"edge\" cannot reach 10.0.0.2:22: Connection refused"
    ),
    (
      .permissionDenied(web, accepts: [.publickey, .password], tried: ["/k: refused"]),
      "\"web1\" (deploy@10.0.0.2:22): permission denied; the server accepts: publickey, password; tried:\n  /k: refused"
    ),
    (
      .permissionDenied(web, accepts: [], tried: []),
      "\"web1\" (deploy@10.0.0.2:22): permission denied; the server accepts: nothing more; tried: nothing: no key and no password at hand"
    ),
    (
      .agentEnded("here", "exit status 1", ""),
      "here: the agent ended before it was ready (exit status 1)"
    ),
    (.agentUploadFailed("here", ""), "here: the agent did not arrive whole: its checksum is wrong"),
    (
      .sudoPasswordMissing("here", user: "root"),
      "here: sudo wants a password to become \"root\", and none was given"
    ),
    (
      .sudoRefused("here", user: "root", "u is not in the sudoers file."),
      "here: sudo refuses to become \"root\": u is not in the sudoers file."
    ),
    (.badUserName("a b"), "\"a b\" cannot be a user to become: expected letters, digits, _ . @ -"),
  ]

  @Test("Each names the place, what is wrong and what was expected", arguments: Self.cases)
  func wording(_ error: SSHError, _ message: String) {
    #expect(error.message == message)
  }

  @Test("An unknown host key comes with the line that accepts it")
  func unknownKey() throws {
    let key = try #require(PublicKey(base64: KnownHostsTests.keyA))
    let error = SSHError.hostKeyUnknown(Self.web, key)
    #expect(
      error.message.hasSuffix(
        "expected a line for \"10.0.0.2\" in /h/known_hosts or /etc/known_hosts"))
    #expect(
      error.hint?.contains("echo '10.0.0.2 ssh-ed25519 \(KnownHostsTests.keyA)' >> /h/known_hosts")
        == true)
  }

  @Test("A password prints as stars, whatever prints it")
  func password() {
    let password = Password("s3cret")
    var endpoint = Self.web
    endpoint.password = password
    var dumped = ""
    dump(endpoint, to: &dumped)
    #expect("\(password) \(String(reflecting: password))" == "******** ********")
    #expect(!dumped.contains("s3cret") && !"\(endpoint)".contains("s3cret"))
  }
}
