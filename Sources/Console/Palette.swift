/// Ansible's colours, or none.
package struct Palette: Sendable {
  package enum Tone: String, Sendable {
    case ok = "0;32", changed = "0;33", failed = "0;31", unreachable = "1;31", skipped = "0;36"
    case warning = "1;35", verbose = "0;34", unknown = "0;35"
    case added = "0;32 ", removed = "0;31 ", hunk = "0;36 "
  }

  package let isColoured: Bool
  package init(isColoured: Bool) { self.isColoured = isColoured }

  /// Colours only on a terminal; `NO_COLOR` and `ANSIBLE_NOCOLOR` turn them off,
  /// `ANSIBLE_FORCE_COLOR` turns them on whatever else is said.
  package static func chosen(isTerminal: Bool, environment: [String: String]) -> Palette {
    if isOn(environment["ANSIBLE_FORCE_COLOR"]) { return Palette(isColoured: true) }
    let isOff = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || isOn(environment["ANSIBLE_NOCOLOR"])
    return Palette(isColoured: isTerminal && !isOff && environment["TERM"] != "dumb")
  }

  private static func isOn(_ value: String?) -> Bool {
    value.map { ["1", "true", "yes", "on"].contains($0.lowercased()) } ?? false
  }

  package func paint(_ text: String, _ tone: Tone) -> String {
    guard isColoured, !text.isEmpty else { return text }
    let code = tone.rawValue.last == " " ? String(tone.rawValue.dropLast()) : tone.rawValue
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "\u{1B}[\(code)m\($0)\u{1B}[0m" }.joined(separator: "\n")
  }
}
