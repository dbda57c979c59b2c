import Values

/// A place in a play: indices from the outside in. Positions order tasks as written.
typealias Position = [Int]

/// Keeps the hosts of a batch in step: all hosts that need the earliest task get it, then the
/// next. A host alone, or of strategy `free`, passes without waiting.
actor Turnstile {
  /// What a host may do at a position.
  enum Turn: Sendable {
    case go
    /// Another host ran this `run_once` task; nil when it could not finish it.
    case follow(SharedResult?)
    case leave(Departure)
  }

  /// Why no host goes on from where it stands.
  enum Departure: Sendable {
    /// Some host failed a task that is fatal for all.
    case failed(String)
    /// Some host carried out an order that ends it for all.
    case ended(Interruption)
  }

  struct Stop: Sendable {
    let host: String
    let position: Position
    let title: TaskTitle
    var isOnce = false
    /// At most so many hosts at a time; nil leaves it to `forks`.
    var throttle: Int?
  }

  private struct Waiter {
    let stop: Stop
    let resume: CheckedContinuation<Turn, Never>
  }

  private struct Finisher {
    let host: String
    let position: Position
    let resume: CheckedContinuation<Departure?, Never>
  }

  private let order: [String]
  private let forks: Int
  private let reporter: Reporter
  private var active: Set<String>
  private var working: Set<String> = []
  private var waiting: [Waiter] = []
  /// Hosts let through at the current position once others return.
  private var queued: [Waiter] = []
  private var followers: [Waiter] = []
  /// Hosts that have ended what stands at a position and wait for the others to end it.
  private var finished: [Finisher] = []
  private var shared: SharedResult?
  private var departure: Departure?
  /// Hosts whose own failure it was: they are on their way to their rescue already.
  private var failing: Set<String> = []
  /// Whether the threshold has ended the play: it fails the other hosts once, not their rescue and always parts.
  private var isOverThreshold = false
  private let overThreshold: @Sendable () -> String?

  /// `overThreshold` says why the play must stop (`max_fail_percentage`), asked between tasks.
  init(hosts: [String], forks: Int, reporter: Reporter, overThreshold: @escaping @Sendable () -> String?) {
    order = hosts
    active = Set(hosts)
    self.forks = max(1, forks)
    self.reporter = reporter
    self.overThreshold = overThreshold
  }

  /// Waits until it is this host's turn at the position.
  func arrive(_ stop: Stop) async -> Turn {
    working.remove(stop.host)
    return await withCheckedContinuation { resume in
      waiting.append(Waiter(stop: stop, resume: resume))
      advance()
    }
  }

  /// Waits until the other hosts have ended what stands at the position, and what it included or flushed. Gives the
  /// departure where one of them failed or ended it for all: the host then leaves where the task stands, inside the
  /// same block.
  func finish(_ host: String, behind position: Position) async -> Departure? {
    working.remove(host)
    return await withCheckedContinuation { resume in
      finished.append(Finisher(host: host, position: position, resume: resume))
      advance()
    }
  }

  /// The host takes no further part.
  func leave(_ host: String) {
    working.remove(host)
    active.remove(host)
    advance()
  }

  /// Hands a `run_once` result to the hosts that wait for it.
  func share(_ result: SharedResult) { shared = result }

  /// Fails every other host at its next stop.
  func fail(_ reason: String, from host: String) {
    departure = .failed(reason)
    failing.insert(host)
  }

  /// Has every other host leave at its next stop.
  func end(_ interruption: Interruption) { departure = .ended(interruption) }
}

/// What the host that ran a `run_once` task learned, for the others.
struct SharedResult: Sendable {
  var register: Value?
  var facts: ValueMap = [:]
  var set: ValueMap = [:]
  /// An order to the run that was carried out for all of them.
  var direction: String?
}

extension Turnstile {
  private func advance() {
    while !queued.isEmpty, working.count < limit(of: queued[0].stop) { release(queued.removeFirst()) }
    guard working.isEmpty, queued.isEmpty else { return }
    if let departure = takeDeparture(), dismissOthers(departure) { return }
    releaseFinished()
    releaseFollowers()
    // Those that are still held wait for hosts inside of what they have ended.
    guard waiting.count + finished.count == active.count, !waiting.isEmpty else { return }
    releaseEarliest()
  }

  private func limit(of stop: Stop) -> Int { min(forks, stop.throttle ?? forks) }

  private func takeDeparture() -> Departure? {
    defer { departure = nil }
    if let departure { return departure }
    guard !isOverThreshold, let reason = overThreshold() else { return nil }
    isOverThreshold = true
    return .failed(reason)
  }

  private func releaseFinished() {
    let others = waiting.map(\.stop.position) + finished.map(\.position)
    let ended = finished.filter { host in
      !others.contains { $0.count > host.position.count && $0.starts(with: host.position) }
    }
    finished.removeAll { host in ended.contains { $0.host == host.host } }
    for host in ended {
      working.insert(host.host)
      host.resume.resume(returning: nil)
    }
  }

  private func releaseFollowers() {
    guard !followers.isEmpty else { return }
    let parked = followers
    followers = []
    for waiter in parked {
      working.insert(waiter.stop.host)
      waiter.resume.resume(returning: .follow(shared))
    }
    shared = nil
  }

  /// False where no other host is left.
  private func dismissOthers(_ departure: Departure) -> Bool {
    if case .ended = departure { failing = [] }
    let ended = finished.filter { !failing.contains($0.host) }
    let parked = (waiting + followers).filter { !failing.contains($0.stop.host) }
    finished.removeAll { !failing.contains($0.host) }
    waiting.removeAll { !failing.contains($0.stop.host) }
    (followers, failing, shared) = ([], [], nil)
    for waiter in parked { waiter.resume.resume(returning: .leave(departure)) }
    for host in ended { host.resume.resume(returning: departure) }
    working.formUnion(parked.map(\.stop.host) + ended.map(\.host))
    return !working.isEmpty
  }

  private func releaseEarliest() {
    guard let first = waiting.map(\.stop.position).min(by: { $0.lexicographicallyPrecedes($1) }) else { return }
    var group = waiting.filter { $0.stop.position == first }
    waiting.removeAll { $0.stop.position == first }
    group.sort { rank($0.stop.host) < rank($1.stop.host) }
    announce(group[0].stop)
    shared = nil
    if group[0].stop.isOnce {
      followers = Array(group.dropFirst())
      group = [group[0]]
    }
    queued = group
    while !queued.isEmpty, working.count < limit(of: queued[0].stop) { release(queued.removeFirst()) }
  }

  private func rank(_ host: String) -> Int { order.firstIndex(of: host) ?? .max }

  private func announce(_ stop: Stop) { reporter.announce(stop.title, at: stop.position) }

  private func release(_ waiter: Waiter) {
    working.insert(waiter.stop.host)
    waiter.resume.resume(returning: .go)
  }
}
