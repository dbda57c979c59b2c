import Engine
import Foundation
import Testing

@testable import Commands

@Suite struct AnswerTests {
  static let good: [(judge: Answer.Judge, text: String)] = [
    (Answer.domain, "toot.example"), (Answer.domain, "xn--bcher-kva.example"), (Answer.email, "a.b+c@toot.example"),
    (Answer.host, "203.0.113.10"), (Answer.host, "2001:db8::1"), (Answer.host, "edge.toot.example"), (Answer.address, "10.0.2.20"),
    (Answer.network, "10.0.2.0/24"), (Answer.bucket, "toot-media"), (Answer.region, "eu-west-3"), (Answer.region, "us-gov-west-1"),
    (Answer.repository, "s3:https://s3.eu-west-3.amazonaws.com/b"), (Answer.repository, "/srv/backup"), (Answer.port, "587"),
    (Answer.user, "admin"), (Answer.release, "v4.5.20"), (Answer.url, "https://s3.example.org:9000"),
  ]

  @Test(arguments: good.indices) func `what is well is taken`(index: Int) {
    #expect(Self.good[index].judge(Self.good[index].text) == nil)
  }

  static let bad: [(judge: Answer.Judge, text: String)] = [
    (Answer.domain, "https://toot.example"), (Answer.domain, "toot"), (Answer.domain, "10.0.0.1"), (Answer.domain, "-a.example"),
    (Answer.domain, "toot.example/about"), (Answer.domain, "a..b"), (Answer.domain, "toot_1.example"), (Answer.email, "alice"),
    (Answer.email, "a@b@c.example"), (Answer.host, "10.0.0.256"), (Answer.address, "mastodon"), (Answer.network, "10.0.2.0"),
    (Answer.network, "10.0.2.0/x"), (Answer.bucket, "Toot"), (Answer.bucket, "a.b.c"), (Answer.bucket, "ab"), (Answer.region, "Paris"),
    (Answer.repository, "bucket"), (Answer.port, "0"), (Answer.port, "smtp"), (Answer.user, "Root user"), (Answer.release, "4.5"),
    (Answer.url, "s3.example.org"),
  ]

  @Test(arguments: bad.indices) func `what is not says what was expected`(index: Int) {
    #expect(Self.bad[index].judge(Self.bad[index].text)?.contains("expected ") == true)
  }

  @Test func `an interview asks again, and only what matters`() async throws {
    var lines = ["https://x", "toot.example", "", "a@toot.example", "203.0.113.1", "10.0.2.20", "none", "", "", "none", "none", "none"]
    var questions: [String] = []
    var complaints: [String] = []
    let interview = Interview(
      ask: { text, _ in
        questions.append(text)
        return lines.isEmpty ? nil : lines.removeFirst()
      }, complain: { complaints.append($0) })
    let answers = try interview.answers(Answers())
    #expect(complaints == ["  'https://x' is no domain; expected one such as toot.example.org, without https:// and without a path"])
    #expect(answers["web_domain"] == "toot.example" && answers["ssh_user"] == "admin" && answers["private_network"] == "10.0.2.0/24")
    #expect(!questions.contains { $0.contains("region") || $0.contains("Password") || $0.contains("Access key") })
    #expect(questions.contains("Domain of the site [toot.example]: ") && lines.isEmpty)
  }
}

@Suite struct InitTests {
  static let answers = """
    domain: toot.example
    web_domain: social.toot.example
    email: alice@toot.example
    edge_address: 203.0.113.10
    mastodon_address: 10.0.2.20
    bucket: toot-media
    bucket_region: eu-west-3
    smtp_server: email-smtp.eu-west-3.amazonaws.com
    ses_access_key: AKIAEXAMPLE
    ses_secret_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
    """

  @Test func `a project is written that its own check accepts`() async throws {
    let project = try TemporaryProject(["answers.yml": Self.answers])
    let ending = try await project.run("init", "--answers", "answers.yml")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(project.mode(".vault-password") == 0o600 && project.mode("group_vars/all/secrets.yml") == 0o600)
    #expect(project.text("group_vars/all/secrets.yml")?.hasPrefix("$ANSIBLE_VAULT;1.1;AES256\n") == true)
    #expect(project.text("inventory.txt")?.contains("[edge]\nproxy ansible_host=203.0.113.10\n") == true)
    #expect(project.text("group_vars/all/main.yml")?.contains("mastodon_files_domain: files.social.toot.example\n") == true)
    let all = ["inventory.txt", "group_vars/all/main.yml", "group_vars/all/secrets.yml"].compactMap(project.text).joined()
    #expect(!all.contains("wJalr"), "no secret in clear")
    let check = try await project.run("secrets", "check")
    #expect(check.output == "✓ the secrets of app are complete, and the VAPID pair is one\n", "\(check.errors)")
    #expect(check.status == 0)
  }

