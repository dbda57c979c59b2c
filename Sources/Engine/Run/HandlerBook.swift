import Playbooks
import Values

/// The handlers of a play and which of them are to run, for one host.
struct HandlerBook {
  /// In order of definition; a later list is newer and searched first.
  private var lists: [[Task]]
  /// Notified handlers; false where only a task whose outcome is unknown notified it.
  private var notified: [ObjectIdentifier: Bool] = [:]

  init(play: Play) {
    lists = play.allRoles.map { Self.tasks(in: $0.handlers) }.filter { !$0.isEmpty }
    let own = Self.tasks(in: play.handlers)
    if !own.isEmpty { lists.append(own) }
  }

  var all: [Task] { lists.flatMap { $0 } }

  /// Handlers that are still to run, in order of definition.
  var pending: [Task] { all.filter { notified[ObjectIdentifier($0)] != nil } }

  mutating func add(_ elements: [Element]) {
    let known = Set(all.map(ObjectIdentifier.init))
    let tasks = Self.tasks(in: elements).filter { !known.contains(ObjectIdentifier($0)) }
    if !tasks.isEmpty { lists.append(tasks) }
  }

  /// Takes a handler off the list; nil where it was not notified, else whether for certain.
  mutating func take(_ handler: Task) -> Bool? { notified.removeValue(forKey: ObjectIdentifier(handler)) }

  /// Marks the handler of a name, and all that listen to it. Returns their names.
  mutating func notify(
    _ name: String, isCertain: Bool, at origin: Location, names: (Task) throws -> [String]
  ) throws -> [String] {
    var found: [Task] = []
    for list in lists.reversed() {
      if let handler = try list.first(where: { try names($0).contains(name) }) {
        found.append(handler)
        break
      }
    }
    found += all.filter { $0.listens(to: name) }
    guard !found.isEmpty else {
      throw RunFailure(
        "the handler '\(name)' was not found: neither a handler's name nor a topic that one listens to", at: origin,
        hint: "the play knows \(try all.compactMap { try names($0).first }.map { "'\($0)'" }.joined(separator: ", "))")
    }
    for handler in found {
      let id = ObjectIdentifier(handler)
      notified[id] = isCertain || notified[id] == true
    }
    return try found.compactMap { try names($0).first }
  }

  private static func tasks(in elements: [Element]) -> [Task] {
    elements.flatMap { (element: Element) -> [Task] in
      switch element {
      case .task(let task): [task]
      case .block(let block): tasks(in: block.tasks)
      case .role: []
      }
    }
  }
}

extension Role {
  /// How something of the role is named from outside: after the role's full or short name.
  func titles(of text: String) -> [String] {
    let names = Set([name, name.split(separator: ".").last.map(String.init) ?? name])
    return names.map { "\($0) : \(text)" }
  }
}

extension Task {
  /// Whether a notification of that topic is meant for it; `role : topic` means one role's.
  fileprivate func listens(to topic: String) -> Bool {
    listen.contains { listened in
      guard let text = listened.string else { return false }
      return text == topic || context.role?.titles(of: text).contains(topic) == true
    }
  }
}
