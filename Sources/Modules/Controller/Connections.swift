import Values

/// `wait_for_connection`: the host answers again.
package struct WaitForConnectionStatement: ControllerModule {
  package static let declaration = Declaration(
    "wait_for_connection",
    parameters: [
      Parameter("connect_timeout", .int, standard: 5),
      Parameter("delay", .int, standard: 0),
      Parameter("sleep", .int, standard: 1),
      Parameter("timeout", .int, standard: 600),
    ], place: .controller)
}

/// `reboot`: the host rebooted and answering again.
package struct RebootStatement: ControllerModule {
  package static let declaration = Declaration(
    "reboot",
    parameters: [
      Parameter("pre_reboot_delay", .int, standard: 0),
      Parameter("post_reboot_delay", .int, standard: 0),
      Parameter("reboot_timeout", .int, standard: 600),
      Parameter("connect_timeout", .int),
      Parameter("test_command", standard: "whoami"),
      Parameter("msg", standard: "Reboot initiated by Ansible"),
      Parameter(
        "search_paths", .list(.string), standard: ["/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin"]),
      Parameter("boot_time_command", standard: "cat /proc/sys/kernel/random/boot_id"),
      Parameter("reboot_command"),
    ], place: .controller)
}

/// `gather_facts`: what the play's start does; sent to hosts as `setup`.
package struct GatherFactsStatement: ControllerModule {
  package static let declaration = Declaration(
    "gather_facts", parameters: Setup.parameters + [Parameter("parallel", .bool)], place: .controller)
}

/// `async_status`: what became of a task left running.
package struct AsyncStatusStatement: ControllerModule {
  package static let declaration = Declaration(
    "async_status",
    parameters: [
      Parameter("jid", required: true),
      Parameter("mode", choices: ["cleanup", "status"], standard: "status"),
    ], place: .controller)
}
