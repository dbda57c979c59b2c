import Glibc
import Values
import YAML

/// The password lookup: a password that is made once and kept in a file.
struct PasswordFile {
  private var path: String
  private var length = 20
  private var characters = [".", ",", ":", "-", "_"]
  private var encryption: String?
  private var seed: Value?

  static func password(_ term: String, _ request: LookupRequest, _ directory: String) throws
    -> String
  {
    var file = PasswordFile(path: Python.words(term).first ?? "")
    file.characters = ["ascii_letters", "digits", ".,:-_"]
    for word in Python.words(term).dropFirst() {
      let parts = Python.split(word, "=", limit: 1)
      guard parts.count == 2 else {
        throw ValueError(
          "Unrecognized value after key=value parameters given to password lookup: '\(word)'")
      }
      try file.set(parts[0], .string(parts[1]))
    }
    for (key, value) in request.options { try file.set(try key.text, value) }
    file.path = PathText.joined([directory, PathText.expandingUser(file.path)])
    return try file.password()
  }

  private init(path: String) { self.path = path }

  private mutating func set(_ key: String, _ value: Value) throws {
    if value.isNull { return }
    switch key {
    case "length":
      guard let number = try Numbers.int(value), (1...10_000).contains(number) else {
        throw ValueError("password lookup: length is \(try value.repr), expected 1 to 10000")
      }
      length = number
    case "chars": characters = try value.list?.map { try $0.text } ?? Self.split(try value.text)
    case "encrypt": encryption = try value.text
    case "seed": seed = .string(try value.text)
    case "ident": break
    default:
      throw ValueError(
        "Unrecognized parameter(s) given to password lookup: \(key), expected length, encrypt, chars, ident or seed"
      )
    }
  }

  /// `,,` stands for a comma.
  private static func split(_ text: String) -> [String] {
    (Python.contains(text, ",,") ? [","] : [])
      + Python.split(Python.replace(text, ",,", ","), ",").filter { !$0.isEmpty }
  }

  private func password() throws -> String {
    let isKept = path != "/dev/null"
    let stored = isKept && FileKind.of(path) != nil ? try read() : nil
    let plain = try stored?.plain ?? generate()
    guard let encryption else {
      if stored == nil, isKept { try write(plain) }
      return plain
    }
    let salt = stored?.salt ?? PasswordHash.randomSalt(16)
    if stored?.salt == nil, isKept { try write("\(plain) salt=\(salt)") }
    return try PasswordHash.hash(plain, kind: encryption, salt: salt, size: nil, rounds: nil)
  }

  private func read() throws -> (plain: String, salt: String?) {
    let text = Python.strip(String(decoding: try File.read(path), as: UTF8.self), left: false)
    let parts = Python.splitFromRight(text, " salt=", limit: 1)
    return (parts[0], parts.count == 2 ? Python.split(parts[1], " ident=", limit: 1)[0] : nil)
  }

  private func write(_ content: String) throws {
    try makeFolders(PathText.split(path).head)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST, rewrite(content) { return }
      throw ValueError(
        "password lookup: cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try fill(descriptor, content)
  }

  private func rewrite(_ content: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return (try? fill(descriptor, content)) != nil
  }

  private func fill(_ descriptor: Int32, _ content: String) throws {
    let bytes = Array((content + "\n").utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw ValueError(
        "password lookup: cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
  }

  private func makeFolders(_ folder: String) throws {
    if folder.isEmpty || FileKind.of(folder) == .directory { return }
    try makeFolders(PathText.split(folder).head)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw ValueError(
        "password lookup: cannot make folder '\(folder)': \(String(cString: strerror(errno)))")
    }
  }

  private static let sets = [
    "ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
    "ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ascii_letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "digits": "0123456789",
    "hexdigits": "0123456789abcdefABCDEF", "octdigits": "01234567",
    "punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  ]

  private func generate() throws -> String {
    let all = characters.map { Self.sets[$0] ?? $0 }.joined().unicodeScalars.filter {
      $0 != "\"" && $0 != "'"
    }
    let pool = Array(all)
    guard !pool.isEmpty else { throw ValueError("password lookup: no characters to choose from") }
    guard let seed else {
      return Python.string((0..<length).map { _ in pool[Int.random(in: 0..<pool.count)] })
    }
    var twister = try MersenneTwister(seed: seed)
    return Python.string((0..<length).map { _ in pool[twister.below(pool.count)] })
  }
}
