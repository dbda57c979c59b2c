import Values

/// Where in a playbook something stands: a link of the chain task, block, import, role, play.
///
/// Keywords and variables are looked up along the chain. Immutable, so a task carries its whole
/// surroundings by one reference.
package final class Context: Sendable {
  package enum Kind: Sendable {
    case play
    case block
    case task
    case role(Role)
    /// Tasks of another file, inlined before the run.
    case importTasks
    /// Tasks of another file, loaded during the run: its variables are include parameters.
    case includeTasks
  }

  package let kind: Kind
  package let parent: Context?
  /// As written: templates allowed, `vars` and `tags` among them only through their own members.
  package let keywords: [Keyword: Value]
  package let vars: ValueMap
  /// Tags written here, not yet templated.
  package let tags: [Value]
  /// Conditions written here, in order.
  package let conditions: [Value]
  package let origin: Location
  /// The folder of the file this stands in, for relative names.
  package let folder: String

  package init(
    _ kind: Kind, parent: Context?, keywords: [Keyword: Value] = [:], vars: ValueMap = [:], tags: [Value] = [],
    conditions: [Value] = [], origin: Location, folder: String
  ) {
    self.kind = kind
    self.parent = parent
    self.keywords = keywords
    self.vars = vars
    self.tags = tags
    self.conditions = conditions
    self.origin = origin
    self.folder = folder
  }
}

extension Context {
  /// This context and its surroundings, innermost first.
  package var chain: some Sequence<Context> { sequence(first: self, next: \.parent) }

  /// The nearest value of an inheritable keyword.
  package func nearest(_ keyword: Keyword) -> Value? {
    for context in chain { if let value = context.keywords[keyword] { return value } }
    return nil
  }

  /// The collections whose roles may be named shortly here.
  package var collections: [String] {
    guard let value = nearest(.collections) else { return [] }
    return (value.list ?? [value]).compactMap(\.string)
  }

  /// The innermost role this stands in.
  package var role: Role? {
    for context in chain { if case .role(let role) = context.kind { return role } }
    return nil
  }

  /// All conditions that apply, outermost first. A dynamic include's own are not inherited.
  package var allConditions: [Value] { chain.reversed().flatMap(\.conditions) }

  /// All tags that apply, outermost first, not yet templated.
  package var allTags: [Value] { chain.reversed().flatMap(\.tags) }
}
