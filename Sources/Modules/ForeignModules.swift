/// Modules of Ansible's collections that are not here.
///
/// Roles for several systems name them below a condition (`dnf` where the host is no Debian). Such a
/// task fails when it is reached, not when it is read.
package enum ForeignModules {
  /// A declaration that takes any arguments; nil where the name is none of theirs.
  ///
  /// A fully qualified name of another collection is taken for one.
  package static func declaration(of name: String) -> Declaration? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isOther = parts.count == 3 && !ownCollections.contains(parts.prefix(2).joined(separator: "."))
    guard let short = parts.last.map(String.init), isOther || names.contains(short) else { return nil }
    return Declaration(name, parameters: [Parameter(Parameter.others, .raw)], freeForm: "_raw_params", place: .nowhere)
  }

  /// Whether Ansible's module of that name has the argument and ours has not.
  package static func isArgument(_ argument: String, of module: String) -> Bool {
    let isAttribute = argument == "attributes" || argument == "attr"
    return isAttribute && withAttributes.contains(module) || arguments[module]?.contains(argument) == true
  }

  private static let withAttributes: Set<String> = [
    "assemble", "blockinfile", "copy", "file", "get_url", "lineinfile", "replace", "template", "unarchive", "uri",
  ]

  private static let arguments: [String: Set<String>] = [
    "apt_repository": ["codename", "validate_certs"], "find": ["encoding"],
    "get_url": ["unredirected_headers", "use_gssapi"], "git": ["archive", "archive_prefix", "gpg_allowlist"],
    "unarchive": ["io_buffer_size"], "uri": ["unredirected_headers", "use_gssapi"],
    "user": ["authorization", "hidden", "login_class", "profile", "role", "ssh_key_passphrase"],
  ]

  private static let ownCollections: Set<String> = ["ansible.builtin", "ansible.legacy"]

  private static let names: Set<String> = [
    "acl", "alternatives", "apk", "archive", "at", "capabilities", "composer", "debconf", "dnf", "dnf5", "docker_compose",
    "docker_container", "docker_image", "docker_network", "docker_volume", "dpkg_selections", "expect", "filesystem",
    "firewalld", "flatpak", "gem", "homebrew", "htpasswd", "ini_file", "interfaces_file", "iso_extract", "java_keystore",
    "known_hosts", "ldap_entry", "lvg", "lvol", "make", "modprobe", "mongodb_user", "monit", "mysql_db", "mysql_query",
    "mysql_user", "mysql_variables", "npm", "open_iscsi", "openbsd_pkg", "openssl_certificate", "openssl_csr",
    "openssl_dhparam", "openssl_privatekey", "pacman", "pam_limits", "pamd", "parted", "patch", "pear", "pkgng", "portage",
    "postgresql_db", "postgresql_ext", "postgresql_privs", "postgresql_user", "rabbitmq_plugin", "rabbitmq_user",
    "redhat_subscription", "rhsm_repository", "rpm_key", "seboolean", "sefcontext", "selinux", "seport", "snap",
    "subversion", "supervisorctl", "svr4pkg", "synchronize", "sysvinit", "timezone", "ufw", "x509_certificate", "xattr",
    "xml", "yum", "yum_repository", "yarn", "zypper", "zypper_repository",
  ]
}
