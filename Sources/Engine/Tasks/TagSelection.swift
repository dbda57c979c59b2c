/// Which tasks `--tags` and `--skip-tags` select (Ansible's rules for `always`, `never`, `all`,
/// `tagged` and `untagged`).
package struct TagSelection: Sendable {
  private let only: Set<String>
  private let skip: Set<String>

  package init(only: [String], skip: [String]) {
    self.only = only.isEmpty ? ["all"] : Set(only)
    self.skip = Set(skip)
  }

  package func selects(_ tags: Set<String>) -> Bool {
    let effective = tags.isEmpty ? ["untagged"] : tags
    return isWanted(effective) && !isSkipped(effective)
  }

  private func isWanted(_ tags: Set<String>) -> Bool {
    let isNever = tags.contains("never")
    if tags.contains("always") || !tags.isDisjoint(with: only) { return true }
    if only.contains("all"), !isNever { return true }
    return only.contains("tagged") && tags != ["untagged"] && !isNever
  }

  private func isSkipped(_ tags: Set<String>) -> Bool {
    if skip.contains("all") { return !(tags.contains("always") && !skip.contains("always")) }
    if !tags.isDisjoint(with: skip) { return true }
    return skip.contains("tagged") && tags != ["untagged"]
  }
}
