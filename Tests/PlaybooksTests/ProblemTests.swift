import Testing
import Values

@testable import Playbooks

@Suite struct ProblemTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let id: String
    let files: [String: String]
    let problems: String
    var testDescription: String { id }

    /// A play with these tasks; places count from the play's first line.
    init(_ id: String, _ tasks: String, _ problems: String) {
      self.init(id, files: ["site.yml": play(tasks)], problems)
    }

    init(_ id: String, files: [String: String], _ problems: String) {
      self.id = id
      self.files = files
      self.problems = problems
    }
  }

  static let keywords = [
    Case("a keyword with a typo", "- ping:\n  whn: x",
      "site.yml:4:7: unknown keyword 'whn' (did you mean 'when'?)"),
    Case("a keyword of nothing", "- ping:\n  zzz: x",
      "site.yml:4:7: unknown keyword 'zzz'\n"
        + "  hint: keywords of a task are: action, any_errors_fatal, args, async, become, become_exe, become_flags, become_method, become_user, changed_when, check_mode, collections, connection, debugger, delay, delegate_facts, delegate_to, diff, environment, failed_when, ignore_errors, ignore_unreachable, local_action, loop, loop_control, module_defaults, name, no_log, notify, poll, port, register, remote_user, retries, run_once, tags, throttle, timeout, until, vars, when"),
    Case("several keywords with typos", "- ping:\n  whn: x\n  regster: y",
      "site.yml:4:7: unknown keyword 'whn' (did you mean 'when'?)\n"
        + "site.yml:5:7: unknown keyword 'regster' (did you mean 'register'?)"),
    Case("a play's keyword on a task", "- ping:\n  hosts: x",
      "site.yml:4:7: 'hosts' is not a keyword of a task, expected it on a play"),
    Case("a handler's keyword on a task", "- ping:\n  listen: x",
      "site.yml:4:7: 'listen' is not a keyword of a task, expected it on a handler"),
    Case("a loop on a block", "- block: []\n  loop: [1]",
      "site.yml:4:7: 'loop' is not a keyword of a block, expected it on a task"),
    Case("rescue without block", "- rescue: []",
      "site.yml:3:7: 'rescue' without 'block', expected both in one entry"),
    Case("a boolean that is none", "- ping:\n  become: maybe",
      "site.yml:4:15: the value 'maybe' of 'become' is wrong, expected true or false"),
    Case("a number that is none", "- ping:\n  retries: many",
      "site.yml:4:16: the value 'many' of 'retries' is wrong, expected a whole number"),
    Case("variables that are no mapping", "- ping:\n  vars: [1]",
      "site.yml:4:13: 'vars' is a list, expected a mapping"),
    Case("a bad variable name", "- ping:\n  vars: {a-b: 1}",
      "site.yml:4:14: 'a-b' is no variable name, expected letters, digits and underscores, no digit first"),
    Case("a bad register", "- ping:\n  register: a.b",
      "site.yml:4:17: 'a.b' is no variable name, expected letters, digits and underscores, no digit first"),
    Case("a key that is a boolean", "- ping:\n  on: x",
      "site.yml:4:7: a key of a task is a boolean, expected a word\n"
        + "  hint: YAML reads on, off, yes and no as booleans: quote the key"),
    Case("a task that is no mapping", "- ping",
      "site.yml:3:7: the task is a string, expected a mapping"),
    Case("tasks that are no list", files: ["site.yml": "- hosts: all\n  tasks: {ping: x}\n"],
      "site.yml:2:10: 'tasks' is a mapping, expected a list of tasks"),
    Case("two loops", "- ping:\n  loop: [1]\n  with_items: [1]",
      "site.yml:3:7: both 'loop' and 'with_items' are given, expected one loop"),
    Case("an empty loop", "- ping:\n  loop:",
      "site.yml:4:12: 'loop' is empty, expected a list or a template of one"),
    Case("a loop over text", "- ping:\n  loop: abc",
      "site.yml:4:13: 'loop' is a string, expected a list"),
    Case("an unknown loop control", "- ping:\n  loop: [1]\n  loop_control: {lop_var: x}",
      "site.yml:5:22: unknown keyword 'lop_var' (did you mean 'loop_var'?)"),
    Case("a play keyword with a typo", files: ["site.yml": "- hosts: all\n  taskz: []\n"],
      "site.yml:2:3: unknown keyword 'taskz' (did you mean 'tasks'?)"),
    Case("a play without hosts", files: ["site.yml": "- tasks: []\n"],
      "site.yml:1:3: the play has no 'hosts', expected a host pattern\n"
        + "  hint: add a line such as: hosts: all"),
    Case("empty hosts", files: ["site.yml": "- hosts:\n"],
      "site.yml:1:9: 'hosts' is empty, expected a host pattern such as 'all'"),
    Case("an unknown strategy", files: ["site.yml": "- hosts: all\n  strategy: fre\n"],
      "site.yml:2:13: the value 'fre' of 'strategy' is wrong, expected one of linear, free, host_pinned, debug"),
    Case("a playbook that is a mapping", files: ["site.yml": "hosts: all\n"],
      "site.yml:1:1: the playbook is a mapping, expected a list of plays"),
    Case("an empty playbook", files: ["site.yml": "---\n"], "site.yml: the playbook is empty, expected a list of plays"),
    Case("a block as handler", files: ["site.yml": "- hosts: all\n  handlers:\n    - block: []\n"],
      "site.yml:3:7: a block is no handler, expected a task\n"
        + "  hint: give several handlers the same 'listen' topic"),
  ]

  static let actions = [
    Case("an unknown module", "- pong:",
      "site.yml:3:7: unknown module 'pong' (did you mean 'ping'?)"),
    Case("an unknown qualified module", "- ansible.builtin.nope:",
      "site.yml:3:7: unknown module 'ansible.builtin.nope'"),
    Case("a module of another collection", "- community.general.ping:",
      "site.yml:3:7: unknown module 'community.general.ping' (did you mean 'ansible.builtin.ping'?)"),
    Case("a module or keyword", "- whn: x",
      "site.yml:3:7: unknown module or keyword 'whn' (did you mean 'when'?)"),
    Case("no module", "- name: x",
      "site.yml:3:7: the task names no module, expected one such as 'ansible.builtin.copy'"),
    Case("two modules", "- ping:\n  command: ls",
      "site.yml:3:7: conflicting action statements: ping, command, expected one module\n"
        + "  hint: make each a task of its own"),
    Case("an unknown argument", "- ping:\n    dta: x",
      "site.yml:4:9: Unsupported parameters for (ping) module: dta (did you mean 'data'?). Supported parameters include: data."),
    Case("an unknown argument in text", "- ping: dta=x",
      "site.yml:3:13: Unsupported parameters for (ping) module: dta (did you mean 'data'?). Supported parameters include: data."),
    Case("free text where none is allowed", "- ping: hello",
      "site.yml:3:13: 'ping' takes no free text, but got 'hello', expected key=value\n"
        + "  hint: write its arguments as a mapping below the module's name"),
    Case("a wrong type", "- command:\n    argv: 5\n    creates: [1]",
      "site.yml:5:9: argument 'creates' is of type list and we were unable to convert to str: only text, numbers and booleans become text"),
    Case("arguments that are a list", "- ping: [1]",
      "site.yml:3:13: the arguments of 'ping' are a list, expected a mapping or 'key=value' text"),
    Case("arguments not closed", "- ping: data='x",
      "site.yml:3:13: quotes or template braces are not closed in: data='x\n"
        + "  hint: write the arguments as a mapping, or close them"),
    Case("args that are text", "- ping:\n  args: x",
      "site.yml:4:13: 'args' is a string, expected a mapping or a template of one"),
    Case("an action without a module", "- action: 5",
      "site.yml:3:15: 'action' names no module, expected text such as 'copy src=a dest=b'"),
    Case("a reserved argument", "- ping:\n    _ansible_x: 1",
      "site.yml:4:9: '_ansible_x' is reserved, expected an argument of the module"),
    Case("defaults of an unknown module", "- ping:\n  module_defaults: {pong: {}}",
      "site.yml:4:25: unknown module 'pong' (did you mean 'ping'?)"),
    Case("defaults with an unknown argument", "- ping:\n  module_defaults: {ping: {dta: 1}}",
      "site.yml:4:32: Unsupported parameters for (ping) module: dta (did you mean 'data'?). Supported parameters include: data."),
  ]

  static let controller = [
    Case("a keyword that an include does not take", "- include_tasks: a.yml\n  become: yes",
      "site.yml:4:7: 'become' is not a keyword of an include, expected it below 'apply' of 'include_tasks'"),
    Case("a missing argument", "- include_role:\n    tasks_from: x",
      "site.yml:3:7: missing required arguments: name"),
    Case("a bad assertion", "- assert:\n    that: a ==",
      "site.yml:4:19: unexpected 'end of template', expected an expression"),
    Case("end_role outside of a role", "- meta: end_role",
      "site.yml:3:7: 'meta: end_role' stands outside of a role, expected it in a role's tasks"),
  ]

  static let templates = [
    Case("an open template", "- ping:\n    data: \"{{ x\"",
      "site.yml:4:20: unexpected end of template inside a tag"),
    Case("an unknown filter", "- ping:\n    data: \"{{ x | deflt(1) }}\"",
      "site.yml:4:23: no filter named 'deflt'"),
    Case("a bad condition", "- ping:\n  when: x ==",
      "site.yml:4:17: unexpected 'end of template', expected an expression"),
    Case("a bad template in a name", "- name: \"{{ x }\"\n  ping:",
      "site.yml:3:19: unexpected '}'"),
    Case("a bad template in a block text", "- command: |\n    first\n    {{ a b }}",
      "site.yml:5:14: unexpected 'b', expected end of print statement"),
    Case("a bad YAML", "- ping:\n    data: {{ x }}",
      "site.yml:4:15: a value that begins with {{ must be quoted\n"
        + "  hint: write the whole value in quotes: \"{{ name }}/more\""),
  ]

  static let files = [
    Case("a missing file of tasks", "- import_tasks: nope.yml",
      "site.yml:3:21: tasks file 'nope.yml' not found\n"
        + "  tried:\n"
        + "    nope.yml\n"
        + "    tasks/nope.yml"),
    Case("a missing role", files: ["playbooks/site.yml": "- hosts: all\n  roles: [nope]\n"],
      "playbooks/site.yml:2:11: role 'nope' not found\n"
        + "  tried:\n"
        + "    playbooks/roles/nope\n"
        + "    roles/nope\n"
        + "    playbooks/nope"),
    Case("a missing playbook import", files: ["site.yml": "- import_playbook: nope.yml\n"],
      "site.yml:1:20: playbook 'nope.yml' not found\n"
        + "  tried:\n"
        + "    nope.yml"),
    Case(
      "tasks that import each other",
      files: ["site.yml": play("- import_tasks: a.yml"), "a.yml": "- import_tasks: b.yml\n", "b.yml": "- import_tasks: a.yml\n"],
      "b.yml:1:17: the file imports itself\n"
        + "  a.yml:1:17 imports b.yml\n"
        + "  b.yml:1:17 imports a.yml"),
    Case(
      "playbooks that import each other",
      files: ["site.yml": "- import_playbook: b.yml\n", "b.yml": "- import_playbook: site.yml\n"],
      "b.yml:1:20: the file imports itself\n"
        + "  site.yml:1:20 imports b.yml\n"
        + "  b.yml:1:20 imports site.yml"),
    Case(
      "roles that depend on each other",
      files: [
        "site.yml": "- hosts: all\n  roles: [a]\n", "roles/a/meta/main.yml": "dependencies: [b]\n",
        "roles/b/meta/main.yml": "dependencies:\n  - role: a\n",
      ],
      "roles/b/meta/main.yml:2:5: roles depend on each other: a → b → a"),
    Case("an import that needs a fact", "- import_tasks: \"{{ ansible_distribution }}.yml\"",
      "site.yml:3:25: the name in 'import_tasks' cannot be rendered before the run: 'ansible_distribution' is undefined\n"
        + "  hint: use variables of the play, of vars_files or of -e, not facts or inventory; or use 'include_tasks'"),
    Case("an import without a name", "- import_tasks:",
      "site.yml:3:7: 'import_tasks' names no file, expected one such as 'install.yml'"),
    Case(
      "an import with a loop", files: ["site.yml": play("- import_tasks: a.yml\n  loop: [1]"), "a.yml": ""],
      "site.yml:4:7: 'import_tasks' is expanded before the run and cannot loop, expected no loop\n"
        + "  hint: use 'include_tasks'"),
    Case("an imported role without a name", "- import_role:\n    tasks_from: x",
      "site.yml:3:7: 'import_role' names no role, expected 'role: name'"),
    Case(
      "a missing tasks_from",
      files: ["site.yml": play("- import_role: {name: a, tasks_from: x}"), "roles/a/tasks/main.yml": ""],
      "site.yml:3:27: tasks file 'x' not found\n"
        + "  tried:\n"
        + "    roles/a/tasks/x\n"
        + "    roles/a/tasks/x.yml\n"
        + "    roles/a/tasks/x.yaml\n"
        + "    roles/a/tasks/x.json"),
    Case("a bad file of variables", files: ["site.yml": "- hosts: all\n  roles: [a]\n", "roles/a/vars/main.yml": "- 1\n"],
      "roles/a/vars/main.yml:1:3: the file of variables is a number, expected a mapping"),
  ]

  @Test("says what is wrong and where", arguments: keywords + actions + controller + templates + files)
  func says(_ case: Case) throws {
    let folder = try PlaybookFolder(`case`.files)
    let name = `case`.files.keys.first { $0.hasSuffix("site.yml") } ?? "site.yml"
    #expect(folder.problems(name) == `case`.problems)
  }

  @Test("a problem of a task with no_log shows neither its source nor its values") func concealed() throws {
    let folder = try PlaybookFolder([
      "site.yml": play("- ping: hunter2\n  no_log: true\n- block:\n  - ping: hunter3\n  no_log: true\n- ping: shown")
    ])
    let errors = #expect(throws: PlaybookErrors.self) { try folder.load() }
    let problems = try #require(errors).problems
    #expect(problems.map(\.showsSource) == [false, false, true])
    #expect(problems.map(\.message).filter { $0.contains("hunter") } == [])
    #expect(problems.first?.message == "'ping' takes no free text, but got '(hidden)', expected key=value")
  }

  @Test("of many problems the first twenty are shown") func many() throws {
    let tasks = (1...25).map { "- pong\($0):" }.joined(separator: "\n")
    let folder = try PlaybookFolder(["site.yml": play(tasks)])
    let errors = try #require(#expect(throws: PlaybookErrors.self) { try folder.load() })
    #expect(errors.problems.count == 20 && errors.omitted == 5)
    #expect(errors.problems.map { $0.location?.line ?? 0 } == Array(3...22))
  }
}
