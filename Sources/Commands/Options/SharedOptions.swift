import ArgumentParser

/// What every command that reaches hosts can be told.
struct SharedOptions: ParsableArguments {
  @OptionGroup(title: "What to run on") var hosts: HostOptions
  @OptionGroup(title: "What to run") var mode: ModeOptions
  @OptionGroup(title: "Variables and secrets") var variables: VariableOptions
  @OptionGroup(title: "How to connect") var connection: ConnectionOptions
  @OptionGroup(title: "What to see") var display: DisplayOptions
}

struct ModeOptions: ParsableArguments {
  @Flag(
    name: [.customShort("C"), .customLong("check"), .customLong("dry-run")],
    help: "Change nothing; say what would change.")
  var isCheck = false
}
