import Testing
import Values

@testable import Modules

@Suite struct DeclarationTests {
  static let declaration = Declaration(
    "sample",
    parameters: [
      Parameter("name", aliases: ["pkg"], required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("upgrade", choices: ["no", "full"]), Parameter("count", .int),
      Parameter("force", .bool), Parameter("ratio", .double),
      Parameter("limit", .bytes), Parameter("names", .list(.string)), Parameter("env", .dict([])),
      Parameter("path", .path),
      Parameter("body", .json), Parameter("mode", .raw),
      Parameter("option", .dict([Parameter("key", required: true), Parameter("on", .bool)])),
      Parameter("_hidden"),
    ],
    rules: [
      .mutuallyExclusive(["count", "ratio"]), .requiredTogether(["limit", "force"]),
      .requiredIf("state", is: "absent", needs: ["force"], any: false),
      .requiredBy("body", needs: ["mode"]),
    ])

  private func read(_ arguments: ValueMap) throws -> ValueMap {
    try Self.declaration.arguments(
      from: ValueMap([("name", "n")] as [(Value, Value)]).merging(arguments)
    ).values
  }

  @Test(
    arguments: [
      ("name", 5, "5"), ("name", 1.5, "1.5"), ("name", true, "True"), ("count", "5", 5),
      ("count", 5.0, 5), ("count", " 7 ", 7),
      ("force", "yes", true), ("force", 0, false), ("ratio", "0.5", 0.5),
      ("limit", "10M", 10_485_760), ("limit", "1.5 KiB", 1536),
      ("names", "a, b", ["a", "b"]), ("names", 5, ["5"]), ("names", [1, "x"], ["1", "x"]),
      ("env", "a=1 b='x y'", ["a": "1", "b": "x y"]),
      ("env", #"{"a": [1]}"#, ["a": [1]]), ("body", ["a": true], #"{"a": true}"#),
      ("mode", 420, 420), ("upgrade", false, "no"),
      ("option", ["key": 1, "on": "no"], ["key": "1", "on": false]),
    ] as [(String, Value, Value)]) func `brings a value into its kind`(
      name: String, given: Value, expected: Value
    ) throws
  {
    var arguments: ValueMap = [:]
    arguments[name] = given
    if name == "limit" { arguments["force"] = true }
    if name == "force" { arguments["limit"] = 1 }
    if name == "body" { arguments["mode"] = "x" }
    #expect(try read(arguments)[name] == expected)
  }

  @Test func `folds aliases, fills defaults, drops nothings`() throws {
    let values = try Self.declaration.arguments(from: ["pkg": "x", "count": nil, "ratio": .omit])
      .values
    #expect(values == ["name": "x", "state": "present"])
  }

  private static let supported =
    "Supported parameters include: body, count, env, force, limit, mode, name, names, option, path, ratio, state, upgrade (pkg)."

  @Test(
    arguments: [
      (
        ["nam": "x", "name": "y"], "Unsupported parameters for (sample) module: nam (did you mean 'name'?). " + supported,
        nil
      ),
      ([:], "missing required arguments: name", nil),
      (
        ["name": "x", "state": "presnt"],
        "value of state must be one of: absent, present, got: presnt", "did you mean \"present\"?"
      ),
      (
        ["name": "x", "force": "maybe", "limit": 1],
        "argument 'force' is of type str and we were unable to convert to bool: The value 'maybe' is not a valid boolean. Valid booleans include: yes, no, true, false, on, off, 1, 0",
        nil
      ),
      (
        ["name": "x", "count": "1.5"],
        "argument 'count' is of type str and we were unable to convert to int: The value '1.5' is not a whole number",
        nil
      ),
      (
        ["name": ["a"]],
        "argument 'name' is of type list and we were unable to convert to str: only text, numbers and booleans become text",
        nil
      ),
      (
        ["name": "x", "count": 1, "ratio": 2], "parameters are mutually exclusive: count|ratio", nil
      ),
      (["name": "x", "limit": 1], "parameters are required together: limit, force", nil),
      (
        ["name": "x", "state": "absent"],
        "state is absent but all of the following are missing: force", nil
      ),
      (["name": "x", "body": "b"], "missing parameter(s) required by 'body': mode", nil),
      (["name": "x", "option": ["on": true]], "missing required arguments: key", nil),
      (
        ["name": "x", "option": ["key": 1, "oon": 1]],
        "Unsupported parameters for (sample) module: option.oon (did you mean 'on'?). Supported parameters include: key, on.",
        nil
      ),
    ] as [(ValueMap, String, String?)]) func `says what is wrong`(
      arguments: ValueMap, message: String, hint: String?
    ) throws
  {
    let problem = try #require(Self.declaration.problems(in: arguments).first)
    #expect(problem.message == message && problem.hint == hint)
    #expect(throws: ModuleFailure.self) { try Self.declaration.arguments(from: arguments) }
  }

  @Test func `looks at no value that is rendered later`() {
    let template = Value.template(TemplateSource("{{ x }}", origin: Location(file: "f")))
    let arguments: ValueMap = [
      "name": template, "state": template, "count": template, "ratio": .omit,
      "names": ["a", template], "force": template, "limit": template,
      "env": template, "option": template,
    ]
    #expect(Self.declaration.problems(in: arguments) == [])
    #expect(Self.declaration.problems(in: ["name": template, "nope": template]).count == 1)
  }

  @Test(
    arguments: [
      (["name": "x", "pkg": "y"], "y"), (["pkg": "y", "name": "x"], "y"),
    ] as [(ValueMap, String)])
  func `of an argument and its alias the alias counts, with a warning`(
    given: ValueMap, expected: String
  ) throws {
    #expect(Self.declaration.problems(in: given) == [])
    let arguments = try Self.declaration.arguments(from: given)
    #expect(arguments.string("name") == expected)
    #expect(arguments.warnings == ["both option name and its alias pkg are set; pkg counts"])
    let omitted = try Self.declaration.arguments(from: given.merging(["pkg": .omit, "nope": .omit]))
    #expect(omitted.string("name") == "x" && omitted.warnings == [])
  }

  @Test func `finds an argument that the module does not have`() {
    #expect(Self.declaration.unsupported(in: ["name": 1, "pkg": 1, "nope": .omit, "_x": 1]) == nil)
    #expect(Self.declaration.unsupported(in: ["nmae": 1])?.message.contains("nmae (did you mean 'name'?)") == true)
  }

  @Test func `paths are the host's`() throws {
    let arguments = try Self.declaration.arguments(from: ["name": "x", "path": "~/a"]) {
      path throws(ModuleFailure) in "/root" + path.dropFirst()
    }
    #expect(arguments.string("path") == "/root/a")
    #expect(try read(["path": "~/a"])["path"] == "~/a")
  }

  @Test func `every module's name and aliases are its own`() {
    let names = Registry.all.flatMap { [$0.declaration.name] + $0.declaration.aliases }
    #expect(Set(names).count == names.count)
    for module in Registry.all {
      let names = module.declaration.parameters.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names).count == names.count, "\(module.declaration.name)")
    }
  }
}
