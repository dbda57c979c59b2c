import Testing

@testable import Engine

@Suite struct TagSelectionTests {
  static let cases: [(only: [String], skip: [String], tags: Set<String>, isSelected: Bool)] = [
    ([], [], [], true), ([], [], ["never"], false), ([], [], ["a", "never"], false),
    (["a"], [], ["a"], true), (["a"], [], ["b"], false), (["a"], [], [], false), (["a"], [], ["always"], true),
    (["a"], [], ["a", "never"], true), (["never"], [], ["never"], true), (["untagged"], [], [], true),
    (["untagged"], [], ["always"], true), (["untagged"], [], ["a"], false), (["tagged"], [], ["a"], true),
    (["tagged"], [], [], false), (["tagged"], [], ["never"], false), (["all"], ["a"], ["a"], false),
    ([], ["always"], ["always"], false), ([], ["all"], ["a"], false), ([], ["all"], ["always"], true),
    ([], ["all", "always"], ["always"], false), ([], ["tagged"], ["a"], false), ([], ["tagged"], [], true),
    ([], ["untagged"], [], false),
  ]

  @Test(arguments: cases) func `selects as Ansible does`(
    only: [String], skip: [String], tags: Set<String>, isSelected: Bool
  ) {
    #expect(TagSelection(only: only, skip: skip).selects(tags) == isSelected)
  }
}

@Suite struct TurnstileTests {
  private final class Silent: RunObserver {
    func observe(_ event: RunEvent) {}
  }

  /// Hosts walk through positions; the order in which they were let through is returned.
  private func walk(_ plan: [String: [Position]], forks: Int = 5) async -> [String] {
    let turnstile = Turnstile(hosts: plan.keys.sorted(), forks: forks, reporter: Reporter(Silent())) { nil }
    let log = Log()
    await withTaskGroup(of: Void.self) { group in
      for (host, positions) in plan {
        group.addTask {
          for position in positions {
            let title = TaskTitle(kind: .task, name: "\(position)", origin: .init(file: "t"), isCheck: false)
            _ = await turnstile.arrive(.init(host: host, position: position, title: title))
            await log.add("\(host)\(position)")
          }
          await turnstile.leave(host)
        }
      }
    }
    return await log.lines
  }

  private actor Log {
    var lines: [String] = []
    func add(_ line: String) { lines.append(line) }
  }

  @Test func `no host starts a task before all have finished the one before`() async {
    let lines = await walk(["a": [[0], [1]], "b": [[0], [1]], "c": [[0], [1]]])
    #expect(Set(lines.prefix(3)) == ["a[0]", "b[0]", "c[0]"])
    #expect(Set(lines.suffix(3)) == ["a[1]", "b[1]", "c[1]"])
  }

  @Test func `the earliest place goes first, hosts that left are not waited for`() async {
    let lines = await walk(["a": [[0, 0], [0, 1], [2]], "b": [[1], [2]]])
    #expect(lines.prefix(3) == ["a[0, 0]", "a[0, 1]", "b[1]"])
    #expect(lines.count == 5)
  }

  @Test func `with one fork the hosts take turns in order`() async {
    let lines = await walk(["a": [[0]], "b": [[0]], "c": [[0]]], forks: 1)
    #expect(lines == ["a[0]", "b[0]", "c[0]"])
  }
}
