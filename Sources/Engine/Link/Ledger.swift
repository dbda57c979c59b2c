import Wire

/// The promise of an outcome.
package struct Ticket: Sendable, Hashable {
  package let id: UInt64
}

/// What became of a request that was sent.
package enum Delivery: Sendable {
  case outcome(Outcome)
  /// Not run: an earlier request of its epoch failed.
  case discarded
}

/// Requests without an answer, in the order in which the agent must answer, and answers that
/// nobody has fetched yet.
struct Ledger {
  typealias Receiver = @Sendable ([UInt8], _ isLast: Bool) throws -> Void

  struct Entry {
    let module: String
    let contents: [String: ContentSource]
    /// Takes a file's bytes (`fetch`).
    let receiver: Receiver?
    var assembly = OutcomeAssembly()
    var waiter: CheckedContinuation<Delivery, any Error>?
    var isForgotten = false
    /// Why the received bytes could not be kept.
    var receiverFailure: String?
  }

  private(set) var entries: [UInt64: Entry] = [:]
  private var order: [UInt64] = []
  private var head = 0
  private var answers: [UInt64: (result: Result<Delivery, LinkError>, size: Int)] = [:]

  var isEmpty: Bool { entries.isEmpty }
  /// Size of the answers that nobody has fetched yet, in bytes as they came.
  private(set) var unfetched = 0

  /// The request that the agent is working on.
  var current: UInt64? { head < order.count ? order[head] : nil }
  /// Requests that the agent has not begun.
  var queued: ArraySlice<UInt64> { order.dropFirst(head + 1) }
  var running: String? { current.flatMap { entries[$0]?.module } }

  mutating func add(_ id: UInt64, _ entry: Entry) {
    entries[id] = entry
    order.append(id)
  }

  /// The entry of the request that an agent may talk about now.
  func entry(_ id: UInt64) throws(LinkError) -> Entry {
    guard let entry = entries[id] else {
      throw .protocolError("a reply to request \(id), which is not waiting for one")
    }
    guard id == current else {
      throw .protocolError("a reply to request \(id) before the one to request \(current ?? 0)")
    }
    return entry
  }

  mutating func update(_ id: UInt64, _ change: (inout Entry) throws(LinkError) -> Void)
    throws(LinkError)
  {
    var entry = try entry(id)
    entries[id] = nil
    defer { entries[id] = entry }
    try change(&entry)
  }

  /// Wakes who waits for the outcome, or keeps it.
  mutating func answer(_ id: UInt64, _ delivery: Delivery, size: Int) throws(LinkError) {
    let entry = try entry(id)
    entries[id] = nil
    head += 1
    if head == order.count { (order, head) = ([], 0) }
    settle(id, entry, .success(entry.judged(delivery)), size)
  }

  /// Nothing will be answered any more.
  mutating func fail(_ error: LinkError) {
    let (waiting, first) = (entries, current)
    entries = [:]
    (order, head) = ([], 0)
    for (id, entry) in waiting {
      settle(id, entry, .failure(id == first ? error : error.forQueued()), 0)
    }
  }

  private mutating func settle(
    _ id: UInt64, _ entry: Entry, _ result: Result<Delivery, LinkError>, _ size: Int
  ) {
    if let waiter = entry.waiter {
      waiter.resume(with: result.mapError { $0 as any Error })
    } else if !entry.isForgotten {
      answers[id] = (result, size)
      unfetched += size
    }
  }

  mutating func fetch(_ ticket: Ticket) -> Result<Delivery, LinkError>? {
    guard let answer = answers.removeValue(forKey: ticket.id) else { return nil }
    unfetched -= answer.size
    return answer.result
  }

  /// False where no answer to the ticket is to come.
  mutating func wait(_ ticket: Ticket, _ waiter: CheckedContinuation<Delivery, any Error>) -> Bool {
    guard let entry = entries[ticket.id], entry.waiter == nil, !entry.isForgotten else {
      return false
    }
    entries[ticket.id]?.waiter = waiter
    return true
  }

  /// Nobody wants the outcome any more.
  mutating func forget(_ ticket: Ticket) {
    _ = fetch(ticket)
    guard let waiter = entries[ticket.id]?.waiter else {
      entries[ticket.id]?.isForgotten = true
      return
    }
    entries[ticket.id]?.waiter = nil
    entries[ticket.id]?.isForgotten = true
    waiter.resume(throwing: CancellationError())
  }
}

extension Ledger.Entry {
  /// Hands on a piece of a file; where that fails, the outcome will say so.
  mutating func receive(_ bytes: [UInt8], _ isLast: Bool) throws(LinkError) {
    guard let receiver else { throw .protocolError("a file that nobody asked for") }
    guard receiverFailure == nil, !isForgotten else { return }
    do { try receiver(bytes, isLast) } catch { receiverFailure = "\(error)" }
  }

  fileprivate func judged(_ delivery: Delivery) -> Delivery {
    receiverFailure.map { .outcome(.failed("cannot keep the file that the host sent: \($0)")) }
      ?? delivery
  }
}
