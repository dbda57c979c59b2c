import Engine
import Secrets
import Values

/// Proves a site's secrets before anything is written to a host.
struct SecretsCheck {
  let survey: Survey

  init(survey: Survey) { self.survey = survey }

  /// The hosts that were examined: those that run Mastodon.
  @discardableResult func perform() throws -> [String] {
    let hosts = try survey.hosts("mastodon").filter { try !(survey.text("mastodon_local_domain", on: $0) ?? "").isEmpty }
    for host in hosts {
      let value = try survey.value("mastodon_secrets", on: host)
      guard let secrets = value?.map else {
        throw RunFailure("mastodon_secrets is \(value == nil ? "not set" : "no mapping") for \(host)", hint: "provision init makes it")
      }
      let problems = MastodonSecrets(try secrets.mapValues { .string(try $0.text) }).problems
      guard problems.isEmpty else { throw Self.failure(problems) }
    }
    return hosts
  }

  static func failure(_ problems: [String]) -> RunFailure {
    var failure = RunFailure(
      "mastodon_secrets.\(problems[0])", hint: "an existing server's secrets are taken over by provision init --adopt .env.production")
    failure.notes = problems.dropFirst().map { "mastodon_secrets.\($0)" }
    return failure
  }
}

extension Preparation {
  /// Prints an error outside any run; the exit status.
  static func report(_ error: any Error) -> Int32 {
    let failure = RunFailure(describing: error)
    Preparation.plainConsole().observe(.failure(failure))
    return failure.exitCode
  }
}
