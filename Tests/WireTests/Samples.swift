import Values

@testable import Wire

/// Messages of every kind, for tables.
enum Samples {
  static let sha = String(repeating: "0f", count: 32)

  static let values: [Value] = [
    .null, true, false, 0, -1, 23, 24, 255, 256, 65536, .int(.max), .int(.min), 0.0, -0.5, 1e300,
    .double(.infinity), .double(-.infinity), "", "ü€😀", "line\nline", "\u{0}", .omit,
    .deferred(.unknown(what: "package nginx is installed")), [], [1, [2, [3]]], [:],
    ["a": 1, "b": ["c": nil]],
    .map(
      ValueMap([(1, "int"), (true, "one again"), (2.5, "double"), (.null, "null"), ("", "empty")])),
  ]

  static var request: Request {
    var request = Request(
      id: 7, epoch: 3, module: "copy", arguments: ["dest": "/etc/motd", "mode": 0o644])
    request.attachments = [
      Attachment(sha256: sha, size: 1 << 40, mode: 0o4755),
      Attachment(path: "a/b", inline: Array("text".utf8)),
      Attachment(path: "l", kind: .link, target: "../x"),
      Attachment(path: "d", kind: .directory, mode: 0o755),
    ]
    request.mode = .plan
    request.wantsDiff = true
    request.user = "postgres"
    request.environment = [("PATH", "/bin"), ("LANG", "C")]
    request.isFailureIgnored = true
    request.timeout = 2.5
    request.wantsProgress = false
    request.isItem = true
    return request
  }

  static let commands: [Command] = [
    .open(Opening(holder: "alice@laptop, provision site.yml", lockTimeout: 1.5, watchdog: 9)),
    .request(request), .request(Request(id: .max, epoch: 0, module: "ping", arguments: [:])),
    .epoch(4), .content(sha256: sha, bytes: Array(0...255), isLast: true),
    .content(sha256: sha, bytes: [], isLast: false),
    .contentUnavailable(sha256: sha, reason: "the file vanished"), .cancel(request: 9), .ping(.max),
    .checkpoint, .close,
  ]

  static let outcome = Outcome(
    .failed, isChanged: true, unknown: "user deploy is created",
    result: ["rc": 2, "stdout_lines": ["a", "b"], "later": .deferred(.unknown(what: "x"))],
    diffs: [
      Diff(beforeHeader: "/etc/motd", afterHeader: "new", before: "a\n", after: "b\n"),
      Diff(before: ["mode": "0644"], after: ["mode": "0600"], note: "secret"),
    ],
    warnings: ["careful"])

  static let replies: [Reply] = [
    .hello(Hello(sha256: sha, pid: 123, uid: 0, user: "root", machine: "x86_64")), .opened,
    .outcome(request: 1, outcome), .outcome(request: 2, Outcome()), .discarded(request: 3),
    .progress(request: 4, text: "Unpacking…"), .need(request: 5, sha256: sha), .pong(6),
    .notice("waiting"), .bytes(request: 7, bytes: [0, 255], isLast: false),
    .piece(request: 8, bytes: [1], isLast: true), .refused("no"),
  ]
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

func bytes(hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}
