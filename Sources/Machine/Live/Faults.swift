import Glibc

/// Makes the n-th system call that changes something fail, for tests of what is left behind.
package final class Faults {
  package enum Kind: Sendable {
    /// The call fails with this errno; the code goes on as after any refusal.
    case refuse(Int32)
    /// The process dies there: nothing is cleaned up.
    case die
  }

  package struct Death: Error {}

  private let kind: Kind
  private var left: Int
  /// How many calls there were.
  package private(set) var count = 0
  package private(set) var isDead = false

  package init(at number: Int, _ kind: Kind) {
    left = number
    self.kind = kind
  }

  func pass(_ what: String, _ path: String) throws {
    if isDead { throw Death() }
    count += 1
    left -= 1
    guard left == 0 else { return }
    switch kind {
    case .refuse(let code): throw MachineError.refused(what, path, code)
    case .die:
      isDead = true
      throw Death()
    }
  }
}
