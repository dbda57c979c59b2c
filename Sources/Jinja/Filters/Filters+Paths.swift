import Values

extension Filter {
  /// File names.
  static let paths: Table = [
    ("basename", text { PathText.split($0).tail }),
    ("dirname", text { PathText.split($0).head }),
    ("normpath", text(PathText.normalized)),
    ("expanduser", text(PathText.expandingUser)),
    ("expandvars", text(PathText.expandingVariables)),
    ("realpath", text(PathText.real)),
    (
      "relpath",
      Filter(["start"]) { call in
        .string(try PathText.relative(call.inputText, to: call.optionalText(0) ?? "."))
      }
    ),
    (
      "splitext",
      Filter { call in
        let (root, suffix) = PathText.splitSuffix(try call.inputText)
        return list([root, suffix])
      }
    ),
    (
      "path_join",
      Filter { call in
        if case .string = call.input { return call.input }
        guard case .list(let parts) = call.input else {
          throw ValueError(
            "|path_join expects string or sequence, got \(call.input.typeName) instead.")
        }
        return .string(PathText.joined(try parts.map { try call.text(of: $0) }))
      }
    ),
    (
      "commonpath",
      Filter { call in .string(try PathText.common(try call.elements.map { try call.text(of: $0) }))
      }
    ),
    ("fileglob", Filter { call in list(Glob.files(try call.inputText)) }),
    ("win_basename", text { WindowsPath.split($0).tail }),
    ("win_dirname", text { WindowsPath.split($0).head }),
    (
      "win_splitdrive",
      Filter { call in
        let (drive, rest) = WindowsPath.splitDrive(try call.inputText)
        return list([drive, rest])
      }
    ),
  ]

  private static func text(_ change: @escaping @Sendable (String) -> String) -> Filter {
    Filter { call in .string(change(try call.inputText)) }
  }
}
