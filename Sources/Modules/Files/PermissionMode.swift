import Machine
import Values

/// A `mode` argument: a number, octal digits, symbolic clauses as Ansible reads them, or `preserve`.
package enum PermissionMode: Sendable, Hashable {
  case absolute(UInt32)
  case symbolic([Clause])
  case preserve

  package struct Clause: Sendable, Hashable {
    /// Some of `u`, `g`, `o`; empty means all, less the umask.
    var who: Set<Character>
    var operation: Character
    var permissions: Set<Character>
  }

  /// A number is the mode itself: YAML reads `0644` as octal and `644` as the number it says.
  package init(_ value: Value) throws(ModuleFailure) {
    switch value {
    case .int(let number): self = try Self.absolute(number, shown: value)
    case .string(let text):
      let text = text.trimmed
      if text == "preserve" {
        self = .preserve
      } else if let number = Int(text, radix: 8) {
        self = try Self.absolute(number, shown: value)
      } else {
        self = .symbolic(try Self.clauses(text))
      }
    default: throw Self.wrong(value)
    }
  }

  /// The permission bits that hold after it is applied to an entry with these.
  package func applied(to current: UInt32, isFolder: Bool, umask: UInt32 = 0o022) -> UInt32 {
    switch self {
    case .preserve: current
    case .absolute(let mode): mode
    case .symbolic(let clauses):
      clauses.reduce(current) {
        $1.applied(to: $0, original: current, isFolder: isFolder, umask: umask)
      }
    }
  }

  /// `0644`, as results and diffs show it.
  package static func text(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func absolute(_ number: Int, shown: Value) throws(ModuleFailure) -> PermissionMode
  {
    guard (0...0o7777).contains(number) else { throw wrong(shown) }
    return .absolute(UInt32(number))
  }

  private static func wrong(_ value: Value) -> ModuleFailure {
    ModuleFailure(
      "mode must be in octal or symbolic form, such as \"0644\" or \"u=rw,g=r\", got: \((try? value.text) ?? value.typeName)"
    )
  }

  private static func clauses(_ text: String) throws(ModuleFailure) -> [Clause] {
    var clauses: [Clause] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let who = part.prefix { "ugoa".contains($0) }
      var rest = part.dropFirst(who.count)
      guard !rest.isEmpty else { throw wrong(.string(text)) }
      while let operation = rest.popFirst() {
        guard "+-=".contains(operation) else { throw wrong(.string(text)) }
        let permissions = rest.prefix { "rwxXstugo".contains($0) }
        rest = rest.dropFirst(permissions.count)
        let copies = permissions.contains { "ugo".contains($0) }
        guard !copies || permissions.count == 1 else { throw wrong(.string(text)) }
        clauses.append(
          Clause(
            who: who.contains("a") ? ["u", "g", "o"] : Set(who), operation: operation,
            permissions: Set(permissions)))
      }
    }
    return clauses
  }
}

extension PermissionMode.Clause {
  fileprivate func applied(to mode: UInt32, original: UInt32, isFolder: Bool, umask: UInt32)
    -> UInt32
  {
    let names: [(Character, UInt32)] = [("u", 6), ("g", 3), ("o", 0)]
    let classes = names.filter { who.isEmpty || who.contains($0.0) }
    var bits: UInt32 = 0
    var mask: UInt32 = 0
    for (name, shift) in classes {
      bits |= permissionBits(mode, original: original, isFolder: isFolder) << shift
      mask |= 0o7 << shift
      if name == "u" {
        (bits, mask) = (bits | (permissions.contains("s") ? 0o4000 : 0), mask | 0o4000)
      }
      if name == "g" {
        (bits, mask) = (bits | (permissions.contains("s") ? 0o2000 : 0), mask | 0o2000)
      }
      if name == "o" || who.isEmpty { mask |= 0o1000 }
    }
    if permissions.contains("t") { bits |= 0o1000 }
    if who.isEmpty { bits &= ~umask }
    switch operation {
    case "+": return mode | bits
    case "-": return mode & ~bits
    // Unlike chmod(1), Ansible takes setuid and setgid from folders too.
    default: return mode & ~mask | bits
    }
  }

  /// The three bits of one class.
  private func permissionBits(_ mode: UInt32, original: UInt32, isFolder: Bool) -> UInt32 {
    var bits: UInt32 = 0
    for permission in permissions {
      switch permission {
      case "r": bits |= 4
      case "w": bits |= 2
      case "x": bits |= 1
      case "X": bits |= isFolder || original & 0o111 != 0 ? 1 : 0
      case "u": bits |= mode >> 6 & 7
      case "g": bits |= mode >> 3 & 7
      case "o": bits |= mode & 7
      default: break
      }
    }
    return bits
  }
}
