/// Something `provision init` wants to know, under the name it has in a file of answers.
struct Question: Sendable {
  let key: String
  let text: String
  /// What an empty answer means; nil: there must be one.
  var standard: @Sendable (Answers) -> String? = { _ in nil }
  /// Whether it has a meaning, given the answers before.
  var isApt: @Sendable (Answers) -> Bool = { _ in true }
  /// Asked on a terminal, or only read from a file.
  var isAsked = true
  var isSecret = false
  let judge: Answer.Judge

  /// Whether nothing is an answer.
  func isOptional(_ answers: Answers) -> Bool { standard(answers) == "" }
}

extension Question {
  /// In the order of asking.
  static let all: [Question] = names + hosts + media + mail + details

  private static let names = [
    Question(key: "domain", text: "Domain, as in @alice@toot.example", judge: Answer.domain),
    Question(key: "web_domain", text: "Domain of the site", standard: { $0["domain"] }, judge: Answer.domain),
    Question(key: "email", text: "E-mail address for alarms and for the certificate authority", judge: Answer.email),
  ]

  private static let hosts = [
    Question(key: "edge_address", text: "Public address of edge", judge: Answer.host),
    Question(key: "mastodon_address", text: "Private address of mastodon", judge: Answer.address),
    Question(
      key: "edge_private_address", text: "Private address of edge (none: any private one may be the proxy)",
      standard: { _ in "" }, judge: Answer.address),
    Question(key: "ssh_user", text: "User to log in as", standard: { _ in "admin" }, judge: Answer.user),
    Question(key: "ssh_key", text: "Private key to log in with", standard: { _ in "~/.ssh/id_ed25519" }, judge: Answer.word),
  ]

  private static let media = [
    Question(key: "bucket", text: "S3 bucket for media (none: on mastodon's disk)", standard: { _ in "" }, judge: Answer.bucket),
    Question(
      key: "bucket_region", text: "The bucket's region", standard: { _ in "us-east-1" }, isApt: { $0.has("bucket") },
      judge: Answer.region),
    Question(
      key: "files_domain", text: "Domain that media is served under", standard: { "files." + ($0["web_domain"] ?? "") },
      isApt: { $0.has("bucket") }, judge: Answer.domain),
    Question(
      key: "backup_repository", text: "Repository for backups (none: no backups)",
      standard: { $0.has("bucket") ? "s3:https://s3.\($0["bucket_region"] ?? "").amazonaws.com/\($0["bucket"] ?? "")-backup" : "" },
      judge: Answer.repository),
    Question(
      key: "access_key", text: "Access key id for bucket and backups (none: the instances' role)", standard: { _ in "" },
      isApt: { $0.has("bucket") || $0["backup_repository"]?.hasPrefix("s3:") == true }, judge: Answer.word),
    Question(
      key: "secret_key", text: "Secret access key", isApt: { $0.has("access_key") }, isSecret: true, judge: Answer.secret),
  ]

  private static let mail = [
    Question(
      key: "smtp_server", text: "Mail server, such as email-smtp.eu-west-3.amazonaws.com (none: no mail)", standard: { _ in "" },
      judge: Answer.host),
    Question(
      key: "ses_access_key", text: "IAM access key id to derive SES's password from (none: there are SMTP credentials)",
      standard: { _ in "" }, isApt: { $0.sesRegion != nil }, judge: Answer.word),
    Question(
      key: "ses_secret_key", text: "IAM secret access key", isApt: { $0.has("ses_access_key") }, isSecret: true, judge: Answer.secret),
    Question(
      key: "smtp_user", text: "User of the mail server (none: no login)", standard: { _ in "" },
      isApt: { $0.has("smtp_server") && !$0.has("ses_access_key") }, judge: Answer.word),
    Question(
      key: "smtp_password", text: "Password of the mail server", isApt: { $0.has("smtp_user") }, isSecret: true, judge: Answer.secret),
  ]

  private static let details = [
    Question(
      key: "private_network", text: "Network of the private hosts", standard: { $0.privateNetwork }, isAsked: false,
      judge: Answer.network),
    Question(
      key: "bucket_endpoint", text: "Address of an S3 server that is not Amazon's", standard: { _ in "" },
      isApt: { $0.has("bucket") }, isAsked: false, judge: Answer.url),
    Question(
      key: "smtp_port", text: "Port of the mail server", standard: { _ in "587" }, isApt: { $0.has("smtp_server") }, isAsked: false,
      judge: Answer.port),
    Question(
      key: "mail_from", text: "Sender of mail", standard: { "notifications@" + ($0["domain"] ?? "") },
      isApt: { $0.has("smtp_server") }, isAsked: false, judge: Answer.email),
    Question(key: "version", text: "Release of Mastodon", standard: { _ in "" }, isAsked: false, judge: Answer.release),
  ]
}
