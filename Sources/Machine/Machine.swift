import CPlatform

/// Everything a module may do to a host. Three machines exist: the live one, a plan laid over a
/// live one, and a memory-only one for tests. A module never knows which it has.
///
/// Where a plan cannot know an answer (a file that a package not yet fetched would bring), any
/// call throws `Unknown`; nobody but the request's runner catches it, and the step is reported as
/// known after apply.
package protocol Machine: AnyObject {
  /// As whom files are made and programs run.
  var acting: ActingUser { get }
  var files: any Files { get }
  var accounts: any Accounts { get }
  var packages: any Packages { get }
  var units: any Units { get }
  var commands: any Commands { get }
  var kernel: any Kernel { get }
  var network: any Network { get }

  /// A step begins: what was asked before it does not matter to `doubt` any more.
  func begin()
  /// Why a failure of the running step need not happen in the real run; nil where it will.
  var doubt: Unknown? { get }

  /// The running step's outcome is known after apply: what it names (paths, accounts) may be
  /// otherwise for later steps of the plan; after a command of the user anything may.
  func leaveUnknown(_ unknown: Unknown, naming words: [String], isCommand: Bool)

  /// Nanoseconds since 1970.
  func now() -> Int64
  /// Sleeps. A plan does not.
  func pause(_ seconds: Double) throws
  /// Sleeps until something outside may have changed. A plan throws `Unknown(what)`: nothing will
  /// change while nothing is done.
  func wait(_ seconds: Double, for what: String) throws
}

extension Machine {
  package func begin() {}
  package var doubt: Unknown? { nil }
  package func leaveUnknown(_ unknown: Unknown, naming words: [String], isCommand: Bool) {}
}

/// The plan cannot answer. `what` completes "known after …", such as `package nginx is installed`.
package struct Unknown: Error, Sendable {
  package let what: String
  package init(_ what: String) { self.what = what }
}

/// What an action leaves behind, for plans: later steps of the same plan see it.
package enum Effect: Sendable {
  /// A file exists; its content is known after apply. `after` says after what, where that is not
  /// just that the program has run.
  case file(String, FileAttributes = FileAttributes(), after: String? = nil)
  case folder(String, FileAttributes = FileAttributes())
  case link(String, to: String)
  /// Whatever is in or below a folder is known after apply.
  case contents(of: String)
  case removed(String)
  /// Nobody knows: a command of the user. Whatever it names may be there afterwards.
  case anything
}

/// What the kernel knows and lets one set.
package protocol Kernel: AnyObject {
  /// A parameter below /proc/sys, such as `net.ipv4.ip_forward`.
  func parameter(_ name: String) throws -> String?
  func set(_ name: String, to value: String) throws
  func name() -> KernelName
  func addresses() -> [InterfaceAddress]
  func space(of path: String) -> FileSystemSpace?
}

/// What other machines and processes answer.
package protocol Network: AnyObject {
  /// Whether a TCP connection is accepted within so many seconds.
  func accepts(host: String, port: Int, timeout: Double) throws -> Bool
  /// What the other side says by itself until `isEnough`, end of stream or timeout; nil where it
  /// does not accept.
  func greeting(host: String, port: Int, timeout: Double, isEnough: ([UInt8]) -> Bool) throws
    -> [UInt8]?
}

/// Nanoseconds since 1970 of a time in the host's zone, read by a format of strptime(3).
package func localMoment(_ text: String, format: String) -> Int64? {
  var seconds: Int64 = 0
  return platform_parse_local_time(text, format, &seconds) == 0 ? seconds * 1_000_000_000 : nil
}
