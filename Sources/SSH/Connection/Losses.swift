import Synchronization

/// Why a connection was lost, for those that go through it.
final class Losses: Sendable {
  private let bastion: Losses?
  private let own = Mutex<String?>(nil)

  init(bastion: Losses?) { self.bastion = bastion }

  var ofBastion: String? { bastion?.own.withLock { $0 } }

  /// The first one stays.
  func note(_ reason: String) { own.withLock { $0 = $0 ?? reason } }
}
