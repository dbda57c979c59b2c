import Glibc
import Testing

@testable import SSH

/// Our reader and `ssh -G` read the same files; what decides a connection must be the same.
@Suite(
  "Our reader beside OpenSSH's",
  .enabled(if: access("/usr/bin/ssh", X_OK) == 0, "needs ssh (package openssh-client)"))
struct SSHComparisonTests {
  static let configs = [
    "Host web1\n  User one\nHost *\n  User two\n",
    "User first\nHost web*\n  User second\n  Port 2200\n",
    "Host *.wild !not.wild\n  User wild\n",
    "host WEB1\n  user upper\nHost web1\n  USER lower\n",
    "Host web1 db1\nPort=2201\n\tUser = \"quoted\"\n",
    "Host w?b1\n  HostName %h.example\n  HostKeyAlias alias\n",
    "Match host web1\n  User matched\nMatch all\n  Port 2202\n",
    "Host web1\n  HostName real\nMatch host real\n  User real\nMatch originalhost web1\n  Port 23\n",
    "Match user deploy\n  Port 24\nMatch !host web1\n  User other\nMatch localuser root\n  HostKeyAlias l\n",
    "Host web1\n  IdentityFile ~/.ssh/a\n  IdentityFile /k/b\n  IdentitiesOnly yes\n  CertificateFile /k/c\n",
    "Host web1\n  ProxyJump edge\nHost *\n  ProxyCommand nc %h %p\n",
    "Host web1\n  ProxyCommand nc %h %p\nHost * !edge\n  ProxyJump edge\n",
    "Host web1\n  UserKnownHostsFile /a /b\n  StrictHostKeyChecking accept-new\n",
    "Host web1\n  ConnectTimeout 7\n  AddressFamily inet\n  IdentityAgent /run/agent\n",
    "Host web1\n  PubkeyAuthentication no\n  PasswordAuthentication no\n",
    "# comment\n\n   Host   web1   \n   User    spaced\n",
    "Host !web1 *\n  User negated\n",
  ]
  static let names = ["web1", "not.wild", "is.wild", "db1"]

  @Test("They agree", arguments: configs, names)
  func agree(_ config: String, _ name: String) throws {
    let folder = try Folder()
    let file = try folder.write(config, to: "config")
    for arguments in [[], ["-o User=deploy"]] {
      let request = SSHRequest(name: name, arguments: arguments)
      let theirs = try SSHConfiguration(userFile: file, systemFile: "/nowhere")
        .endpoint(for: request)
      let ours = try SSHConfiguration(userFile: file, systemFile: "/nowhere", ssh: nil)
        .endpoint(for: request)
      #expect(ours == theirs)
    }
  }
}
