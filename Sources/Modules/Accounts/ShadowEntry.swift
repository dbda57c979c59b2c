import Machine

/// A user's line of shadow(5), as far as it is read here.
struct ShadowEntry {
  let password: String
  let minimumDays: Int?
  let maximumDays: Int?
  let warningDays: Int?
  let inactiveDays: Int?
  /// Days since 1970; nil is never.
  let expiryDay: Int?

  /// Nil where the user has none or the file is not readable.
  static func of(_ name: String, _ files: any Files) throws -> ShadowEntry? {
    guard let text = try? SmallFile("/etc/shadow", files).text() else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= 8 else { return nil }
      return ShadowEntry(
        password: fields[1], minimumDays: Int(fields[3]), maximumDays: Int(fields[4]), warningDays: Int(fields[5]),
        inactiveDays: Int(fields[6]), expiryDay: Int(fields[7]))
    }
    return nil
  }
}

/// A tool of the host that changes accounts, run for its effect.
struct AccountTool {
  let step: Step
  let name: String

  /// Throws what the tool says where it refuses.
  func run(_ words: [String], input: [UInt8] = [], effect: AccountEffect) throws {
    let result = try step.machine.accounts.change(Invocation(words, input: input), effect: effect)
    guard !result.isSuccess else { return }
    throw ModuleFailure(
      result.errorText.trimmed, ["name": .string(name), "rc": .int(Int(result.status))])
  }
}

/// A user's or group's name as Debian's tools take it; never something that reads as an option.
struct AccountName {
  static func check(_ name: String) throws {
    let isFine = name.unicodeScalars.allSatisfy { !":,/\n\t ".unicodeScalars.contains($0) }
    guard isFine, let first = name.first, first != "-", first != "+", first != "~" else {
      throw ModuleFailure("\"\(name)\" is not a name for a user or group")
    }
  }
}

/// Numbers that the host's tools would choose for a new account, for plans.
struct FreeNumber {
  let accounts: any Accounts

  func user(isSystem: Bool) throws -> UInt32 { try first(isSystem) { try accounts.user(id: $0) == nil } }
  func group(isSystem: Bool) throws -> UInt32 { try first(isSystem) { try accounts.group(id: $0) == nil } }

  private func first(_ isSystem: Bool, _ isFree: (UInt32) throws -> Bool) throws -> UInt32 {
    let numbers: [UInt32] = isSystem ? (100...999).reversed() : Array(1000...1999)
    for number in numbers where try isFree(number) { return number }
    return 59_999
  }
}
