import Values
import YAML

/// What `provision init` writes, as text.
struct ProjectFiles {
  let answers: Answers

  var inventory: String {
    """
    # The two hosts of \(self["domain"]).
    #
    # proxy is in a public subnet: proxy, NAT and jump host at once. app is in a private one and
    # reaches the outside through proxy.

    [edge]
    proxy ansible_host=\(self["edge_address"])

    [mastodon]
    app ansible_host=\(self["mastodon_address"])

    # The private host is reached through the public one.
    [mastodon:vars]
    ansible_ssh_common_args='-o ProxyJump=\(self["ssh_user"])@\(jump)'

    # What edge masquerades: the private subnet.
    [edge:vars]
    nat_private_network=\(self["private_network"])

    [all:vars]
    ansible_user=\(self["ssh_user"])
    ansible_ssh_private_key_file=\(self["ssh_key"])

    """ + (answers.has("edge_private_address") ? "edge_private_address=\(self["edge_private_address"])\n" : "")
  }

  /// An IPv6 address stands in brackets.
  private var jump: String { self["edge_address"].contains(":") ? "[\(self["edge_address"])]" : self["edge_address"] }

  func variables() throws -> String {
    let sections = [names, media, mail, backup].filter { !$0.isEmpty }
    let head = """
      ---
      # The site. Every other variable is described in the defaults/main.yml of its role.


      """
    return try head + sections.map { try Self.form.text(of: .map($0)) }.joined(separator: "\n")
  }

  static func secrets(_ values: ValueMap) throws -> String {
    try "---\n" + form.text(of: ["mastodon_secrets": .map(values)])
  }

  /// Read by ansible-playbook too.
  static func configuration(vaultPasswordFile: String?) -> String {
    "[defaults]\ninventory = inventory.txt\n" + (vaultPasswordFile.map { "vault_password_file = \($0)\n" } ?? "")
  }

  private static var form: YAMLForm { YAMLForm(flow: .never, indent: 2, width: 1000, sortsKeys: false) }

  private subscript(_ key: String) -> String { answers[key] ?? "" }

  private func text(_ key: String) -> Value { .string(self[key]) }
}

// MARK: - Variables

extension ProjectFiles {
  private var names: ValueMap {
    var map: ValueMap = ["mastodon_local_domain": text("domain")]
    if self["web_domain"] != self["domain"] { map["mastodon_web_domain"] = text("web_domain") }
    map["mastodon_admin_email"] = text("email")
    if answers.has("version") { map["mastodon_version"] = text("version") }
    return map
  }

  private var media: ValueMap {
    guard answers.has("bucket") else { return [:] }
    var map: ValueMap = [
      "mastodon_bucket": text("bucket"), "mastodon_bucket_region": text("bucket_region"),
      "mastodon_files_domain": text("files_domain"),
    ]
    if answers.has("bucket_endpoint") {
      map["mastodon_bucket_endpoint"] = text("bucket_endpoint")
      map["files_bucket_url"] = .string("\(self["bucket_endpoint"])/\(self["bucket"])")
    } else {
      map["files_bucket_url"] = .string("https://\(self["bucket"]).s3.\(self["bucket_region"]).amazonaws.com")
    }
    return map
  }

  private var mail: ValueMap {
    guard answers.has("smtp_server") else { return [:] }
    let user = answers.has("ses_access_key") ? text("ses_access_key") : text("smtp_user")
    let port = Value.int(Int(self["smtp_port"]) ?? 587)
    return [
      "mastodon_smtp_server": text("smtp_server"), "mastodon_smtp_port": port, "mastodon_smtp_user": user,
      "mastodon_smtp_from": text("mail_from"),
      "mail_server": text("smtp_server"), "mail_port": port, "mail_user": user,
      "mail_password": "{{ mastodon_secrets.smtp_password | default('') }}", "mail_from": text("mail_from"), "mail_to": text("email"),
    ]
  }

  private var backup: ValueMap { answers.has("backup_repository") ? ["backup_repository": text("backup_repository")] : [:] }
}
