import Machine

/// A package as a task names it: `nginx`, `libc6:i386`, `curl=7.*`, `git>=1:2.30`.
struct PackageSpec: Equatable {
  enum Bound: Equatable {
    case any
    /// May hold wildcards.
    case exactly(String)
    case atLeast(String)
  }

  /// Without architecture.
  let name: String
  let architecture: String?
  let bound: Bound

  init(_ text: String) throws {
    let text = text.trimmed
    let mark = text.firstIndex(of: "=")
    let isAtLeast = mark.map { $0 > text.startIndex && text[text.index(before: $0)] == ">" } ?? false
    let full = mark.map { String(text[..<$0].dropLast(isAtLeast ? 1 : 0)).trimmed } ?? text
    let version = mark.map { String(text[text.index(after: $0)...]).trimmed }
    let parts = full.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    name = parts[0]
    architecture = parts.count > 1 ? parts[1] : nil
    bound = version.map { isAtLeast ? .atLeast($0) : .exactly($0) } ?? .any
    guard Self.isName(name), version?.contains("=") != true, version?.isEmpty != true else {
      throw ModuleFailure("invalid package spec: \(text)")
    }
  }

  /// The name for apt, with its architecture.
  var fullName: String { name + (architecture.map { ":" + $0 } ?? "") }

  func accepts(_ version: String) -> Bool {
    // What a plan installs is whatever was asked for.
    if version == "planned" { return true }
    return switch bound {
    case .any: true
    case .exactly(let wanted): version == wanted || Wildcard(wanted).matches(version)
    case .atLeast(let least): DebianVersion(version) >= DebianVersion(least)
    }
  }

  func record(in packages: any Packages) throws -> PackageRecord? {
    let records = try packages.records(named: name).filter { $0.isInstalled }
    guard let architecture, architecture != "any", architecture != "native" else { return records.first }
    return records.first { $0.architecture == architecture || $0.architecture == "all" || $0.version == "planned" }
  }

  /// Policy § 5.6.1, and wildcards; nothing that apt would read as an option or an instruction.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first != "-", first != "+", !name.hasSuffix("-") else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "+-._*?[]!^".unicodeScalars.contains(scalar))
    }
  }
}
