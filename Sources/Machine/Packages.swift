/// Debian packages.
package protocol Packages: AnyObject {
  /// Everything that dpkg's status file lists under a name, one record for each architecture;
  /// also what is not completely installed. A package planned to be installed has version
  /// `planned` and no details.
  func records(named package: String) throws -> [PackageRecord]
  /// All records, in the order of the status file.
  func all() throws -> [PackageRecord]
  /// Whether dpkg was interrupted and `dpkg --configure -a` is due.
  func isInterrupted() throws -> Bool
  /// Who keeps apt or dpkg from working now.
  func lockHolder() throws -> PackageLockHolder?
  /// Runs apt or dpkg for real; in a plan records that these become installed or removed and
  /// answers nil. Both lists empty: the package lists or the cache change.
  func change(_ command: Invocation, installing: [String], removing: [String]) throws
    -> CommandResult?
}

extension Packages {
  package func lockHolder() throws -> PackageLockHolder? { nil }

  /// The installed version; nil where the package is not (completely) installed.
  package func version(of package: String) throws -> String? {
    try records(named: package).first { $0.isInstalled }?.version
  }
}

/// A paragraph of dpkg's status file.
package struct PackageRecord: Sendable, Hashable {
  package var name: String
  package var version: String
  package var architecture: String
  /// The three words of `Status`, such as `install ok installed`.
  package var want: String
  package var condition: String
  package var state: String
  /// Virtual packages, with their version where one is given.
  package var provides: [Provided]
  package var source: String
  package var priority: String
  package var section: String

  package struct Provided: Sendable, Hashable {
    package var name: String
    package var version: String?
    package init(name: String, version: String? = nil) {
      self.name = name
      self.version = version
    }
  }

  package init(
    name: String, version: String, architecture: String = "amd64", want: String = "install",
    condition: String = "ok",
    state: String = "installed", provides: [Provided] = [], source: String = "",
    priority: String = "", section: String = ""
  ) {
    self.name = name
    self.version = version
    self.architecture = architecture
    self.want = want
    self.condition = condition
    self.state = state
    self.provides = provides
    self.source = source
    self.priority = priority
    self.section = section
  }

  package var isInstalled: Bool { state == "installed" || state.hasPrefix("triggers-") }
}
