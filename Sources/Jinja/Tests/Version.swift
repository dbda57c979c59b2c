import Values

/// Version numbers as Ansible's `version` test compares them.
enum Version {
  private static let operators: [String: @Sendable (Int) -> Bool] = [
    "==": { $0 == 0 }, "=": { $0 == 0 }, "eq": { $0 == 0 }, "<": { $0 < 0 }, "lt": { $0 < 0 },
    "<=": { $0 <= 0 },
    "le": { $0 <= 0 }, ">": { $0 > 0 }, "gt": { $0 > 0 }, ">=": { $0 >= 0 }, "ge": { $0 >= 0 },
    "!=": { $0 != 0 },
    "<>": { $0 != 0 }, "ne": { $0 != 0 },
  ]

  static func test(_ call: Call) throws -> Bool {
    let (left, right) = (try call.inputText, try call.text(0))
    if try !call.input.isTrue { throw ValueError("Input version value cannot be empty") }
    if right.isEmpty { throw ValueError("Version parameter to compare against cannot be empty") }
    let name = try call.text(1, default: "eq")
    guard let holds = operators[name] else {
      throw ValueError(
        "Invalid operator type (\(name)), must be one of \(operators.keys.sorted().joined(separator: ", "))"
      )
    }
    let isStrict = call.value(2).map { !$0.isNull } ?? false
    let kind = try call.optionalText(3)
    if isStrict, kind != nil { throw ValueError("Cannot specify both 'strict' and 'version_type'") }
    return holds(
      try order(left, right, isStrict ? (call.bool(2) ? "strict" : "loose") : kind ?? "loose"))
  }

  static func order(_ a: String, _ b: String, _ kind: String) throws -> Int {
    switch kind {
    case "loose": try LooseVersion.order(a, b)
    case "strict": try StrictVersion(a).order(StrictVersion(b))
    case "semver", "semantic": try SemanticVersion(a).order(SemanticVersion(b))
    case "pep440": try PythonVersion(a).order(PythonVersion(b))
    default:
      throw ValueError(
        "Invalid version type (\(kind)), must be one of loose, strict, semver, semantic, pep440")
    }
  }

  static func compare<T: Comparable>(_ a: [T], _ b: [T]) -> Int {
    for (x, y) in zip(a, b) where x != y { return x < y ? -1 : 1 }
    return a.count - b.count
  }
}

/// Runs of digits compare as numbers, runs of letters as text.
enum LooseVersion {
  enum Part: Equatable {
    case number(Double, String)
    case text(String)
  }

  static func order(_ a: String, _ b: String) throws -> Int {
    for (x, y) in zip(parts(a), parts(b)) {
      switch (x, y) {
      case (.number(let m, _), .number(let n, _)): if m != n { return m < n ? -1 : 1 }
      case (.text(let m), .text(let n)): if m != n { return Python.isLess(m, n) ? -1 : 1 }
      default:
        throw ValueError(
          "Version comparison failed: '\(a)' and '\(b)' have a number against text, try version_type='semver'"
        )
      }
    }
    return parts(a).count - parts(b).count
  }

  static func parts(_ text: String) -> [Part] {
    var parts: [Part] = []
    var rest = Substring(text).unicodeScalars
    while let first = rest.first {
      let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
      let isLetter = { (scalar: Unicode.Scalar) in ("a"..."z").contains(scalar) }
      let run: Substring.UnicodeScalarView
      if isDigit(first) {
        run = rest.prefix(while: isDigit)
        let digits = String(Substring(run))
        parts.append(.number(Double(digits) ?? 0, digits))
      } else if isLetter(first) {
        run = rest.prefix(while: isLetter)
        parts.append(.text(String(Substring(run))))
      } else {
        run = rest.prefix { !isDigit($0) && !isLetter($0) && $0 != "." }
        if !run.isEmpty { parts.append(.text(String(Substring(run)))) }
      }
      rest = rest[run.endIndex...]
      if run.isEmpty { rest.removeFirst() }
    }
    return parts
  }
}

