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
    "get_url": ["sha256sum", "unredirected_headers", "use_gssapi"], "git": ["archive", "archive_prefix", "gpg_allowlist"],
    // Handed on to the package manager of the host's system.
    "package": [
      "allow_downgrade", "allowerasing", "autoremove", "bugfix", "cacheonly", "conf_file", "disable_excludes", "disable_gpg_check",
      "disable_plugin", "disablerepo", "download_dir", "download_only", "enable_plugin", "enablerepo", "exclude", "install_repoquery",
      "install_weak_deps", "installroot", "list", "lock_timeout", "nobest", "releasever", "security", "skip_broken", "sslverify",
      "update_only", "validate_certs",
    ],
    "unarchive": ["io_buffer_size"], "uri": ["unredirected_headers", "use_gssapi"],
    "user": ["authorization", "hidden", "login_class", "profile", "role", "ssh_key_passphrase"],
  ]

  private static let ownCollections: Set<String> = ["ansible.builtin", "ansible.legacy"]

  private static let names: Set<String> = [
    "acl", "acme_account", "acme_certificate", "alternatives", "apache2_module", "apk", "apt_rpm", "archive", "at",
    "aws_s3", "btrfs_subvolume", "capabilities", "cloudflare_dns", "composer", "consul", "cpanm", "cronvar",
    "crypttab", "debconf", "deploy_helper", "django_manage", "dnf", "dnf5", "docker_compose", "docker_container",
    "docker_host_info", "docker_image", "docker_login", "docker_network", "docker_plugin", "docker_prune",
    "docker_secret", "docker_stack", "docker_swarm", "docker_swarm_service", "docker_volume", "docker_volume_info",
    "dpkg_selections", "easy_install", "ec2_instance", "ec2_metadata_facts", "ejabberd_user", "etcd3", "expect",
    "filesystem", "firewalld", "firewalld_info", "flatpak", "flatpak_remote", "gconftool2", "gem", "get_certificate",
    "git_config", "git_config_info", "github_release", "gitlab_runner", "gluster_volume", "grafana_dashboard",
    "grafana_datasource", "grafana_plugin", "helm", "homebrew", "homebrew_cask", "homebrew_tap", "htpasswd",
    "iam_role", "icinga2_host", "influxdb_database", "influxdb_user", "ini_file", "interfaces_file", "ip_netns",
    "ipa_user", "iso_extract", "java_cert", "java_keystore", "jenkins_job", "jenkins_plugin", "jenkins_script",
    "jira", "k8s", "kernel_blacklist", "keycloak_client", "keyring", "known_hosts", "launchd", "lbu", "ldap_attrs",
    "ldap_entry", "ldap_passwd", "ldap_search", "luks_device", "lvg", "lvm_pv", "lvol", "mail", "make",
    "mas", "mksysb", "modprobe", "mongodb_replicaset", "mongodb_shell", "mongodb_user", "monit", "mysql_db",
    "mysql_info", "mysql_query", "mysql_replication", "mysql_role", "mysql_user", "mysql_variables", "nmcli",
    "nomad_job", "npm", "open_iscsi", "openbsd_pkg", "openssh_cert", "openssh_keypair", "openssl_certificate",
    "openssl_csr", "openssl_dhparam", "openssl_pkcs12", "openssl_privatekey", "openssl_publickey",
    "openssl_signature", "osx_defaults", "pacman", "pacman_key", "pam_limits", "pamd", "parted", "patch", "pear",
    "pids", "pip_package_info", "pipx", "pkg5", "pkgng", "podman_container", "podman_image", "podman_network",
    "podman_volume", "portage", "postgresql_copy", "postgresql_db", "postgresql_ext", "postgresql_idx",
    "postgresql_info", "postgresql_lang", "postgresql_membership", "postgresql_owner", "postgresql_pg_hba",
    "postgresql_ping", "postgresql_privs", "postgresql_query", "postgresql_schema", "postgresql_sequence",
    "postgresql_set", "postgresql_slot", "postgresql_table", "postgresql_tablespace", "postgresql_user", "proxmox",
    "proxysql_mysql_users", "rabbitmq_binding", "rabbitmq_exchange", "rabbitmq_parameter", "rabbitmq_plugin",
    "rabbitmq_policy", "rabbitmq_queue", "rabbitmq_user", "rabbitmq_vhost", "rabbitmq_vhost_limits", "read_csv",
    "redhat_subscription", "redis", "redis_info", "rhel_facts", "rhsm_release", "rhsm_repository", "route53",
    "rpm_key", "runit", "s3_bucket", "s3_object", "seboolean", "sefcontext", "selinux", "selinux_permissive",
    "selogin", "seport", "slack", "snap", "snmp_facts", "solaris_zone", "ssh_config", "subversion", "sudoers",
    "supervisorctl", "svr4pkg", "synchronize", "syspatch", "sysrc", "systemd_info", "sysvinit", "telegram",
    "terraform", "timezone", "ufw", "vmware_guest", "win_command", "win_copy", "win_feature", "win_file",
    "win_package", "win_regedit", "win_service", "win_shell", "win_template", "win_user", "x509_certificate",
    "x509_certificate_info", "x509_certificate_pipe", "x509_crl", "xattr", "xfs_quota", "xml", "yarn", "yum",
    "yum_repository", "zabbix_host", "zfs", "zfs_facts", "zpool_facts", "zypper", "zypper_repository",
  ]
}
