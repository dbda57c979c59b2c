/// All modules, by name.
package enum Registry {
  package static let all: [any Module.Type] = [
    AddHostStatement.self,
    Alternative.self,
    Apt.self,
    AptKey.self,
    AptRepository.self,
    Assemble.self,
    AssertStatement.self,
    AsyncStatusStatement.self,
    AuthorizedKey.self,
    BlockInFile.self,
    Command.self,
    Copy.self,
    CronJob.self,
    Deb822Repository.self,
    DebconfAnswer.self,
    DebugStatement.self,
    DpkgSelection.self,
    FailStatement.self,
    Fetch.self,
    FileDownload.self,
    FileEntry.self,
    FileFacts.self,
    Find.self,
    FirewallRule.self,
    GatherFactsStatement.self,
    GenericPackage.self,
    GitCheckout.self,
    GroupAccount.self,
    GroupByStatement.self,
    HostName.self,
    ImportRoleStatement.self,
    ImportTasksStatement.self,
    IncludeRoleStatement.self,
    IncludeTasksStatement.self,
    IncludeVarsStatement.self,
    KernelModule.self,
    KernelParameter.self,
    KnownHost.self,
    LineInFile.self,
    Locales.self,
    MetaStatement.self,
    MountPoint.self,
    NameServiceEntries.self,
    PackageFacts.self,
    PauseStatement.self,
    Ping.self,
    PythonPackages.self,
    RawCommand.self,
    RebootStatement.self,
    ReplaceInFile.self,
    Script.self,
    Service.self,
    ServiceFacts.self,
    SetFactStatement.self,
    SetStatsStatement.self,
    Setup.self,
    ShellCommand.self,
    Slurp.self,
    SystemdUnit.self,
    TemplateStatement.self,
    TemporaryFile.self,
    TimeZone.self,
    Unarchive.self,
    UserAccount.self,
    ValidateArgumentSpecStatement.self,
    WaitFor.self,
    WaitForConnectionStatement.self,
    WebCall.self,
  ]

  private static let byName: [String: any Module.Type] = {
    var found: [String: any Module.Type] = [:]
    for module in all {
      for name in [module.declaration.name] + module.declaration.aliases { found[name] = module }
    }
    return found
  }()

  /// The module of a short or fully qualified name (`apt`, `ansible.builtin.apt`).
  package static func module(named name: String) -> (any Module.Type)? {
    byName[name.split(separator: ".").last.map(String.init) ?? name]
  }
}
