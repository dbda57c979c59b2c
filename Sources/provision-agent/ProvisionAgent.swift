import Agent
import Glibc

@main enum ProvisionAgent {
  static func main() { exit(AgentProcess.run()) }
}
