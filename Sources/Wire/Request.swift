import Values

/// One step for a host: which module, with which arguments, as whom, for real or not.
package struct Request: Sendable {
  package var id: UInt64
  /// Requests of an epoch in which one failed are discarded; see `Reply.discarded`.
  package var epoch: UInt64
  /// The module's short name, such as `apt`.
  package let module: String
  /// Rendered, checked against the module's declaration, defaults not filled in.
  package var arguments: ValueMap
  package var attachments: [Attachment] = []
  package var mode: Mode = .apply
  /// Whether before and after texts are wanted.
  package var wantsDiff = false
  /// The user to act as; nil is the login user.
  package var user: String?
  package var environment: [(name: String, value: String)] = []
  /// Whether a failure leaves the requests behind it valid (`ignore_errors`).
  package var isFailureIgnored = false
  /// Whether it is an item of a loop: a failure lets the other items run, and counts at the
  /// `Command.checkpoint` behind them.
  package var isItem = false
  /// Seconds; zero is no limit.
  package var timeout: Double = 0
  /// Whether output of commands is to be reported while they run.
  package var wantsProgress = true

  package init(id: UInt64, epoch: UInt64, module: String, arguments: ValueMap) {
    self.id = id
    self.epoch = epoch
    self.module = module
    self.arguments = arguments
  }
}

/// How a request is to be carried out.
package enum Mode: Int, Sendable {
  /// Change the host.
  case apply
  /// Change the run's plan: later planned requests of this run see the effects.
  case plan
  /// Say what would change from the host as it is now, and forget it (`check_mode: true` in a real run).
  case check
}

/// Content that a request needs, named by its hash; the bytes travel only if the host lacks them.
package struct Attachment: Sendable, Hashable {
  /// Relative path inside a tree, or empty for a single file.
  package let path: String
  package let kind: Kind
  /// Lower-case hex.
  package let sha256: String
  package let size: Int
  /// Permission bits of the source, for `mode: preserve` and trees.
  package let mode: UInt32
  /// Small content is sent along.
  package let inline: [UInt8]?
  /// Target of a symbolic link.
  package let target: String?

  package enum Kind: Int, Sendable { case file, directory, link }

  package init(
    path: String = "", kind: Kind = .file, sha256: String = "", size: Int = 0, mode: UInt32 = 0o644,
    inline: [UInt8]? = nil, target: String? = nil
  ) {
    self.path = path
    self.kind = kind
    self.sha256 = sha256
    self.size = size
    self.mode = mode
    self.inline = inline
    self.target = target
  }
}
