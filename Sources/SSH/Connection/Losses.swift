import Synchronization

/// How a connection was lost, for those that go through it.
final class Losses: Sendable {
  private let bastion: Losses?
  private let own = Mutex<SSHError?>(nil)

  init(bastion: Losses?) { self.bastion = bastion }

  var ofBastion: SSHError? { bastion?.own.withLock { $0 } }

  /// The first one stays.
  func note(_ error: SSHError) { own.withLock { $0 = $0 ?? error } }
}
