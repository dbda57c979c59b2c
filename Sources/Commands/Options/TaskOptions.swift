import ArgumentParser

/// What only a run of playbooks can be told; verbs choose their tasks themselves.
struct TaskOptions: ParsableArguments {
  @Option(name: [.customShort("t", allowingJoined: true), .long], help: "Only tasks with one of these tags. May be repeated.")
  var tags: [String] = []

  @Option(name: .customLong("skip-tags"), help: "No tasks with one of these tags. May be repeated.")
  var skipTags: [String] = []

  @Option(name: .customLong("start-at-task"), help: "Begin at the task of this name (or glob).")
  var startAtTask: String?

  @Option(name: [.customShort("f", allowingJoined: true), .long], help: "At most so many hosts at once.")
  var forks: Int?

  @Flag(name: .customLong("step"), help: "Ask before each task: no, yes, or continue without asking.")
  var steps = false

  @Flag(name: .customLong("force-handlers"), help: "Run notified handlers even when a task failed.")
  var forcesHandlers = false

  /// There is no cache of facts: every run begins without.
  @Flag(name: .customLong("flush-cache"), help: .hidden)
  var flushesCache = false

  @Flag(name: .customLong("list-hosts"), help: "Say which hosts each play would run on, and stop.")
  var listsHosts = false

  @Flag(name: .customLong("list-tasks"), help: "Say which tasks would run, and stop.")
  var listsTasks = false

  @Flag(name: .customLong("list-tags"), help: "Say which tags there are, and stop.")
  var listsTags = false

  @Flag(name: .customLong("syntax-check"), help: "Check the playbooks, and stop.")
  var checksSyntax = false
}
