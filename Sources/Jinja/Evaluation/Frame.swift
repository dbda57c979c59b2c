import Values

/// The names one scope of a running template has set, and the scope around it.
///
/// @unchecked: a frame lives inside one operation, which runs on one thread; macros that capture
/// it travel inside `Value`, which is Sendable.
final class Frame: @unchecked Sendable {
  let template: Template
  let context: Context
  let parent: Frame?
  /// Whether this is the outermost scope of a template's body.
  let isRoot: Bool
  private var names: [String] = []
  private var values: [Value] = []
  /// How often each name was assigned, so that an alias notices that its source is another now.
  private var versions: [Int] = []
  private var aliases: [String: Path] = [:]

  init(_ template: Template, context: Context, parent: Frame? = nil, isRoot: Bool = true) {
    self.template = template
    self.context = context
    self.parent = parent
    self.isRoot = isRoot
  }

  func child() -> Frame { Frame(template, context: context, parent: self, isRoot: false) }

  subscript(name: String) -> Value? {
    get { names.firstIndex(of: name).map { values[$0] } }
    set {
      guard let newValue else { return }
      aliases[name] = nil
      if let position = names.firstIndex(of: name) {
        values[position] = newValue
        versions[position] += 1
      } else {
        names.append(name)
        values.append(newValue)
        versions.append(0)
      }
    }
  }

  /// The nearest scope that has set the name.
  func owner(of name: String) -> Frame? {
    var frame: Frame? = self
    while let here = frame {
      if here.names.contains(name) { return here }
      frame = here.parent
    }
    return nil
  }

  func find(_ name: String) -> Value? {
    var frame: Frame? = self
    while let here = frame {
      if let value = here[name] { return value }
      frame = here.parent
    }
    return nil
  }

  /// Changes a value where it is stored, without copying it.
  func update<T>(_ name: String, _ change: (inout Value) throws -> T) rethrows -> T? {
    guard let position = names.firstIndex(of: name) else { return nil }
    return try change(&values[position])
  }

  /// Says that the name stands for a place in another variable, as a loop's variable does.
  func alias(_ name: String, to path: Path) { aliases[name] = path }
  func alias(of name: String) -> Path? { aliases[name] }

  func version(of name: String) -> Int { names.firstIndex(of: name).map { versions[$0] } ?? 0 }

  /// Lets go of everything; a macro and the scope that holds it refer to each other.
  func clear() {
    names = []
    values = []
    versions = []
    aliases = [:]
  }

  /// The outermost scope of the running template.
  var root: Frame {
    var frame = self
    while !frame.isRoot, let parent = frame.parent { frame = parent }
    return frame
  }

  /// What the scope has set, in order.
  var bindings: [(String, Value)] { Array(zip(names, values)) }

  var visibleNames: [String] { names + (parent?.visibleNames ?? []) }
}

/// A place inside a variable: its name and the keys that lead there.
struct Path: Sendable {
  let root: String
  var keys: [Value]
  /// The scope that holds the variable (nil for the operation's own) and its version then.
  let owner: ObjectIdentifier?
  let version: Int

  init(root: String, _ frame: Frame) {
    let owner = frame.owner(of: root)
    self.root = root
    self.owner = owner.map { ObjectIdentifier($0) }
    version = owner?.version(of: root) ?? 0
    keys = []
  }

  func adding(_ key: Value) -> Path {
    var path = self
    path.keys.append(key)
    return path
  }

  /// Whether the name still means the same variable.
  func isCurrent(in frame: Frame) -> Bool {
    let now = Path(root: root, frame)
    return now.owner == owner && now.version == version
  }
}

/// What the templates of one inheritance chain share.
///
/// @unchecked: as `Frame`.
final class Context: @unchecked Sendable {
  /// The definitions of each block, the most derived first.
  var blocks: [String: [(block: Block, template: Template)]] = [:]
  /// The template named by `extends`, once it was executed.
  var parent: Template?
  /// Whether names end at the frames and globals (an import or include without context).
  let isIsolated: Bool

  init(_ template: Template, isIsolated: Bool = false) {
    self.isIsolated = isIsolated
    add(template)
  }

  func add(_ template: Template) {
    for (name, block) in template.blocks { blocks[name, default: []].append((block, template)) }
  }
}

/// Collects what a body prints: one value keeps its type, several become text.
struct Sink {
  private var single: Value?
  private(set) var text = ""
  private var isText = false

  /// `piece` gives a value's text; it is asked only where the value is not the only one.
  mutating func add(_ value: Value, text piece: (Value) throws -> String) throws {
    if value.isNull { return }
    if !isText, single == nil {
      single = value
      return
    }
    if let first = single {
      text = try piece(first)
      single = nil
    }
    text += try piece(value)
    isText = true
  }

  var result: Value { single ?? (isText ? .string(text) : .null) }
}
