import Values

/// `include_tasks`: tasks of a file, found when the run gets there.
package struct IncludeTasksStatement: ControllerModule {
  package static let declaration = Declaration(
    "include_tasks",
    parameters: [Parameter("file", aliases: ["_raw_params"], required: true), Parameter("apply", .raw)],
    freeForm: "file", place: .controller)
}

/// `import_tasks`: tasks of a file, read with the playbook.
package struct ImportTasksStatement: ControllerModule {
  package static let declaration = Declaration(
    "import_tasks", parameters: [Parameter("file", aliases: ["_raw_params"], required: true)],
    freeForm: "file", place: .controller)
}

private let roleParameters = [
  Parameter("name", aliases: ["role"], required: true),
  Parameter("tasks_from", standard: "main"),
  Parameter("vars_from", standard: "main"),
  Parameter("defaults_from", standard: "main"),
  Parameter("handlers_from", standard: "main"),
  Parameter("allow_duplicates", .bool, standard: true),
  Parameter("rolespec_validate", .bool, standard: true),
]

/// `include_role`: a role, found when the run gets there.
package struct IncludeRoleStatement: ControllerModule {
  package static let declaration = Declaration(
    "include_role",
    parameters: roleParameters + [Parameter("public", .bool, standard: false), Parameter("apply", .raw)],
    place: .controller)
}

/// `import_role`: a role, read with the playbook.
package struct ImportRoleStatement: ControllerModule {
  package static let declaration = Declaration(
    "import_role", parameters: roleParameters + [Parameter("public", .bool, standard: true)], place: .controller)
}
