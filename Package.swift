// swift-tools-version: 6.1
import PackageDescription

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")

/// A room of the house (see docs/architecture.md): a target and what it may use.
func room(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: uses)
}

/// A room that the agent is made of. It stays small: no Foundation, no package, and no regular
/// expressions or string searching of the standard library, which weigh 1.3 MB.
func agentRoom(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: uses,
    swiftSettings: [
      .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
    ],
    linkerSettings: name == "Values" ? [.linkedLibrary("m")] : [])
}

func tests(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  .testTarget(name: name + "Tests", dependencies: [.target(name: name)] + uses)
}

let package = Package(
  name: "provision",
  products: [
    .executable(name: "provision", targets: ["provision"]),
    .executable(name: "provision-agent", targets: ["provision-agent"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibSSH", pkgConfig: "libssh", providers: [.apt(["libssh-dev"]), .brew(["libssh"])]),
    .target(name: "CPlatform"),

    agentRoom("Values"),
    agentRoom("Patterns"),
    agentRoom("Wire", ["Values"]),
    agentRoom("Machine", ["Values", "CPlatform"]),
    agentRoom("Modules", ["Values", "Patterns", "Wire", "Machine"]),
    agentRoom("Agent", ["Values", "Modules", "Wire", "Machine", "CPlatform"]),

    room("YAML", ["Values", "Yams"]),
    room("Jinja", ["Values", "Patterns", "YAML", crypto]),
    room("Secrets", ["Values", crypto, cryptoExtras]),
    room("SSH", ["CLibSSH", "CPlatform", crypto]),
    room("Hosts", ["Values", "YAML", "Secrets", "Patterns"]),
    room("Playbooks", ["Values", "YAML", "Jinja", "Modules", "Secrets"]),
    room(
      "Engine",
      ["Values", "Hosts", "Playbooks", "Jinja", "Wire", "SSH", "Secrets", "Modules", "Patterns", "YAML", crypto]),
    room("Console", ["Engine", "Values", "Wire"]),
    room(
      "Commands",
      ["Console", "Engine", "Modules", "SSH", "Secrets", "Values", "YAML", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

    .executableTarget(name: "provision", dependencies: ["Commands"]),
    .executableTarget(name: "provision-agent", dependencies: ["Agent"]),

    tests("Values"), tests("Patterns"), tests("Wire"), tests("Machine"), tests("Modules"),
    tests("Agent", ["Engine", "SSH", "provision-agent"]), tests("YAML"), tests("Jinja"), tests("Secrets"), tests("SSH"),
    tests("Hosts"), tests("Playbooks"), tests("Engine"), tests("Console", ["YAML"]),
    tests("Commands", ["provision", "provision-agent"]),
  ],
  swiftLanguageModes: [.v6]
)
