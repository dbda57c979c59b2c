import Glibc
import Machine
import Wire

/// The host's lock: one run at a time. It is a `flock`, so the lock of a process that died, however
/// it died, is free; the text in the file only says who holds it.
struct HostLock {
  /// Held as long as this descriptor is open.
  let descriptor: Int32

  enum Attempt {
    case held(HostLock)
    case busy(holder: String)
    case impossible(String)
  }

  /// Root's lock lies in /run, where only root makes files; another user's in its own cache.
  /// `PROVISION_LOCK` names another one, for tests.
  static func path(cache: String) -> String {
    if let path = getenv("PROVISION_LOCK") { return String(cString: path) }
    if geteuid() == 0 { return "/run/provision.lock" }
    mkdir(cache, 0o700)
    mkdir(cache + "/provision", 0o700)
    return cache + "/provision/lock"
  }

  static func attempt(_ path: String, holder: String) -> Attempt {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      return .impossible("cannot open the lock \"\(path)\": \(errnoText())")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      defer { close(descriptor) }
      guard errno == EWOULDBLOCK || errno == EINTR else {
        return .impossible("cannot lock \"\(path)\": \(errnoText())")
      }
      let text = text(of: descriptor)
      // Two names of an inventory may mean the same host: a run does not wait for itself.
      if text.hasPrefix(holder + " (pid ") { return .held(HostLock(descriptor: dup(descriptor))) }
      return .busy(holder: text)
    }
    let lock = HostLock(descriptor: descriptor)
    lock.sign("\(holder) (pid \(getpid())) since \(clockText())")
    return .held(lock)
  }

  private func sign(_ text: String) {
    ftruncate(descriptor, 0)
    let bytes = Array((text + "\n").utf8)
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  private static func text(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? "another run" : String(decoding: line, as: UTF8.self)
  }

  /// `2026-05-04 10:20:30 UTC`.
  private static func clockText() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) UTC"
  }
}

/// Waits for the host's lock on behalf of a session.
struct LockWait {
  let path: String
  let opening: Opening

  private static let pause = 0.2

  /// The lock, or why there is none; nil where the controller went away meanwhile.
  func run(_ session: Session) -> Result<HostLock, Refusal>? {
    let end = monotonicSeconds() + opening.lockTimeout
    var named = ""
    while true {
      switch HostLock.attempt(path, holder: opening.holder) {
      case .held(let lock): return .success(lock)
      case .impossible(let reason): return .failure(Refusal(reason: reason))
      case .busy(let holder):
        guard monotonicSeconds() < end else { return .failure(tooLong(holder)) }
        if holder != named { session.send(.notice("waiting for the lock held by \(holder)")) }
        named = holder
      }
      guard (try? session.surroundings.pause(seconds: Self.pause)) != nil else { return nil }
    }
  }

  private func tooLong(_ holder: String) -> Refusal {
    Refusal(
      reason: "the lock of this host is held by \(holder), and was not released within "
        + "\(Int(opening.lockTimeout)) s: run again when that run has ended")
  }
}

/// Why an agent does not serve.
struct Refusal: Error { let reason: String }

func errnoText() -> String { String(cString: strerror(errno)) }
