import ArgumentParser

struct DisplayOptions: ParsableArguments {
  @Flag(name: [.customShort("D"), .customLong("diff")], help: "Show what changes in files.")
  var wantsDiff = false

  @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Say more; -vv and -vvv still more.")
  var verbosity: Int

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Leave out what is ok and what is skipped.")
  var isQuiet = false

  @Option(name: .customLong("output"), help: "text, or json: an object a line.")
  var output: OutputForm = .text

  enum OutputForm: String, ExpressibleByArgument, CaseIterable { case text, json }
}
