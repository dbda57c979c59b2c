/// Which requests may still run: a failure closes its epoch and all before.
struct Epochs {
  private var opened: UInt64 = 0
  private var failed: UInt64?
  /// Of a loop's item; closes its epoch at the checkpoint.
  private var failedItem: UInt64?

  func admits(_ epoch: UInt64) -> Bool {
    guard epoch >= opened else { return false }
    return failed.map { epoch > $0 } ?? true
  }

  mutating func fail(_ epoch: UInt64) { failed = max(epoch, failed ?? 0) }
  mutating func failItem(_ epoch: UInt64) { failedItem = max(epoch, failedItem ?? 0) }

  /// The end of a loop's items.
  mutating func checkpoint() {
    if let failedItem { fail(failedItem) }
    failedItem = nil
  }

  mutating func open(_ epoch: UInt64) { opened = max(epoch, opened) }
}

/// First in, first out.
struct Queue<Element> {
  private var elements: [Element?] = []
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var count: Int { elements.count - head }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    defer {
      elements[head] = nil
      head += 1
      if head == elements.count { (elements, head) = ([], 0) }
    }
    return elements[head]
  }

  mutating func removeAll() { (elements, head) = ([], 0) }
}
