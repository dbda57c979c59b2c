import SSH

extension ByteChannel {
  /// How the agent ended, such as `the agent was ended by signal KILL`; nil where it did not end
  /// or nobody knows.
  var ending: String? {
    get async {
      let said = await errorText.split(separator: "\n").suffix(3).joined(separator: "; ")
      let addition = said.isEmpty ? "" : ": \(said)"
      switch await exit {
      case .status(0): return "the agent ended" + addition
      case .status(let status): return "the agent ended with status \(status)" + addition
      case .signal("ILL"), .signal("TRAP"), .signal("SEGV"), .signal("BUS"), .signal("ABRT"):
        return "the agent crashed" + addition
      case .signal(let name): return "the agent was ended by signal \(name)" + addition
      case nil: return nil
      }
    }
  }
}
