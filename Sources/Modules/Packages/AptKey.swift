import Machine
import Values
import Wire

/// `apt_key`: a key among those that apt trusts for every source. Keys are files of
/// /etc/apt/trusted.gpg.d, so neither `apt-key`, which Debian 13 no longer has, nor `gpg` is needed.
package struct AptKey: Module {
  package static let declaration = Declaration(
    "apt_key",
    parameters: [
      Parameter("id"), Parameter("data"), Parameter("file", .path), Parameter("keyring", .path), Parameter("url"),
      Parameter("keyserver"),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("validate_certs", .bool, standard: true),
    ],
    rules: [.mutuallyExclusive(["data", "file", "keyserver", "url"])])

  private let arguments: Arguments
  /// Upper-case hexadecimal digits at the end of a fingerprint.
  private let id: String?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    let given = arguments.string("id").map { $0.uppercased().replacing(all: " ", with: "") }
    let digits = given.map { $0.hasPrefix("0X") ? String($0.dropFirst(2)) : $0 }
    guard digits?.allSatisfy(\.isHexDigit) ?? true, digits?.isEmpty != true else {
      throw ModuleFailure("Invalid key_id, it must be hexadecimal digits: \(arguments.string("id") ?? "")")
    }
    id = digits
  }

  package func run(_ step: Step) throws -> Outcome {
    if arguments.string("state") == "absent" { return try remove(step) }
    if let id, try !rings(holding: id, step.machine.files).isEmpty { return outcome(id, isChanged: false) }
    let bytes = try keyBytes(step)
    let keys = PublicKeys(bytes)
    guard let first = keys.fingerprints.first else {
      throw ModuleFailure("what was given holds no OpenPGP public key; a keyring or an armoured key block was expected")
    }
    if let id, !keys.fingerprints.contains(where: { $0.hasSuffix(id) }) {
      throw ModuleFailure(
        "the key with id \(id) is not among the keys that were given (\(keys.fingerprints.joined(separator: ", ")))")
    }
    let known = try keys.fingerprints.allSatisfy { try !rings(holding: $0, step.machine.files).isEmpty }
    if !known { try store(keys, named: first, step.machine.files) }
    return outcome(id ?? first, isChanged: !known)
  }

  private func remove(_ step: Step) throws -> Outcome {
    guard let id else { throw ModuleFailure("the id of the key to remove is missing") }
    let found = try rings(holding: id, step.machine.files)
    for ring in found {
      let kept = PublicKeys(try step.machine.files.read(ring)).removing(suffix: id)
      if kept.isEmpty {
        try step.machine.files.remove(ring)
      } else {
        try step.machine.files.write(ring, kept)
      }
    }
    return outcome(id, isChanged: !found.isEmpty)
  }

  private func outcome(_ id: String, isChanged: Bool) -> Outcome {
    Outcome(
      isChanged: isChanged,
      result: [
        "id": .string(id), "key_id": .string(id), "fp": .string(id), "short_id": .string(String(id.suffix(8))),
      ])
  }

  private func keyBytes(_ step: Step) throws -> [UInt8] {
    let download = Download(step: step, isVerifying: arguments.bool("validate_certs") ?? true)
    if let data = arguments.string("data") { return Array(data.utf8) }
    if let file = arguments.string("file") { return try step.machine.files.read(file) }
    if let url = arguments.string("url") { return try download.bytes(of: url) }
    guard let server = arguments.string("keyserver"), let id else {
      throw ModuleFailure("the key is missing: give data, file, url, or keyserver with id")
    }
    let host =
      server.contains("://")
      ? String(server[server.index(after: server.lastIndex(of: "/") ?? server.startIndex)...]) : server
    return try download.bytes(of: "https://\(host)/pks/lookup?op=get&options=mr&search=0x\(id)")
  }

  private func store(_ keys: PublicKeys, named name: String, _ files: any Files) throws {
    if let ring = arguments.string("keyring") {
      let before = try files.target(ring) == nil ? [] : PublicKeys(files.read(ring)).bytes
      return try files.write(ring, before + keys.bytes, FileAttributes(mode: 0o644))
    }
    try files.write("/etc/apt/trusted.gpg.d/\(name).gpg", keys.bytes, FileAttributes(mode: 0o644))
  }

  private func rings(holding id: String, _ files: any Files) throws -> [String] {
    let all =
      try arguments.string("keyring").map { [$0] }
      ?? files.paths(matching: "/etc/apt/trusted.gpg.d/*.[ga][ps][gc]") + ["/etc/apt/trusted.gpg"]
    return try all.filter { path in
      try files.target(path) != nil && PublicKeys(files.read(path)).fingerprints.contains { $0.hasSuffix(id) }
    }
  }
}
