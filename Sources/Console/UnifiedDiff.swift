/// A unified diff of two texts, three lines of context, as `diff -u` prints its hunks.
package struct UnifiedDiff {
  private enum Edit { case keep, remove, add }

  private let before: [Substring]
  private let after: [Substring]
  private let endsBefore: Bool
  private let endsAfter: Bool
  private static let context = 3
  /// Beyond so many lines of difference the shortest edit is not searched for.
  private static let patience = 4000

  package init(before: String, after: String) {
    (self.before, endsBefore) = Self.lines(before)
    (self.after, endsAfter) = Self.lines(after)
  }

  /// Lines with their mark, hunk headers included; empty where the texts are equal.
  package var lines: [String] {
    let edits = script()
    var output: [String] = []
    for hunk in hunks(of: edits) { output += text(of: hunk, edits) }
    return output
  }

  private static func lines(_ text: String) -> ([Substring], Bool) {
    if text.isEmpty { return ([], true) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let ends = lines.last?.isEmpty ?? true
    if ends { lines.removeLast() }
    return (lines, ends)
  }

  /// Equal lines, except that a last line without its newline differs from one with it.
  private func same(_ a: Int, _ b: Int) -> Bool {
    guard before[a] == after[b] else { return false }
    let isOpenBefore = a == before.count - 1 && !endsBefore
    let isOpenAfter = b == after.count - 1 && !endsAfter
    return isOpenBefore == isOpenAfter
  }
}

// MARK: - The shortest edit script (Myers, 1986)

extension UnifiedDiff {
  private func script() -> [Edit] {
    var head = 0
    while head < before.count, head < after.count, same(head, head) { head += 1 }
    var tail = 0
    while tail < before.count - head, tail < after.count - head,
      same(before.count - 1 - tail, after.count - 1 - tail)
    { tail += 1 }
    let middle = middleScript(head, before.count - tail, after.count - tail)
    return Array(repeating: .keep, count: head) + middle + Array(repeating: .keep, count: tail)
  }

  private func middleScript(_ start: Int, _ endBefore: Int, _ endAfter: Int) -> [Edit] {
    let (n, m) = (endBefore - start, endAfter - start)
    let replacement = Array(repeating: Edit.remove, count: n) + Array(repeating: Edit.add, count: m)
    if n == 0 || m == 0 || n + m > Self.patience { return replacement }
    var trace: [[Int]] = []
    let offset = n + m + 1
    var furthest = [Int](repeating: 0, count: 2 * offset + 1)
    for d in 0...(n + m) {
      trace.append(furthest)
      for k in stride(from: -d, through: d, by: 2) {
        var x = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1])
          ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1
        while x < n, x - k < m, same(start + x, start + x - k) { x += 1 }
        furthest[offset + k] = x
        if x >= n, x - k >= m { return backtrack(trace, n, m, offset) }
      }
    }
    return replacement
  }

  private func backtrack(_ trace: [[Int]], _ n: Int, _ m: Int, _ offset: Int) -> [Edit] {
    var (x, y) = (n, m)
    var edits: [Edit] = []
    for d in stride(from: trace.count - 1, through: 0, by: -1) {
      let furthest = trace[d]
      let k = x - y
      let previous = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1]) ? k + 1 : k - 1
      let px = furthest[offset + previous]
      let py = px - previous
      while x > px, y > py, x > 0, y > 0 {
        edits.append(.keep)
        (x, y) = (x - 1, y - 1)
      }
      if d == 0 { break }
      edits.append(x == px ? .add : .remove)
      (x, y) = (px, py)
    }
    return edits.reversed()
  }
}

// MARK: - Hunks

extension UnifiedDiff {
  private func hunks(of edits: [Edit]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() where edit != .keep {
      let range = max(0, index - Self.context)..<min(edits.count, index + Self.context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private func text(of hunk: Range<Int>, _ edits: [Edit]) -> [String] {
    var a = edits[..<hunk.lowerBound].count { $0 != .add }
    var b = edits[..<hunk.lowerBound].count { $0 != .remove }
    let lengths = (edits[hunk].count { $0 != .add }, edits[hunk].count { $0 != .remove })
    var lines = ["@@ -\(Self.range(a, lengths.0)) +\(Self.range(b, lengths.1)) @@"]
    for edit in edits[hunk] {
      switch edit {
      case .keep:
        lines += marked(" ", before[a], isOpen: a == before.count - 1 && !endsBefore)
        (a, b) = (a + 1, b + 1)
      case .remove:
        lines += marked("-", before[a], isOpen: a == before.count - 1 && !endsBefore)
        a += 1
      case .add:
        lines += marked("+", after[b], isOpen: b == after.count - 1 && !endsAfter)
        b += 1
      }
    }
    return lines
  }

  private static func range(_ start: Int, _ length: Int) -> String {
    length == 1 ? "\(start + 1)" : "\(length == 0 ? start : start + 1),\(length)"
  }

  private func marked(_ mark: String, _ line: Substring, isOpen: Bool) -> [String] {
    isOpen ? [mark + line, "\\ No newline at end of file"] : [mark + line]
  }
}
