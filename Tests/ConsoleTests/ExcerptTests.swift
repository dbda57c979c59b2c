import Foundation
import Testing
import Values

@testable import Console

@Suite struct ExcerptTests {
  static let playbook = """
    - hosts: all
      tasks:
        - name: First
          command: echo one
        - name: Hidden
          command: echo hunter2
          no_log: true

        - name: Third
          command: echo three
          no_log: false
        - block:
            - command: echo hunter3
          no_log: yes
        - command:
    \t  echo five
    """

  private func excerpt(_ line: Int, _ column: Int, of text: String = playbook) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("excerpt-\(UUID().uuidString).yml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return Excerpt(Location(file: file.path, line: line, column: column)).lines
  }

  @Test func `a long line is cut around the column`() throws {
    let text = "- a:\n    " + String(repeating: "x", count: 100_000) + "\n" + String(repeating: "y", count: 100_000)
    let lines = try excerpt(2, 50_000, of: text)
    #expect(lines[0] == "1 - a:" && lines[1] == "2 …" + String(repeating: "x", count: 160) + "…")
    #expect(lines[2] == String(repeating: " ", count: 2 + 1 + 80) + "^ column 50000")
    #expect(try excerpt(3, 0, of: text).map(\.count) == [6, 163, 163])
  }

  @Test func `deeply nested blocks are read once`() throws {
    let text = (0..<1000).map { String(repeating: "  ", count: $0) + "- block:" }.joined(separator: "\n")
    let start = ContinuousClock.now
    #expect(try excerpt(1000, 1999, of: text).count == 4)
    #expect(start.duration(to: .now) < .seconds(20))
    #expect(try excerpt(1000, 1999, of: text + "\n  no_log: true").isEmpty)
  }

  @Test(arguments: [
    (4, 7, ["2   tasks:", "3     - name: First", "4       command: echo one", "        ^ column 7"]),
    (3, 0, ["1 - hosts: all", "2   tasks:", "3     - name: First"]),
    (6, 7, []),
    (9, 7, ["9     - name: Third", "        ^ column 7"]),
    (10, 7, ["9      - name: Third", "10       command: echo three", "         ^ column 7"]),
    (13, 9, []),
    (99, 1, []),
  ] as [(Int, Int, [String])]) func `shows the lines before a place, but none of a task with no_log`(
    line: Int, column: Int, lines: [String]
  ) throws {
    #expect(try excerpt(line, column) == lines)
  }
}
