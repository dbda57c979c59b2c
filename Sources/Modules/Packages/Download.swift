import Machine

/// Small files of the network, read by the host's own programs: the agent itself has no TLS.
struct Download {
  let step: Step
  var isVerifying = true

  func bytes(of url: String) throws -> [UInt8] {
    guard url.contains("://"), !url.hasPrefix("-") else { throw ModuleFailure("\"\(url)\" is not a URL") }
    let commands = step.machine.commands
    let words: [String]
    if try commands.find("curl") != nil {
      words = ["curl", "-fsSL", "--max-time", "60"] + (isVerifying ? [] : ["--insecure"]) + ["--", url]
    } else if try commands.find("wget") != nil {
      words = ["wget", "-qO-", "--timeout=60"] + (isVerifying ? [] : ["--no-check-certificate"]) + ["--", url]
    } else {
      throw ModuleFailure("cannot fetch \"\(url)\": the host has neither curl nor wget; install the package curl first")
    }
    let result = try commands.query(Invocation(words))
    guard result.isSuccess else { throw ModuleFailure("cannot fetch \"\(url)\": \(result.errorText.trimmed)") }
    return result.output
  }
}
