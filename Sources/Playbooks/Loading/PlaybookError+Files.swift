import Values

/// Files, roles, imports that are missing, unreadable or circular.
extension PlaybookError {
  static func missing(_ what: String, _ name: String, tried: [String], at place: Location?)
    -> PlaybookError
  {
    PlaybookError("\(what) '\(name)' not found", kind: .missing, at: place)
      .noting(tried.isEmpty ? [] : ["tried:"] + tried.map { "  " + $0 })
  }

  static func unreadable(_ path: String, reason: String, at place: Location?) -> PlaybookError {
    PlaybookError("cannot read '\(path)': \(reason)", kind: .missing, at: place)
  }

  static func importCycle(_ chain: [String], at place: Location) -> PlaybookError {
    PlaybookError("the file imports itself", at: place).noting(chain)
  }

  static func dependencyCycle(_ names: [String], at place: Location) -> PlaybookError {
    PlaybookError("roles depend on each other: \(names.joined(separator: " → "))", at: place)
  }

  static func noFileName(_ action: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(action)' names no file, expected one such as 'install.yml'", at: place)
  }

  static func noRoleName(_ subject: String, at place: Location) -> PlaybookError {
    PlaybookError("\(subject) names no role, expected 'role: name'", at: place)
  }

  static func staticName(_ action: String, _ reason: String, at place: Location) -> PlaybookError {
    let dynamic = action.replacing("import_", with: "include_")
    let other = dynamic == action ? "" : "; or use '\(dynamic)'"
    return PlaybookError(
      "the name in '\(action)' cannot be rendered before the run: \(reason)", at: place,
      hint: "use variables of the play, of vars_files or of -e, not facts or inventory\(other)")
  }

  static func outsideRole(_ name: String, role: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(name)' leads out of role '\(role)', expected a file inside of it", at: place)
  }

  static func undecryptable(_ path: String, _ reason: String) -> PlaybookError {
    PlaybookError(
      "cannot decrypt: \(reason)", at: Location(file: path),
      hint: "give the password with --ask-vault-pass or --vault-password-file")
  }
}
