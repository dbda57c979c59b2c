import Engine
import Values
import Wire

/// One result as the lines that Ansible's default output prints.
struct ResultText {
  let palette: Palette
  let verbosity: Int

  func lines(_ report: TaskReport, isItem: Bool) -> [String] {
    var lines = diffs(report)
    lines.append(palette.paint(line(report, isItem: isItem), tone(of: report)))
    if report.isIgnored, !isItem { lines.append(palette.paint("...ignoring", .skipped)) }
    return lines
  }

  private func line(_ report: TaskReport, isItem: Bool) -> String {
    let host = report.delegatedTo.map { "[\(report.host) -> \($0)]" } ?? "[\(report.host)]"
    let item = isItem ? " (item=\(report.isCensored ? "(censored due to no_log)" : (report.item ?? "").harmless))" : ""
    switch report.verdict {
    case .ok: return "ok: \(host)" + (isItem ? " =>\(item)" : "") + details(report, isItem: isItem)
    case .changed: return "changed: \(host)" + (isItem ? " =>\(item)" : "") + details(report, isItem: isItem)
    case .skipped: return "skipping: \(host)" + (isItem ? " =>\(item) " : "") + details(report, isItem: isItem)
    case .unknown: return "known after apply: \(host)" + (isItem ? " =>\(item)" : "") + reason(report)
    case .failed where isItem: return "failed: \(host)\(item) => " + oneLine(report)
    case .failed: return "fatal: \(host): FAILED! => " + oneLine(report)
    case .unreachable: return "fatal: \(host): UNREACHABLE! => " + oneLine(report)
    }
  }

  private func reason(_ report: TaskReport) -> String {
    guard let what = report.result["known_after"]?.string, !report.isCensored else { return "" }
    return " (depends on: \(what.harmless))"
  }

  private func details(_ report: TaskReport, isItem: Bool) -> String {
    guard report.isVerbose || verbosity > 0 else { return "" }
    let shown = shown(report)
    let text = report.isVerbose || verbosity > 2 ? JSONText.block(shown) : JSONText.line(shown)
    return " => " + text
  }

  private func oneLine(_ report: TaskReport) -> String {
    verbosity > 2 ? JSONText.block(shown(report)) : JSONText.line(shown(report))
  }

  private func shown(_ report: TaskReport) -> Value {
    if report.isCensored {
      return [
        "censored": "the output has been hidden due to the fact that 'no_log: true' was specified for this result",
        "changed": .bool(report.verdict == .changed),
      ]
    }
    var map = report.result
    for key in map.keys {
      guard let name = key.string else { continue }
      if name.hasPrefix("_ansible_") || ["failed", "skipped"].contains(name) || (verbosity < 3 && ["invocation", "diff"].contains(name)) { map[name] = nil }
    }
    if report.isVerbose {
      if report.verdict != .failed { map["changed"] = nil }
      if verbosity < 2 { map["ansible_loop_var"] = nil }
    }
    if report.item != nil || map["results"] == nil { return .map(map) }
    if verbosity < 1 { map["results"] = nil }
    return .map(map)
  }

  private func tone(of report: TaskReport) -> Palette.Tone {
    switch report.verdict {
    case .ok: .ok
    case .changed: .changed
    case .skipped: .skipped
    case .failed: .failed
    case .unreachable: .unreachable
    case .unknown: .unknown
    }
  }
}

// MARK: - Diffs

extension ResultText {
  private func diffs(_ report: TaskReport) -> [String] {
    if report.isCensored { return [] }
    return report.diffs.flatMap { lines(of: $0) }
  }

  private func lines(of diff: Diff) -> [String] {
    if let note = diff.note { return [note.harmless, ""] }
    let before = Self.text(diff.before)
    let after = Self.text(diff.after)
    let body = UnifiedDiff(before: before, after: after).lines
    guard !body.isEmpty else { return [] }
    let header = [
      palette.paint("--- before" + Self.name(diff.beforeHeader), .removed),
      palette.paint("+++ after" + Self.name(diff.afterHeader), .added),
    ]
    return header + body.map { paint($0.harmless) } + [""]
  }

  private func paint(_ line: String) -> String {
    switch line.first {
    case "+": palette.paint(line, .added)
    case "-": palette.paint(line, .removed)
    case "@": palette.paint(line, .hunk)
    default: line
    }
  }

  private static func name(_ header: String) -> String { header.isEmpty ? "" : ": " + header.harmless }

  /// Mappings of attributes are shown as JSON.
  private static func text(_ value: Value) -> String {
    switch value {
    case .string(let text): text
    case .null: ""
    default: JSONText.block(value) + "\n"
    }
  }
}
