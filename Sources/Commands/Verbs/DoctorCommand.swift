import ArgumentParser

/// `provision doctor`.
struct DoctorCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "doctor", "Examine the site; exit status 2 when anything is wrong.", examples: ["doctor", "doctor inventory.txt -l edge"])

  // It changes nothing anyway.
  static let rehearsesItself = true

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @OptionGroup var shared: SharedOptions

  func order() -> Order {
    Order("doctor", "every check")
  }
}
