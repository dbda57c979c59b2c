import Engine

/// The recap in Ansible's exact format, which scripts read, and the lines behind it.
struct RecapText {
  let palette: Palette
  let isCheck: Bool

  func lines(_ recaps: [HostRecap]) -> [String] {
    var lines = recaps.map(line)
    lines.append("")
    lines += pending(recaps)
    if isCheck { lines.append(summary(recaps)) }
    return lines
  }

  private func line(_ recap: HostRecap) -> String {
    let counters: [(String, Int, Palette.Tone)] = [
      ("ok", recap.ok, .ok), ("changed", recap.changed, .changed), ("unreachable", recap.unreachable, .unreachable),
      ("failed", recap.failed, .failed), ("skipped", recap.skipped, .skipped), ("rescued", recap.rescued, .ok),
      ("ignored", recap.ignored, .warning),
    ]
    let host = Self.padded(recap.host, 26)
    let painted = recap.failed + recap.unreachable > 0 ? palette.paint(host, .failed) : recap.changed > 0 ? palette.paint(host, .changed) : palette.paint(host, .ok)
    let fields = counters.map { name, count, tone in
      let text = Self.padded("\(name)=\(count)", name.count + 5)
      return count > 0 ? palette.paint(text, tone) : text
    }
    return painted + " : " + fields.joined(separator: " ")
  }

  private func pending(_ recaps: [HostRecap]) -> [String] {
    recaps.filter { !$0.pendingHandlers.isEmpty }.map { recap in
      palette.paint(
        "[\(recap.host)]: notified but not run: \(recap.pendingHandlers.map { "'\($0)'" }.joined(separator: ", "))", .warning)
    }
  }

  private func summary(_ recaps: [HostRecap]) -> String {
    let changed = recaps.reduce(0) { $0 + $1.changed }
    let unknown = recaps.reduce(0) { $0 + $1.unknown }
    return "Dry run: \(changed) would change, \(unknown) known after apply."
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
