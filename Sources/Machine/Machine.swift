/// Everything a module may do to a host. Three machines exist: the live one, a plan laid over a
/// live one, and a memory-only one for tests. A module never knows which it has.
///
/// Where a plan cannot know an answer (a file that a package not yet fetched would bring), any
/// call throws `Unknown`; nobody but the request's runner catches it, and the step is reported as
/// known after apply.
package protocol Machine: AnyObject {
  var files: any Files { get }
  var accounts: any Accounts { get }
  var packages: any Packages { get }
  var units: any Units { get }
  var commands: any Commands { get }
  var kernel: any Kernel { get }
}

/// The plan cannot answer. `what` completes "known after …", such as `package nginx is installed`.
package struct Unknown: Error, Sendable {
  package let what: String
  package init(_ what: String) { self.what = what }
}

/// A refusal of the host: what was tried, on what, and errno's text.
package struct MachineError: Error, Sendable, CustomStringConvertible {
  package let description: String
  package let errno: Int32
  package init(_ description: String, errno: Int32 = 0) {
    self.description = description
    self.errno = errno
  }
}

/// Files and folders. Paths are absolute.
package protocol Files: AnyObject {
  /// The entry itself (lstat); nil where there is none.
  func status(_ path: String) throws -> FileStatus?
  /// The entry with links followed (stat); nil where there is none or a link dangles.
  func target(_ path: String) throws -> FileStatus?
  func read(_ path: String, limit: Int) throws -> [UInt8]
  /// Lower-case hex SHA-256 of a regular file, streamed.
  func sha256(_ path: String) throws -> String
  func names(in folder: String) throws -> [String]
  func link(_ path: String) throws -> String

  /// Replaces or creates a regular file in one step: temporary file in the same folder with its
  /// final owner and mode from the start, fsync, rename, fsync of the folder.
  func write(_ path: String, _ bytes: [UInt8], _ attributes: FileAttributes) throws
  func makeFolder(_ path: String, _ attributes: FileAttributes) throws
  func makeLink(_ path: String, to target: String) throws
  func makeHardLink(_ path: String, to target: String) throws
  func remove(_ path: String) throws
  func rename(_ path: String, to other: String) throws
  func set(_ path: String, _ attributes: FileAttributes) throws
}

package struct FileStatus: Sendable, Hashable {
  package enum Kind: Sendable { case file, folder, link, fifo, socket, characterDevice, blockDevice }
  package var kind: Kind
  /// Permission bits including setuid, setgid and sticky.
  package var mode: UInt32
  package var uid: UInt32
  package var gid: UInt32
  package var size: Int
  package var inode: UInt64
  package var device: UInt64
  package var links: Int
  /// Nanoseconds since 1970.
  package var modified: Int64
  package var accessed: Int64
  package var changed: Int64

  package init(
    kind: Kind, mode: UInt32, uid: UInt32 = 0, gid: UInt32 = 0, size: Int = 0, inode: UInt64 = 0, device: UInt64 = 0,
    links: Int = 1, modified: Int64 = 0, accessed: Int64 = 0, changed: Int64 = 0
  ) {
    self.kind = kind
    self.mode = mode
    self.uid = uid
    self.gid = gid
    self.size = size
    self.inode = inode
    self.device = device
    self.links = links
    self.modified = modified
    self.accessed = accessed
    self.changed = changed
  }
}

/// What is to hold for an entry; nil leaves it as it is (or the default for a new one).
package struct FileAttributes: Sendable, Hashable {
  package var mode: UInt32?
  package var uid: UInt32?
  package var gid: UInt32?
  /// Nanoseconds since 1970.
  package var modified: Int64?
  package var accessed: Int64?
  package init(mode: UInt32? = nil, uid: UInt32? = nil, gid: UInt32? = nil) {
    self.mode = mode
    self.uid = uid
    self.gid = gid
  }
}

/// Users and groups of the host.
package protocol Accounts: AnyObject {
  func user(named name: String) throws -> UserRecord?
  func user(id: UInt32) throws -> UserRecord?
  func group(named name: String) throws -> GroupRecord?
  func group(id: UInt32) throws -> GroupRecord?
  /// Names of all groups that list the user, besides the primary one.
  func groups(of user: String) throws -> [String]
  /// The encrypted password (shadow) of a user; nil where there is none or it is not readable.
  func passwordHash(of user: String) throws -> String?

  /// Runs the tool (useradd, usermod, …) and, in a plan, applies `effect` to the overlay instead.
  func change(_ command: Invocation, effect: AccountEffect) throws -> CommandResult
}

package enum AccountEffect: Sendable {
  case putUser(UserRecord, groups: [String]?, passwordHash: String?)
  case removeUser(String)
  case putGroup(GroupRecord)
  case removeGroup(String)
}

