import Machine
import Values
import Wire

/// `apt`: packages present, absent or at their newest; lists fetched; everything upgraded; caches
/// and unneeded packages gone. What is installed is read from dpkg's status without a process.
package struct Apt: Module {
  static let packageParameters = [
    Parameter("name", .list(.string), aliases: ["package", "pkg"]),
    Parameter("state", choices: ["absent", "build-dep", "latest", "present", "fixed"], standard: "present"),
  ]
  static let otherParameters = [
    Parameter("auto_install_module_deps", .bool, standard: true),
    Parameter("update_cache", .bool, aliases: ["update-cache"]),
    Parameter("update_cache_retries", .int, standard: 5),
    Parameter("update_cache_retry_max_delay", .int, standard: 12),
    Parameter("cache_valid_time", .int, standard: 0),
    Parameter("purge", .bool, standard: false),
    Parameter("default_release", aliases: ["default-release"]),
    Parameter("install_recommends", .bool, aliases: ["install-recommends"]),
    Parameter("force", .bool, standard: false),
    Parameter("clean", .bool, standard: false),
    Parameter("allow_unauthenticated", .bool, aliases: ["allow-unauthenticated"], standard: false),
    Parameter(
      "allow_downgrade", .bool, aliases: ["allow-downgrade", "allow_downgrades", "allow-downgrades"], standard: false),
    Parameter("allow_change_held_packages", .bool, standard: false),
    Parameter("upgrade", choices: ["dist", "full", "no", "safe", "yes"], standard: "no"),
    Parameter("dpkg_options", standard: "force-confdef,force-confold"),
    Parameter("deb", .path),
    Parameter("autoremove", .bool, standard: false),
    Parameter("autoclean", .bool, standard: false),
    Parameter("policy_rc_d", .int),
    Parameter("only_upgrade", .bool, standard: false),
    Parameter("fail_on_autoremove", .bool, standard: false),
    Parameter("force_apt_get", .bool, standard: false),
    Parameter("lock_timeout", .int, standard: 600),
  ]
  package static let declaration = Declaration(
    "apt", parameters: packageParameters + otherParameters)

  private let arguments: Arguments

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    if arguments.has("deb"), arguments.has("name") || arguments.string("upgrade") != "no" {
      throw ModuleFailure("parameters are mutually exclusive: deb|package|upgrade")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    var work = AptWork(arguments, step)
    try work.clean()
    try work.updateLists()
    try work.upgrade()
    try work.installFile()
    try work.bringPackages()
    try work.tidy()
    return work.outcome
  }
}
