import Testing
import Values

@testable import Playbooks

@Suite struct StructureTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let id: String
    let files: [String: String]
    let outline: String
    var testDescription: String { id }

    init(_ id: String, _ tasks: String, _ outline: String) {
      self.id = id
      files = ["site.yml": play(tasks)]
      self.outline = "play all\n  tasks:\n" + outline.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    }

    init(_ id: String, files: [String: String], _ outline: String) {
      self.id = id
      self.files = files
      self.outline = outline
    }
  }

  static let forms = [
    Case("mapping", "- command:\n    cmd: ls\n    chdir: /tmp", "command {'cmd': 'ls', 'chdir': '/tmp'}"),
    Case("free text", "- command: ls -l  /tmp", "command {'cmd': 'ls -l  /tmp'}"),
    Case(
      "free text with pairs", "- shell: echo a=b chdir=/tmp creates=\"/x y\"",
      "shell {'chdir': '/tmp', 'creates': '/x y', 'cmd': 'echo a=b'}"),
    Case("pairs", "- ping: data=hello", "ping {'data': 'hello'}"),
    Case("nothing", "- ping:", "ping"),
    Case("args", "- command: ls\n  args:\n    chdir: /tmp", "command {'chdir': '/tmp', 'cmd': 'ls'}"),
    Case("args from a template", "- command: ls\n  args: \"{{ more }}\"", "command {'cmd': 'ls'} + {{ more }}"),
    Case("everything from a template", "- ping: \"{{ all }}\"", "ping + {{ all }}"),
    Case("action", "- action: command ls chdir=/tmp", "command {'chdir': '/tmp', 'cmd': 'ls'}"),
    Case("action as a mapping", "- action:\n    module: ping\n    data: x", "ping {'data': 'x'}"),
    Case("local action", "- local_action: ping data=x", "ping {'data': 'x'} delegate_to='localhost'"),
    Case("full name", "- ansible.builtin.ping:", "ping"),
    Case("raw parameters", "- command:\n    _raw_params: ls", "command {'cmd': 'ls'}"),
  ]

  static let keywords = [
    Case(
      "keywords", "- ping:\n  when: a == 1\n  tags: [x, y]\n  vars: {v: 1}\n  register: r\n  become: true\n  notify: h",
      "ping register=r vars={'v': 1} tags=['x', 'y'] when=['a == 1'] become=True notify=['h']"),
    Case("conditions", "- ping:\n  when:\n    - a\n    - true", "ping when=['a', True]"),
    Case("one tag", "- ping:\n  tags: a,b", "ping tags=['a,b']"),
    Case("loop", "- ping:\n  loop: [1, 2]", "ping loop()=[1, 2]"),
    Case("lookup loop", "- ping:\n  with_items: \"{{ xs }}\"", "ping loop(items)='{{ xs }}'"),
    Case(
      "own conditions", "- ping:\n  until: r is success\n  retries: 2\n  delay: 1\n  failed_when: false",
      "ping delay=1 failed_when=False retries=2 until='r is success'"),
    Case(
      "defaults of modules", "- ping:\n  module_defaults:\n    ansible.builtin.command: {chdir: /}",
      "ping module_defaults={'command': {'chdir': '/'}}"),
    Case(
      "block", "- block:\n    - ping:\n  rescue:\n    - ping:\n  always:\n    - ping:\n  when: x\n  become: yes",
      "block when=['x'] become=True\n  ping\nrescue\n  ping\nalways\n  ping"),
  ]

  static let controller = [
    Case("include", "- include_tasks: a.yml\n  loop: [1]", "include_tasks {'file': 'a.yml'} loop()=[1]"),
    Case(
      "include with apply", "- include_tasks:\n    file: a.yml\n    apply: {tags: t}\n  tags: u",
      "include_tasks {'file': 'a.yml', 'apply': {'tags': 't'}} tags=['u']"),
    Case(
      "the include of old with a loop", "- include: a.yml\n  with_items: [1]",
      "include_tasks {'file': 'a.yml'} loop(items)=[1]"),
    Case("facts", "- set_fact: a=1 b=\"x y\"", "set_fact {'a': '1', 'b': 'x y'}"),
    Case("meta", "- meta: flush_handlers", "meta {'free_form': 'flush_handlers'}"),
    Case("debug", "- debug: msg=\"{{ a }} and b\"", "debug {'msg': '{{ a }} and b'}"),
    Case("assertions", "- assert:\n    that:\n      - a == 1\n      - b is defined", "assert {'that': ['a == 1', 'b is defined']}"),
    Case(
      "what module_defaults give is not missing",
      "- module_defaults:\n    template: {dest: /x}\n  block:\n    - template: {src: a}",
      "block module_defaults={'template': {'dest': '/x'}}\n  template {'src': 'a'}"),
  ]

  static let imports = [
    Case(
      "imported tasks",
      files: [
        "site.yml": play("- import_tasks: tasks/a.yml\n  when: x\n  tags: t\n  vars: {v: 1}"),
        "tasks/a.yml": "- import_tasks: b.yml\n", "tasks/b.yml": "- ping:\n",
      ],
      "play all\n  tasks:\n    block vars={'v': 1} tags=['t'] when=['x']\n      block\n        ping"),
    Case(
      "an import named by variables",
      files: [
        "site.yml":
          "- hosts: all\n  vars: {kind: web}\n  tasks:\n    - import_tasks: \"{{ kind }}-{{ size }}.yml\"\n      vars: {size: big}\n",
        "web-big.yml": "- ping:\n",
      ], "play all\n  tasks:\n    block vars={'size': 'big'}\n      ping"),
    Case(
      "an imported playbook",
      files: [
        "site.yml": "- import_playbook: more/web.yml\n  vars: {a: 2}\n  tags: t\n  when: x\n",
        "more/web.yml": "- hosts: web\n  vars: {a: 1}\n  tags: u\n  tasks:\n    - ping:\n",
      ], "play web\n  tasks:\n    ping"),
    Case(
      "a role with everything",
      files: [
        "site.yml": "- hosts: all\n  roles:\n    - {role: web, web_port: 80, when: x, tags: t}\n",
        "roles/web/tasks/main.yml": "- import_tasks: install.yml\n", "roles/web/tasks/install.yml": "- ping:\n",
        "roles/web/handlers/main.yml": "- name: restart\n  ping:\n",
        "roles/web/meta/main.yml": "dependencies:\n  - base\n", "roles/base/tasks/main.yaml": "- ping: data=base\n",
      ],
      "play all\n  roles:\n    role web tags=['t'] when=['x']\n      role base\n        ping {'data': 'base'}\n"
        + "      block\n        ping\n      ping (handler)"),
    Case(
      "a role beside the playbooks' folder",
      files: ["playbooks/site.yml": "- hosts: all\n  roles: [web]\n", "roles/web/tasks/main.yml": "- ping:\n"],
      "play all\n  roles:\n    role web\n      ping"),
    Case(
      "an imported role",
      files: [
        "site.yml": play("- import_role:\n    name: web\n    tasks_from: other\n  vars: {v: 1}"),
        "roles/web/tasks/other.yml": "- ping:\n",
      ], "play all\n  tasks:\n    role web\n      ping"),
    Case(
      "handlers in a file of their own",
      files: [
        "site.yml": "- hosts: all\n  handlers:\n    - import_tasks: h.yml\n",
        "h.yml": "- name: restart\n  ping:\n  listen: web\n",
      ], "play all\n  handlers:\n    block\n      ping"),
  ]

  @Test("reads what is written", arguments: forms + keywords + controller + imports)
  func reads(_ case: Case) throws {
    let folder = try PlaybookFolder(`case`.files)
    let name = `case`.files.keys.first { $0.hasSuffix("site.yml") } ?? "site.yml"
    #expect(try folder.load(name).outline == `case`.outline)
  }

  @Test("an empty list has no plays") func emptyPlaybook() throws {
    #expect(try PlaybookFolder(["site.yml": "[]\n"]).load().plays.isEmpty)
  }

  @Test("an import of a playbook adds variables, tags and conditions to its plays") func importedPlay() throws {
    let folder = try PlaybookFolder([
      "site.yml": "- import_playbook: web.yml\n  vars: {a: 2}\n  tags: t\n  when: x\n",
      "web.yml": "- hosts: web\n  vars: {a: 1, b: 1}\n  tags: u\n  tasks: []\n",
    ])
    let context = try #require(try folder.load().plays.first).context
    #expect(context.vars == ["a": 2, "b": 1])
    #expect(context.tags == ["u", "t"])
    #expect(try context.conditions.map { try $0.text } == ["x"])
  }

  @Test("a role knows its variables, parameters and dependents") func roleVariables() throws {
    let folder = try PlaybookFolder([
      "site.yml": "- hosts: all\n  roles:\n    - {role: web, web_port: 80, vars: {given: 1}}\n",
      "roles/web/defaults/main/b.yml": "b: 2\n", "roles/web/defaults/main/a.yml": "a: 1\nb: 1\n",
      "roles/web/vars/main.yml": "v: 1\n", "roles/web/meta/main.yml": "dependencies: [{role: base, x: 1}]\n",
      "roles/base/meta/main.yml": "allow_duplicates: true\n",
    ])
    let use = try #require(try folder.load().plays.first?.roles.first)
    #expect(use.role.defaults == ["a": 1, "b": 2])
    #expect(use.role.vars == ["v": 1])
    #expect(use.role.givenVars == ["given": 1])
    #expect(use.role.params == ["web_port": 80])
    let dependency = try #require(use.dependencies.first).role
    #expect(dependency.params == ["x": 1])
    #expect(dependency.dependents.map(\.name) == ["web"])
    #expect(dependency.allowsDuplicates && !use.role.allowsDuplicates)
  }

  @Test("a keyword of a task knows its place in the file") func conditionPlace() throws {
    let folder = try PlaybookFolder(["site.yml": play("- ping:\n  when: a == 1")])
    guard case .task(let task) = try #require(try folder.load().plays.first?.tasks.first),
      case .template(let source) = try #require(task.context.conditions.first)
    else { return #expect(Bool(false), "expected a condition") }
    #expect(source.origin.line == 4 && source.origin.column == 13)
    #expect(task.origin.line == 3 && task.origin.column == 7)
  }

  @Test("a role's argument spec becomes its first task") func argumentSpec() throws {
    let folder = try PlaybookFolder([
      "site.yml": "- hosts: all\n  roles:\n    - {role: web, web_port: 80, tags: t}\n",
      "roles/web/tasks/main.yml": "- ping:\n",
      "roles/web/meta/argument_specs.yml":
        "argument_specs:\n  main:\n    short_description: Serve\n    options:\n      web_port: {type: int}\n",
    ])
    let use = try #require(try folder.load().plays.first?.roles.first)
    guard case .task(let task) = try #require(use.tasks.first) else { throw ValueError("no task") }
    #expect(try task.name?.text == "Validating arguments against arg spec 'main' - Serve")
    #expect(task.action.declaration.name == "validate_argument_spec")
    #expect(task.action.arguments["argument_spec"] == ["web_port": ["type": "int"]])
    #expect(task.action.arguments["provided_arguments"] == ["web_port": 80])
    #expect(task.context.allTags == ["t", "always"])
    #expect(use.tasks.count == 2)
  }

  @Test("equal uses of a role have one identity, others have their own") func identity() throws {
    let folder = try PlaybookFolder([
      "site.yml": """
        - hosts: all
          roles: [web, {role: web}, {role: web, x: 1}, {role: web, tags: t}, {role: web, when: c}]
          tasks:
            - import_role: {name: web}
        """,
      "roles/web/tasks/main.yml": "- ping:\n",
    ])
    let play = try #require(try folder.load().plays.first)
    var identities = play.roles.map(\.role.identity)
    if case .role(let use)? = play.tasks.first { identities.append(use.role.identity) }
    #expect(identities[0] == identities[1])
    #expect(Set(identities).count == 5)
  }

  @Test("prompts are read with their standards") func prompts() throws {
    let folder = try PlaybookFolder([
      "site.yml": "- hosts: all\n  vars_prompt:\n    - name: a\n    - {name: b, prompt: B, private: no, default: x, unsafe: yes}\n"
    ])
    let prompts = try #require(try folder.load().plays.first).prompts
    #expect(prompts.map(\.name) == ["a", "b"])
    #expect(prompts[0].isPrivate && !prompts[1].isPrivate && prompts[1].isUnsafe)
    #expect(prompts[1].standard == "x" && prompts[1].text == "B")
  }
}
