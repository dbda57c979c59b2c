import Testing
import Values

@testable import Playbooks

@Suite struct SearchTests {
  private func folder() throws -> PlaybookFolder {
    try PlaybookFolder([
      "site.yml": "- hosts: all\n  roles: [web]\n  vars_files: [v.yml]\n  tasks:\n    - ping:\n",
      "roles/web/tasks/main.yml": "- import_tasks: sub/deep.yml\n", "roles/web/tasks/sub/deep.yml": "- ping:\n",
      "roles/web/tasks/sub/near.yml": "- ping:\n", "roles/web/tasks/far.yml": "- ping:\n",
      "roles/web/files/own": "", "roles/web/bare": "", "files/own": "", "files/shared": "", "top": "",
      "vars/v.yml": "a: 1\n",
    ])
  }

  private func roleTask(_ folder: PlaybookFolder) throws -> Task {
    let use = try #require(try folder.load().plays.first?.roles.first)
    guard case .block(let block) = try #require(use.tasks.first), case .task(let task) = try #require(block.tasks.first)
    else { throw ValueError("no task") }
    return task
  }

  @Test(
    "files are looked for in the role, beside the task, beside the playbook",
    arguments: [
      ("own", "roles/web/files/own"), ("bare", "roles/web/bare"), ("shared", "files/shared"), ("top", "top"),
    ])
  func find(_ name: String, _ expected: String) throws {
    let folder = try folder()
    let found = try PlaybookLoader().find(
      name, kind: "files", from: try roleTask(folder).context, playbookFolder: folder.path)
    #expect(found == folder.path + "/" + expected)
  }

  @Test(
    "files of tasks are looked for beside the including file, then in the role",
    arguments: [("near.yml", "roles/web/tasks/sub/near.yml"), ("far.yml", "roles/web/tasks/far.yml")])
  func taskFile(_ name: String, _ expected: String) throws {
    let folder = try folder()
    let found = try PlaybookLoader().taskFile(name, from: try roleTask(folder).context, playbookFolder: folder.path)
    #expect(found == folder.path + "/" + expected)
  }

  @Test("a file that is nowhere is reported with the paths tried") func missing() throws {
    let folder = try folder()
    let context = try #require(try folder.load().plays.first).context
    let error = #expect(throws: PlaybookErrors.self) {
      try PlaybookLoader().find("nope", kind: "templates", from: context, playbookFolder: folder.path)
    }
    let text = error.map { "\($0)".replacing(folder.path + "/", with: "") }
    #expect(text == "site.yml:1:3: template 'nope' not found\n  tried:\n    templates/nope\n    nope")
  }

  @Test("the search path names the role, the task's folder and the playbook's") func searchPath() throws {
    let folder = try folder()
    let folders = PlaybookLoader().searchFolders(from: try roleTask(folder).context, playbookFolder: folder.path)
    #expect(folders == ["roles/web", "roles/web/tasks/sub"].map { folder.path + "/" + $0 } + [folder.path])
  }

  @Test("a file of vars_files stands beside the playbook or in its folder vars") func varsFile() throws {
    let folder = try folder()
    let loader = PlaybookLoader()
    let path = try #require(loader.varsFile("v.yml", playbookFolder: folder.path))
    #expect(try loader.variables(file: path) == ["a": 1])
    #expect(loader.varsFile("nope.yml", playbookFolder: folder.path) == nil)
  }

  @Test("files loaded during the run hang below the context of the include") func dynamicTasks() throws {
    let folder = try folder()
    let play = try #require(try folder.load().plays.first)
    let context = Context(
      .includeTasks, parent: play.context, vars: ["x": 1], origin: play.origin, folder: folder.path)
    let elements = try PlaybookLoader().tasks(file: folder.path + "/roles/web/tasks/far.yml", under: context)
    guard case .task(let task) = try #require(elements.first) else { throw ValueError("no task") }
    #expect(task.context.parent === context)
    #expect(task.context.folder == folder.path + "/roles/web/tasks")
  }

  @Test("a role loaded during the run is private unless asked otherwise") func dynamicRole() throws {
    let folder = try folder()
    let play = try #require(try folder.load().plays.first)
    var options = RoleOptions()
    options.tasksFrom = "far"
    options.isPublic = false
    let use = try PlaybookLoader().role(
      named: "web", options: options, under: play.context, playbookFolder: folder.path)
    #expect(use.tasks.count == 1 && !use.role.isPublic && use.context.parent === play.context)
  }
}
