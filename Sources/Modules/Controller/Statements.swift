import Values

/// `assert`: conditions that must hold.
package struct AssertStatement: ControllerModule {
  package static let declaration = Declaration(
    "assert",
    parameters: [
      Parameter("that", .list(.raw), required: true),
      Parameter("fail_msg", .raw, aliases: ["msg"]),
      Parameter("success_msg", .raw),
      Parameter("quiet", .bool, standard: false),
    ], place: .controller)
}

/// `debug`: a value printed.
package struct DebugStatement: ControllerModule {
  package static let declaration = Declaration(
    "debug",
    parameters: [
      Parameter("msg", .raw, standard: "Hello world!"),
      Parameter("var", .raw),
      Parameter("verbosity", .int, standard: 0),
    ],
    rules: [.mutuallyExclusive(["msg", "var"])], place: .controller)
}

/// `fail`: the host fails here.
package struct FailStatement: ControllerModule {
  package static let declaration = Declaration(
    "fail", parameters: [Parameter("msg", .raw, standard: "Failed as requested from task")], place: .controller)
}

/// `set_fact`: variables of the host for the rest of the run.
package struct SetFactStatement: ControllerModule {
  package static let declaration = Declaration(
    "set_fact",
    parameters: [Parameter("cacheable", .bool, standard: false), Parameter(Parameter.others, .raw)], place: .controller)
}

/// `set_stats`: values of the run's summary.
package struct SetStatsStatement: ControllerModule {
  package static let declaration = Declaration(
    "set_stats",
    parameters: [
      Parameter("data", .raw, required: true),
      Parameter("per_host", .bool, standard: false),
      Parameter("aggregate", .bool, standard: true),
    ], place: .controller)
}

/// `include_vars`: variables of files on the controller.
package struct IncludeVarsStatement: ControllerModule {
  package static let declaration = Declaration(
    "include_vars",
    parameters: [
      Parameter("file", aliases: ["_raw_params", "free-form"]),
      Parameter("dir"),
      Parameter("name"),
      Parameter("depth", .int, standard: 0),
      Parameter("files_matching"),
      Parameter("ignore_files", .list(.string)),
      Parameter("extensions", .list(.string), standard: ["json", "yaml", "yml"]),
      Parameter("ignore_unknown_extensions", .bool, standard: false),
      Parameter("hash_behaviour", choices: ["replace", "merge"]),
    ],
    rules: [.requiredOneOf(["file", "dir"]), .mutuallyExclusive(["file", "dir"])],
    freeForm: "file", place: .controller)
}

/// `add_host`: a host of the inventory for the rest of the run.
package struct AddHostStatement: ControllerModule {
  package static let declaration = Declaration(
    "add_host",
    parameters: [
      Parameter("name", aliases: ["host", "hostname"], required: true),
      Parameter("groups", .list(.string), aliases: ["group", "groupname"]),
      Parameter(Parameter.others, .raw),
    ], place: .controller)
}

/// `group_by`: groups made of a value of each host.
package struct GroupByStatement: ControllerModule {
  package static let declaration = Declaration(
    "group_by",
    parameters: [
      Parameter("key", required: true),
      Parameter("parents", .list(.string), standard: ["all"]),
    ], place: .controller)
}

/// `pause`: the run waits for a while or for a person.
package struct PauseStatement: ControllerModule {
  package static let declaration = Declaration(
    "pause",
    parameters: [
      Parameter("minutes", .double),
      Parameter("seconds", .double),
      Parameter("prompt"),
      Parameter("echo", .bool, standard: true),
    ],
    rules: [.mutuallyExclusive(["minutes", "seconds"])], place: .controller)
}

/// `meta`: an order to the run itself.
package struct MetaStatement: ControllerModule {
  package static let declaration = Declaration(
    "meta",
    parameters: [
      Parameter(
        "free_form", aliases: ["_raw_params"], required: true,
        choices: [
          "clear_facts", "clear_host_errors", "end_host", "end_play", "flush_handlers", "noop", "refresh_inventory",
          "reset_connection", "end_batch", "end_role",
        ])
    ], freeForm: "free_form", place: .controller)
}

/// `validate_argument_spec`: variables checked against a role's specification.
package struct ValidateArgumentSpecStatement: ControllerModule {
  package static let declaration = Declaration(
    "validate_argument_spec",
    parameters: [
      Parameter("argument_spec", .raw, required: true),
      Parameter("provided_arguments", .raw),
      Parameter("validate_args_context", .raw),
    ], place: .controller)
}
