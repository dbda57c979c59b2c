import Patterns
import Playbooks
import Values

/// Refuses tags and a first task that nothing has: Ansible would do nothing and report success.
struct SelectionCheck {
  let options: RunOptions
  let plays: [PlayListing]

  private static let special: Set<String> = ["all", "always", "never", "tagged", "untagged"]

  func check() throws {
    // Tasks that are included during the run may still have them.
    guard plays.allSatisfy(\.isWhole) else { return }
    try checkTags()
    try checkStart()
  }

  private func checkTags() throws {
    let known = Set(plays.flatMap { $0.tags + $0.tasks.flatMap(\.tags) })
    guard !known.contains(where: { $0.contains("{{") }) else { return }
    for tag in options.tags where !known.contains(tag) && !Self.special.contains(tag) {
      let near = Spelling.nearest(to: tag, among: known.sorted())
      throw RunFailure(
        "no task has the tag '\(tag)'",
        hint: near.map { "did you mean '\($0)'?" } ?? "--list-tags shows the tags there are")
    }
  }

  private func checkStart() throws {
    guard let wanted = options.startAtTask else { return }
    let titles = plays.flatMap { $0.tasks.map(\.title) }
    let names = titles + titles.map { $0.components(after: " : ") }
    guard !names.contains(where: { $0.contains("{{") || $0 == wanted || Glob(wanted).matches($0) }) else { return }
    let near = Spelling.nearest(to: wanted, among: names)
    throw RunFailure(
      "no task is named '\(wanted)'",
      hint: near.map { "did you mean '\($0)'?" } ?? "--list-tasks shows the tasks there are")
  }
}

extension Materials {
  var listings: [PlayListing] { playbooks.flatMap { $0.listing(loader.options) } }
}