/// `1.2`, `1.2.3`, `1.2a1`, `1.2.3b2`.
struct StrictVersion {
  private let numbers: [Int]
  private let stage: (String, Int)?

  init(_ text: String) throws {
    let scalars = text.unicodeScalars
    let core = scalars.prefix { ("0"..."9").contains($0) || $0 == "." }
    let tail = String(Substring(scalars[core.endIndex...]))
    var numbers = String(Substring(core)).split(separator: ".", omittingEmptySubsequences: false)
      .map { Int($0) }
    if numbers.count == 2 { numbers.append(0) }
    let stage = tail.first.flatMap { letter in Int(tail.dropFirst()).map { (String(letter), $0) } }
    guard numbers.count == 3, !numbers.contains(nil),
      tail.isEmpty || (stage != nil && "ab".contains(tail.prefix(1)))
    else {
      throw ValueError("Version comparison failed: invalid version number '\(text)'")
    }
    self.numbers = numbers.compactMap { $0 }
    self.stage = stage
  }

  func order(_ other: StrictVersion) -> Int {
    let order = Version.compare(numbers, other.numbers)
    if order != 0 { return order }
    switch (stage, other.stage) {
    case (nil, nil): return 0
    case (nil, _): return 1
    case (_, nil): return -1
    case (let a?, let b?): return a.0 == b.0 ? Version.compare([a.1], [b.1]) : a.0 < b.0 ? -1 : 1
    }
  }
}

/// Versions of semver.org 2.0.
struct SemanticVersion {
  private let core: [Int]
  private let prerelease: [String]

  init(_ text: String) throws {
    let bare = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let parts = bare.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    core = numbers.compactMap { $0.count > 1 && $0.hasPrefix("0") ? nil : Int($0) }
    prerelease =
      parts.count > 1
      ? parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init) : []
    guard core.count == 3, numbers.count == 3, !prerelease.contains("") else {
      throw ValueError("Version comparison failed: invalid semantic version '\(text)'")
    }
  }

  func order(_ other: SemanticVersion) -> Int {
    let order = Version.compare(core, other.core)
    if order != 0 { return order }
    if prerelease.isEmpty || other.prerelease.isEmpty {
      return (prerelease.isEmpty ? 1 : 0) - (other.prerelease.isEmpty ? 1 : 0)
    }
    for (a, b) in zip(prerelease, other.prerelease) where a != b {
      switch (Int(a), Int(b)) {
      case (let x?, let y?): if x != y { return x < y ? -1 : 1 }
      case (nil, nil): return Python.isLess(a, b) ? -1 : 1
      case (let x, _): return x != nil ? -1 : 1
      }
    }
    return prerelease.count - other.prerelease.count
  }
}

/// Versions of Python packages (PEP 440) without epochs and local parts.
struct PythonVersion {
  private let release: [Int]
  private let stage: [Int]

  init(_ text: String) throws {
    var word = text.lowercased()
    if word.hasPrefix("v") { word.removeFirst() }
    let core = word.unicodeScalars.prefix { ("0"..."9").contains($0) || $0 == "." }
    var numbers = String(Substring(core)).split(separator: ".").compactMap { Int($0) }
    guard !numbers.isEmpty else {
      throw ValueError("Version comparison failed: Invalid version: '\(text)'")
    }
    while numbers.last == 0, numbers.count > 1 { numbers.removeLast() }
    release = numbers
    let tail = String(Substring(word.unicodeScalars[core.endIndex...]))
    let letters = tail.filter(\.isLetter)
    let number = Int(tail.filter(\.isNumber)) ?? 0
    let ranks = [
      "": 0, "dev": -4, "a": -3, "alpha": -3, "b": -2, "beta": -2, "rc": -1, "c": -1, "post": 1,
      "rev": 1, "r": 1,
    ]
    guard let rank = ranks[letters] else {
      throw ValueError("Version comparison failed: Invalid version: '\(text)'")
    }
    stage = [rank, number]
  }

  func order(_ other: PythonVersion) -> Int {
    let order = Version.compare(release, other.release)
    return order != 0 ? order : Version.compare(stage, other.stage)
  }
}
