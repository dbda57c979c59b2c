/// What the program tells its caller.
package enum ExitStatus: Int32, Sendable {
  case success = 0
  /// An error before or beside the hosts: a missing file, an unknown handler, an empty limit.
  case error = 1
  /// A task failed on some host; also a command line that makes no sense.
  case failed = 2
  /// A host could not be reached; also a playbook or inventory that cannot be read.
  case unreachable = 4
  case interrupted = 130
}
