// swift-tools-version: 6.1
import PackageDescription

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")

/// A room of the house (see docs/architecture.md): a target and what it may use.
func room(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: uses)
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

    .target(name: "Values", linkerSettings: [.linkedLibrary("m")]),
    room("Patterns"),
    room("Wire", ["Values"]),
    room("Machine", ["Values", "CPlatform"]),
    room("Modules", ["Values", "Patterns", "Wire", "Machine"]),
    room("Agent", ["Values", "Modules", "Wire", "Machine", "CPlatform"]),

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
      ["Console", "Engine", "SSH", "Secrets", "Values", "YAML", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

    .executableTarget(name: "provision", dependencies: ["Commands"]),
    .executableTarget(name: "provision-agent", dependencies: ["Agent"]),

    tests("Values"), tests("Patterns"), tests("Wire"), tests("Machine"), tests("Modules"),
    tests("Agent", ["Engine", "SSH", "provision-agent"]), tests("YAML"), tests("Jinja"), tests("Secrets"), tests("SSH"),
    tests("Hosts"), tests("Playbooks"), tests("Engine"), tests("Console"), tests("Commands"),
  ],
  swiftLanguageModes: [.v6]
)
