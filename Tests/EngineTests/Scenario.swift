import Foundation
import Hosts
import Playbooks
import Synchronization
import Testing
import Values

@testable import Engine

/// A folder with a playbook, run on local agents; what happened, a line each.
struct Scenario {
  let folder: String

  /// Files by path; `site.yml` is the playbook. The inventory has hosts `h1`… unless given.
  init(_ files: [String: String], hosts: [String] = ["h1"]) throws {
    folder = NSTemporaryDirectory() + "scenario-\(UUID().uuidString)"
    var all = files
    all["hosts"] = all["hosts"] ?? hosts.map { "\($0) ansible_connection=local" }.joined(separator: "\n") + "\n"
    for (name, text) in all {
      let path = folder + "/" + name
      try FileManager.default.createDirectory(atPath: path.folder, withIntermediateDirectories: true)
      try text.replacing("$FOLDER", with: folder).write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  init(_ playbook: String, hosts: [String] = ["h1"]) throws { try self.init(["site.yml": playbook], hosts: hosts) }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  func file(_ name: String) -> String? { try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) }

  /// Runs the playbook and returns the transcript.
  ///
  /// - Parameter interruptedAt: a line of the transcript after which the operator presses Ctrl-C.
  func run(
    prompts: any RunPrompts = NoOperator(), interruptedAt line: String? = nil, _ change: (inout RunOptions) -> Void = { _ in }
  ) async throws -> Transcript {
    var options = RunOptions()
    options.inventories = [folder + "/hosts"]
    options.agentPath = Self.agentPath
    options.gathering = "explicit"
    change(&options)
    let recorder = Recorder()
    let run = Run(options: options, observer: recorder, prompts: prompts)
    if let line { recorder.whenSeen(line) { run.interrupt() } }
    let result = await run.perform([folder + "/site.yml"])
    return Transcript(lines: recorder.lines, warnings: recorder.warnings, failures: recorder.failures, exitCode: result.exitCode, recaps: result.recaps)
  }

  private static let agentPath: String = {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let path = program.folder + "/provision-agent"
    // The first start takes the agent's own hash, which is slow in a debug build.
    let first = Process()
    first.executableURL = URL(fileURLWithPath: path)
    first.standardInput = FileHandle.nullDevice
    first.standardOutput = FileHandle.nullDevice
    try? first.run()
    first.waitUntilExit()
    return path
  }()
}

struct Transcript {
  let lines: [String]
  let warnings: [String]
  let failures: [RunFailure]
  let exitCode: Int32
  let recaps: [HostRecap]

  func recap(_ host: String = "h1") throws -> HostRecap { try #require(recaps.first { $0.host == host }) }
}

/// Writes events as short lines.
final class Recorder: RunObserver {
  private let store = Mutex<[String]>([])
  var lines: [String] { store.withLock { $0 } }

  private let failed = Mutex<[RunFailure]>([])
  var failures: [RunFailure] { failed.withLock { $0 } }

  private static func failure(_ event: RunEvent) -> RunFailure? {
    switch event {
    case .failure(let failure): failure
    case .result(let report) where report.verdict == .failed:
      report.failure ?? RunFailure((try? report.result["msg"]?.text) ?? "", at: report.origin)
    default: nil
    }
  }

  private let warned = Mutex<[String]>([])
  var warnings: [String] { warned.withLock { $0 } }

  func observe(_ event: RunEvent) {
    if let failure = Self.failure(event) { failed.withLock { $0.append(failure) } }
    if case .warning(let text) = event { warned.withLock { $0.append(text) } }
    guard let line = Self.line(event) else { return }
    store.withLock { $0.append(line) }
    if let (awaited, act) = reaction.withLock({ $0 }), line == awaited { act() }
  }

  private let reaction = Mutex<(String, @Sendable () -> Void)?>(nil)

  func whenSeen(_ line: String, _ act: @escaping @Sendable () -> Void) { reaction.withLock { $0 = (line, act) } }

  private static func line(_ event: RunEvent) -> String? {
    switch event {
    case .taskStarted(let title): (title.kind == .handler ? "HANDLER " : "TASK ") + title.name
    case .result(let report): line(report)
    case .item(let report): line(report)
    case .retrying(_, _, let left, _): "retrying, \(left) left"
    case .included(let path, let hosts, let item):
      "included \(path.lastComponent) for \(hosts.joined(separator: ","))" + (item.map { " item=\($0)" } ?? "")
    case .noHostsMatched: "no hosts"
    case .failure(let failure): "ERROR \(failure.message)"
    case .noMoreHosts: "no more hosts"
    default: nil
    }
  }

  private static func line(_ report: TaskReport) -> String {
    var line = "\(report.verdict) \(report.host)"
    if let item = report.item { line += " item=\(item)" }
    if let message = report.result["msg"]?.string, report.isVerbose || [.failed, .unreachable].contains(report.verdict) { line += ": \(message)" }
    if report.isIgnored { line += " ...ignoring" }
    return line
  }
}

/// An operator who gives prepared answers, then none.
final class ScriptedOperator: RunPrompts {
  private let state: Mutex<(answers: [String], questions: [String])>
  init(_ answers: String...) { state = Mutex((answers, [])) }

  var questions: [String] { state.withLock { $0.questions } }

  func ask(_ text: String, isEchoed: Bool) async -> String? {
    state.withLock {
      $0.questions.append(text)
      return $0.answers.isEmpty ? nil : $0.answers.removeFirst()
    }
  }
}
