import Engine
import Values

/// An error as a person should read it: what, where, the lines there, what to do.
struct FailureText {
  let palette: Palette

  /// An error of the whole run.
  func lines(_ failure: RunFailure, isRun: Bool) -> [String] {
    let text = (Self.title(of: failure) + failure.message).split(separator: "\n").joined(separator: "\n")
    var lines = [text.harmless]
    lines += failure.notes.map { "  " + $0.harmless }
    if let location = failure.location { lines += origin(location, failure.showsSource) }
    if let hint = failure.hint { lines += ["", "hint: " + hint.harmless] }
    return [palette.paint(lines.joined(separator: "\n"), .failed)]
  }

  /// What the operator asked for is no error.
  private static func title(of failure: RunFailure) -> String { failure.exitCode == 130 ? "" : "[ERROR]: " }

  private func origin(_ location: Location, _ showsSource: Bool) -> [String] {
    let excerpt = showsSource ? Excerpt(location).lines : []
    return ["Origin: \(location)"] + (excerpt.isEmpty ? [] : [""] + excerpt)
  }

  /// The lines before a failed result: the message with its place.
  func lines(of report: TaskReport) -> [String] {
    let message = report.result["msg"].flatMap { try? $0.text } ?? "the task failed"
    var failure = report.failure ?? RunFailure("Task failed: " + message, at: report.origin)
    failure.location = failure.location ?? report.origin
    return lines(failure, isRun: false) + [""]
  }
}
