import Playbooks
import Values

/// The handlers of a play and which of them are to run, for one host.
///
/// A notification is kept as it was given until handlers run: of handlers with one name the one
/// loaded last counts.
struct HandlerBook {
  /// In order of definition; a later list is newer and searched first.
  private var lists: [[Task]]
  /// Where those that other hosts have brought come: behind the play's own, before what this host has included.
  private var place: Int
  /// What was notified since handlers last ran; false where only a task whose outcome is unknown did.
  private var notifications: [(name: String, isCertain: Bool)] = []
  /// Handlers that are to run.
  private var notified: [ObjectIdentifier: Bool] = [:]
  private var isOpen = false

  /// The names a handler goes by.
  typealias Names = (Task) throws -> [String]

  init(play: Play) {
    // Ansible loads what is imported behind the play's own.
    let listed = play.roles.flatMap(\.withDependencies)
    let imported = play.allRoles.filter { use in !listed.contains { $0.role === use.role } }
    let handlers = listed.map(\.handlers) + [play.handlers] + imported.map(\.handlers)
    lists = handlers.map(Self.tasks).filter { !$0.isEmpty }
    place = lists.count
  }

  var all: [Task] { lists.flatMap { $0 } }

  /// Handlers that are still to run, in order of definition.
  func pending(_ names: Names) -> [Task] {
    var book = self
    try? book.open(names)
    return all.filter { book.notified[ObjectIdentifier($0)] != nil }
  }

  mutating func add(_ elements: [Element]) {
    let known = Set(all.map(ObjectIdentifier.init))
    let tasks = Self.tasks(in: elements).filter { !known.contains(ObjectIdentifier($0)) }
    if !tasks.isEmpty { lists.append(tasks) }
  }

  /// Adds what another host has brought, unless it is known.
  mutating func learn(_ elements: [Element]) {
    let tasks = Self.tasks(in: elements)
    guard let first = tasks.first, !all.contains(where: { $0.origin == first.origin }) else { return }
    lists.insert(tasks, at: place)
    place += 1
  }

  /// Begins to run handlers: notifications mean handlers from now on.
  mutating func open(_ names: Names) throws {
    isOpen = true
    for (name, isCertain) in notifications { mark(try handlers(of: name, names), isCertain) }
    notifications = []
  }

  mutating func close() { isOpen = false }

  /// Takes a handler off the list; nil where it was not notified, else whether for certain.
  mutating func take(_ handler: Task) -> Bool? { notified.removeValue(forKey: ObjectIdentifier(handler)) }

  /// Notifies the handler of a name, and all that listen to it. Returns their names.
  mutating func notify(_ name: String, isCertain: Bool, at origin: Location, names: Names) throws -> [String] {
    let found = try handlers(of: name, names)
    guard !found.isEmpty else { throw try unknown(name, at: origin, names) }
    if isOpen { mark(found, isCertain) } else { notifications.append((name, isCertain)) }
    return try found.compactMap { try names($0).first }
  }

  private mutating func mark(_ handlers: [Task], _ isCertain: Bool) {
    for handler in handlers {
      let id = ObjectIdentifier(handler)
      notified[id] = isCertain || notified[id] == true
    }
  }

  /// The handler of that name in the newest list that has one; of listeners with one name the newest.
  private func handlers(of name: String, _ names: Names) throws -> [Task] {
    var found: [Task] = []
    let newest = lists.reversed().flatMap { $0 }
    if let named = try newest.first(where: { try names($0).contains(name) }) { found.append(named) }
    var seen: Set<String> = []
    for handler in newest where handler.listens(to: name) {
      if let title = try names(handler).first, !seen.insert(title).inserted { continue }
      found.append(handler)
    }
    return found
  }

  private func unknown(_ name: String, at origin: Location, _ names: Names) throws -> RunFailure {
    RunFailure(
      "the handler '\(name)' was not found: neither a handler's name nor a topic that one listens to", at: origin,
      hint: "the play knows \(try all.compactMap { try names($0).first }.map { "'\($0)'" }.joined(separator: ", "))")
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
    Set([name, shortName, fullName]).map { "\($0) : \(text)" }
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