package struct UserRecord: Sendable, Hashable {
  package var name: String
  package var uid: UInt32
  package var gid: UInt32
  package var comment: String
  package var home: String
  package var shell: String
  package init(name: String, uid: UInt32, gid: UInt32, comment: String = "", home: String, shell: String) {
    self.name = name
    self.uid = uid
    self.gid = gid
    self.comment = comment
    self.home = home
    self.shell = shell
  }
}

package struct GroupRecord: Sendable, Hashable {
  package var name: String
  package var gid: UInt32
  package var members: [String]
  package init(name: String, gid: UInt32, members: [String] = []) {
    self.name = name
    self.gid = gid
    self.members = members
  }
}

/// Debian packages.
package protocol Packages: AnyObject {
  /// The installed version; nil where the package is not (completely) installed. Answered from
  /// dpkg's status file. In a plan, a package planned to be installed has version `planned`.
  func version(of package: String) throws -> String?
  /// Runs apt or dpkg for real; in a plan records that these become installed or removed.
  /// Nil in a plan.
  func change(_ command: Invocation, installing: [String], removing: [String]) throws -> CommandResult?
}

/// systemd units.
package protocol Units: AnyObject {
  func status(_ unit: String) throws -> UnitStatus
  /// `start`, `stop`, `restart`, `reload`, `enable`, … for real; in a plan the effect on the
  /// status is recorded. Nil in a plan.
  func change(_ verb: UnitVerb, _ unit: String, scope: UnitScope) throws -> CommandResult?
  func reloadManager(scope: UnitScope) throws
}

package enum UnitVerb: String, Sendable {
  case start, stop, restart, reload, enable, disable, mask, unmask
}

package enum UnitScope: String, Sendable { case system, user, global }

package struct UnitStatus: Sendable, Hashable {
  package var isFound: Bool
  /// systemd's words: `active`, `inactive`, `failed`, `activating`, …
  package var activeState: String
  package var subState: String
  /// `enabled`, `disabled`, `static`, `masked`, `alias`, `generated`, … or empty.
  package var fileState: String
  package var isMasked: Bool
  /// All properties of `systemctl show`, for the module's `status` result.
  package var properties: [(String, String)]

  package static func == (a: UnitStatus, b: UnitStatus) -> Bool {
    a.isFound == b.isFound && a.activeState == b.activeState && a.subState == b.subState && a.fileState == b.fileState
      && a.isMasked == b.isMasked
  }
  package func hash(into hasher: inout Hasher) { hasher.combine(activeState) }

  package init(
    isFound: Bool, activeState: String = "inactive", subState: String = "dead", fileState: String = "", isMasked: Bool = false,
    properties: [(String, String)] = []
  ) {
    self.isFound = isFound
    self.activeState = activeState
    self.subState = subState
    self.fileState = fileState
    self.isMasked = isMasked
    self.properties = properties
  }
}

/// Kernel parameters below /proc/sys.
package protocol Kernel: AnyObject {
  func parameter(_ name: String) throws -> String?
  func set(_ name: String, to value: String) throws
}

/// Programs of the host. No shell anywhere, unless the program is one.
package protocol Commands: AnyObject {
  /// Runs something that must not change the host, also in a plan. Programs that a plan would
  /// install make it throw `Unknown`.
  func query(_ invocation: Invocation) throws -> CommandResult
  /// Runs something that may change the host. Nil in a plan: it did not run.
  func act(_ invocation: Invocation) throws -> CommandResult?
  /// Where a program is found on the usual path; nil where nowhere.
  func find(_ program: String) throws -> String?
}

package struct Invocation: Sendable {
  package var arguments: [String]
  package var input: [UInt8]
  /// Added to a clean environment with LC_ALL=C.UTF-8 unless set here.
  package var environment: [(name: String, value: String)]
  package var folder: String?
  /// Seconds; zero is no limit.
  package var timeout: Double
  /// Called with each piece of output as it comes.
  package var progress: (@Sendable (String) -> Void)?

  package init(
    _ arguments: [String], input: [UInt8] = [], environment: [(name: String, value: String)] = [], folder: String? = nil,
    timeout: Double = 0
  ) {
    self.arguments = arguments
    self.input = input
    self.environment = environment
    self.folder = folder
    self.timeout = timeout
  }
}

package struct CommandResult: Sendable {
  /// Exit status, or minus the signal's number.
  package var status: Int32
  package var output: [UInt8]
  package var error: [UInt8]
  package var isTimedOut = false
  package init(status: Int32, output: [UInt8] = [], error: [UInt8] = []) {
    self.status = status
    self.output = output
    self.error = error
  }
}