  @Test func `nothing is replaced without asking, and secrets are kept`() async throws {
    let project = try TemporaryProject(["answers.yml": Self.answers])
    _ = try await project.run("init", "--answers", "answers.yml")
    let secrets = project.text("group_vars/all/secrets.yml")
    try project.write("answers.yml", Self.answers.replacing("203.0.113.10", with: "203.0.113.99"))
    let refused = try await project.run("init", "--answers", "answers.yml")
    #expect(refused.status == 1 && refused.errors.contains("inventory.txt would be replaced"))
    #expect(project.text("inventory.txt")?.contains("203.0.113.10") == true)
    let replaced = try await project.run("init", "--answers", "answers.yml", "--overwrite")
    #expect(replaced.status == 0 && project.text("inventory.txt")?.contains("203.0.113.99") == true)
    #expect(project.text("group_vars/all/secrets.yml") == secrets)
  }

  @Test func `without the vault's password known secrets are not touched`() async throws {
    let project = try TemporaryProject(["answers.yml": Self.answers])
    _ = try await project.run("init", "--answers", "answers.yml")
    try project.write("other", "another\n")
    let ending = try await project.run("init", "--answers", "answers.yml", "--vault-password-file", "other", "--overwrite")
    #expect(ending.status != 0 && ending.errors.contains("encrypted with another password"))
  }

  @Test func `a named password file is found from the new folder`() async throws {
    let project = try TemporaryProject(["answers.yml": Self.answers, "password": "hunter2\n"])
    #expect(try await project.run("init", "site", "--answers", "answers.yml", "--vault-password-file", "password").status == 0)
    #expect(project.text("site/ansible.cfg")?.contains("vault_password_file = \(project.path("password"))\n") == true)
    #expect(project.text("site/.vault-password") == nil)
  }

  @Test func `an answer is kept as it is written`() throws {
    let project = try TemporaryProject(["answers.yml": "smtp_password: 012345\nbucket: none\ndomain: 'a b'\nemail: ~\n"])
    let answers = try Answers.read(project.path("answers.yml"))
    #expect(answers["smtp_password"] == "012345" && answers["domain"] == "a b" && answers["email"] == "")
  }

  @Test func `all that is wrong with the answers is told at once`() async throws {
    let project = try TemporaryProject(["answers.yml": "domain: http://x\nbucket: A_b\n"])
    let ending = try await project.run("init", "--answers", "answers.yml")
    #expect(ending.status == 4)
    for text in ["domain: 'http://x' is no domain", "email is missing", "bucket: 'A_b'"] { #expect(ending.errors.contains(text)) }
    #expect(!FileManager.default.fileExists(atPath: project.path("inventory.txt")))
  }

  @Test func `a misspelt answer is named`() async throws {
    let project = try TemporaryProject(["answers.yml": "doman: toot.example\n"])
    #expect(try await project.run("init", "--answers", "answers.yml").errors.contains("did you mean 'domain'?"))
  }

  @Test func `an existing server's secrets are adopted only if they are sound`() async throws {
    let pair = (
      "QFfXLkEslNHIV9BTvTbArL31JT0ZnXdeoo7JEKCvS7g=",
      "BJXMF6-zsIE-1-kXTFz7KVU5gHEb6qcGpVPmzqqdcPrDVZzkLcA24250P9eXSv8qxdJs8lT5KNuk1tHazHwi1xM="
    )
    let existing = """
      LOCAL_DOMAIN=old.example
      SECRET_KEY_BASE=\(String(repeating: "ab", count: 64))
      VAPID_PRIVATE_KEY=\(pair.0)
      VAPID_PUBLIC_KEY=\(pair.1)
      """
    let answers = "email: a@old.example\nedge_address: 203.0.113.1\nmastodon_address: 10.0.2.20\n"
    let project = try TemporaryProject(["answers.yml": answers, "env": existing, "broken": existing.replacing("QFfX", with: "QFfY")])
    let broken = try await project.run("init", "--answers", "answers.yml", "--adopt", "broken")
    #expect(broken.status == 1 && broken.errors.contains("vapid_public_key does not belong to vapid_private_key"))
    #expect(try await project.run("init", "--answers", "answers.yml", "--adopt", "env").status == 0)
    #expect(project.text("group_vars/all/main.yml")?.contains("mastodon_local_domain: old.example\n") == true)
    #expect(try await project.run("secrets", "check").status == 0)
  }
}
