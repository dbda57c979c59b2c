import Values

/// `template`: a file rendered by the controller, which then sends it as `copy`.
package struct TemplateStatement: ControllerModule {
  package static let declaration = Declaration(
    "template",
    parameters: [
      Parameter("src", required: true),
      Parameter("dest", .path, required: true),
      Parameter("backup", .bool, standard: false),
      Parameter("newline_sequence", choices: ["\\n", "\\r", "\\r\\n", "\n", "\r", "\r\n"], standard: "\n"),
      Parameter("block_start_string", standard: "{%"),
      Parameter("block_end_string", standard: "%}"),
      Parameter("variable_start_string", standard: "{{"),
      Parameter("variable_end_string", standard: "}}"),
      Parameter("comment_start_string"),
      Parameter("comment_end_string"),
      Parameter("trim_blocks", .bool, standard: true),
      Parameter("lstrip_blocks", .bool, standard: false),
      Parameter("force", .bool, standard: true),
      Parameter("follow", .bool, standard: false),
      Parameter("output_encoding", standard: "utf-8"),
      Parameter("validate"),
    ] + FileAttributesArguments.parameters, place: .controller)
}
