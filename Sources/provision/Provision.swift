import Commands

@main enum Provision {
  static func main() async { await ProvisionCommand.start() }
}
