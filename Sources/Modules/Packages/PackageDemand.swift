import Machine
import Values

/// Which of the named packages apt has to install or upgrade.
struct PackageDemand {
  struct Item: Equatable {
    let name: String
    /// As apt-get takes it: `name`, `name=version`.
    let word: String
  }

  private let specs: [PackageSpec]
  private let release: String?
  private let wantsNewest: Bool
  private let isOnlyUpgrading: Bool
  private let machine: any Machine

  init(_ specs: [PackageSpec], _ arguments: Arguments, _ machine: any Machine) {
    self.specs = specs
    self.machine = machine
    release = arguments.string("default_release")
    wantsNewest = arguments.string("state") == "latest"
    isOnlyUpgrading = arguments.bool("only_upgrade") == true
  }

  func due() throws -> [Item] {
    let installed = try specs.map { try $0.record(in: machine.packages) }
    let asked = zip(specs, installed).filter { spec, record in record != nil && wantsNewest && spec.bound == .any }
    let candidates = try PackageCandidates(machine.commands).versions(of: asked.map(\.0.fullName), release: release)
    return try zip(specs, installed).compactMap { spec, record in
      guard let record else { return isOnlyUpgrading ? nil : try absent(spec) }
      if !spec.accepts(record.version) { return try item(spec) }
      guard wantsNewest, let candidate = candidates[spec.fullName], record.version != "planned",
        DebianVersion(candidate) > DebianVersion(record.version)
      else { return nil }
      return Item(name: spec.name, word: spec.fullName)
    }
  }

  private func absent(_ spec: PackageSpec) throws -> Item? {
    try isProvided(spec) ? nil : item(spec)
  }

  /// Whether the name is only a virtual package and an installed one provides it.
  private func isProvided(_ spec: PackageSpec) throws -> Bool {
    guard spec.bound == .any, spec.architecture == nil else { return false }
    let isOffered = try machine.packages.all().contains { record in
      record.isInstalled && record.provides.contains { $0.name == spec.name }
    }
    guard isOffered else { return false }
    return try PackageCandidates(machine.commands).versions(of: [spec.name], release: release).isEmpty
  }

  private func item(_ spec: PackageSpec) throws -> Item {
    switch spec.bound {
    case .any: return Item(name: spec.name, word: spec.fullName)
    case .exactly(let version):
      let known = Wildcard.isPattern(version) ? try newest(spec) : version
      return Item(name: spec.name, word: "\(spec.fullName)=\(known)")
    case .atLeast:
      return Item(name: spec.name, word: "\(spec.fullName)=\(try newest(spec))")
    }
  }

  private func newest(_ spec: PackageSpec) throws -> String {
    let versions = try PackageCandidates(machine.commands).allVersions(of: spec.fullName)
    guard let version = versions.first(where: spec.accepts) else {
      throw ModuleFailure("no available installation candidate for \(spec.fullName)\(spec.bound.text)")
    }
    return version
  }
}

extension PackageSpec.Bound {
  fileprivate var text: String {
    switch self {
    case .any: ""
    case .exactly(let version): "=" + version
    case .atLeast(let version): ">=" + version
    }
  }
}
