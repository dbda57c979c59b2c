import Values

extension StandardLookups {
  /// Lookups of community.general.
  static let general: [String: Lookup] = [
    "random_string": { request, _ in
      var random = try RandomString(request)
      return [.string(try random.text())]
    }
  ]
}

/// `random_string`: a text of characters by chance, of some kinds at least so many.
private struct RandomString {
  private struct Characters {
    let name: String
    let least: String
    var all: String
  }

  private let request: LookupRequest
  private var twister: MersenneTwister?

  init(_ request: LookupRequest) throws {
    self.request = request
    if let unknown = request.options.keys.first(where: { !Self.options.contains($0.string ?? "") }) {
      throw ValueError("random_string has no option \(try unknown.repr)")
    }
    twister = try request.text("seed").map { try MersenneTwister(seed: .string($0)) }
  }

  private static let kinds = [
    Characters(name: "upper", least: "min_upper", all: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    Characters(name: "lower", least: "min_lower", all: "abcdefghijklmnopqrstuvwxyz"),
    Characters(name: "numbers", least: "min_numeric", all: "0123456789"),
    Characters(name: "special", least: "min_special", all: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
  ]

  private static let options = Set(
    kinds.flatMap { [$0.name, $0.least] } + [
      "length", "seed", "base64", "ignore_similar_chars", "similar_chars", "override_all", "override_special",
    ])

  mutating func text() throws -> String {
    let length = try count("length", default: 8)
    let kinds = try characters()
    let override = try given("override_all")
    let pool = try override ?? kinds.filter { request.bool($0.name, default: true) }.map(\.all).joined()
    var chosen: [Unicode.Scalar] = []
    // The order in which a seed is used up.
    for index in override == nil ? [2, 1, 0, 3] : [] {
      chosen += try draw(count(kinds[index].least, default: 0), from: kinds[index].all)
    }
    chosen += try draw(max(0, length - chosen.count), from: pool)
    if twister == nil { chosen.shuffle() }
    let text = Python.string(chosen)
    return request.bool("base64", default: false) ? Base64.encode(Array(text.utf8)) : text
  }

  /// An empty text overrides nothing.
  private func given(_ option: String) throws -> String? {
    guard let text = try request.text(option), !text.isEmpty else { return nil }
    return text
  }

  private func count(_ option: String, default fallback: Int) throws -> Int {
    let count = try request.int(option, default: fallback)
    guard (0...10_000).contains(count) else {
      throw ValueError("random_string: \(option) is \(count), expected 0 to 10000")
    }
    return count
  }

  private func characters() throws -> [Characters] {
    let similar = try request.bool("ignore_similar_chars", default: false) ? request.text("similar_chars") ?? "il1LoO0" : ""
    return try Self.kinds.map { kind in
      var kind = kind
      kind.all = Python.string(kind.all.unicodeScalars.filter { !similar.unicodeScalars.contains($0) })
      if kind.name == "special" { kind.all = try given("override_special") ?? kind.all }
      return kind
    }
  }

  private mutating func draw(_ count: Int, from characters: String) throws -> [Unicode.Scalar] {
    if count == 0 { return [] }
    let pool = Array(characters.unicodeScalars)
    guard !pool.isEmpty else { throw ValueError("random_string: no characters to choose from") }
    return (0..<count).map { _ in
      pool[twister?.below(pool.count) ?? Int.random(in: 0..<pool.count)]
    }
  }
}
