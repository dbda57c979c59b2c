/// The names of the variables that say how a host is reached and as whom.
enum ConnectionVariables {
  private static let names: Set<String> = [
    "ansible_connection", "ansible_host", "ansible_port", "ansible_user", "ansible_remote_user", "ansible_password",
    "ansible_private_key_file", "ansible_timeout", "ansible_host_key_checking", "ansible_pipelining",
    "ansible_shell_type", "ansible_shell_executable", "ansible_delegated_vars",
  ]
  private static let prefixes = ["ansible_ssh_", "ansible_become", "ansible_sudo", "ansible_su_", "ansible_sftp_", "ansible_scp_"]

  /// As Ansible cleans facts; `ansible_ssh_host_key_…` are facts.
  static func contains(_ name: String) -> Bool {
    if names.contains(name) || name.hasSuffix("_interpreter") { return true }
    return prefixes.contains(where: name.hasPrefix) && !name.hasPrefix("ansible_ssh_host_key_")
  }
}
