import ArgumentParser

struct HostOptions: ParsableArguments {
  @Option(
    name: [.customShort("i", allowingJoined: true), .long], help: "An inventory: a file, a folder, or a list such as 'h1,h2,'. May be repeated.",
    completion: .file())
  var inventory: [String] = []

  @Option(name: [.customShort("l", allowingJoined: true), .long], help: "Only hosts that match the pattern, too; '@file' reads patterns from a file.")
  var limit: String?
}
