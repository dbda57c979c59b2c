import Values

/// A loaded playbook: its plays, with imported playbooks in place.
package struct Playbook: Sendable {
  package let path: String
  package var plays: [Play]
  /// Things that work but are probably not what was meant, sorted by place.
  package var warnings: [PlaybookWarning]

  package init(path: String, plays: [Play], warnings: [PlaybookWarning] = []) {
    self.path = path
    self.plays = plays
    self.warnings = warnings
  }
}

/// A play: hosts, and what is to be true of them.
package struct Play: Sendable {
  /// Display name (a template), or nil: then the pattern is shown.
  package var name: Value?
  /// The host pattern: a string, a list of strings, or a template of either.
  package var hosts: Value
  /// The play's link of every chain; holds its inheritable keywords, tags and `vars`.
  package var context: Context
  /// Play-only keywords as written (`serial`, `strategy`, `gather_facts`, …).
  package var settings: [Keyword: Value]
  /// Each entry a string or a list of candidates.
  package var varsFiles: [Value]
  package var prompts: [Prompt]
  package var preTasks: [Element]
  package var roles: [RoleUse]
  package var tasks: [Element]
  package var postTasks: [Element]
  package var handlers: [Element]
  /// The playbook file's folder.
  package var folder: String
  package var origin: Location { context.origin }

  package init(
    name: Value?, hosts: Value, context: Context, settings: [Keyword: Value] = [:], varsFiles: [Value] = [],
    prompts: [Prompt] = [], preTasks: [Element] = [], roles: [RoleUse] = [], tasks: [Element] = [],
    postTasks: [Element] = [], handlers: [Element] = [], folder: String
  ) {
    self.name = name
    self.hosts = hosts
    self.context = context
    self.settings = settings
    self.varsFiles = varsFiles
    self.prompts = prompts
    self.preTasks = preTasks
    self.roles = roles
    self.tasks = tasks
    self.postTasks = postTasks
    self.handlers = handlers
    self.folder = folder
  }
}

/// An entry of `vars_prompt`.
package struct Prompt: Sendable {
  package let name: String
  package let text: Value?
  package let standard: Value?
  package let isPrivate: Bool
  package let confirms: Bool
  /// The hash to make of the answer (`sha512_crypt`, …).
  package let encryption: String?
  package let salt: String?
  package let saltSize: Int?
  /// The answer is data: never rendered.
  package let isUnsafe: Bool

  package init(
    name: String, text: Value? = nil, standard: Value? = nil, isPrivate: Bool = true, confirms: Bool = false,
    encryption: String? = nil, salt: String? = nil, saltSize: Int? = nil, isUnsafe: Bool = false
  ) {
    self.name = name
    self.text = text
    self.standard = standard
    self.isPrivate = isPrivate
    self.confirms = confirms
    self.encryption = encryption
    self.salt = salt
    self.saltSize = saltSize
    self.isUnsafe = isUnsafe
  }
}

/// What a list of tasks is made of once static imports are in place.
package indirect enum Element: Sendable {
  case task(Task)
  case block(Block)
  /// `import_role`, or a role of `roles:`.
  case role(RoleUse)
}

/// Tasks with what to do when one fails and what to do anyway. An `import_tasks` is a block too.
package struct Block: Sendable {
  package let context: Context
  package let tasks: [Element]
  package let rescue: [Element]
  package let always: [Element]

  package init(context: Context, tasks: [Element], rescue: [Element] = [], always: [Element] = []) {
    self.context = context
    self.tasks = tasks
    self.rescue = rescue
    self.always = always
  }
}
