import Values

/// `lipsum()`: filler text. Random in Jinja, therefore only its shape is alike here.
enum Lipsum {
  private static let words = """
    lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore \
    magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo
    """.split(separator: " ").map(String.init)

  static func text(_ arguments: MethodArguments) throws -> String {
    let paragraphs = min(try arguments.int(0, "n", default: 5), 1000)
    let least = max(1, min(try arguments.int(2, "min", default: 20), 10_000))
    let isMarked = try arguments.bool(1, "html", default: true)
    let all = (0..<max(0, paragraphs)).map { number in
      let chosen = (0..<least).map { words[($0 * 7 + number * 5) % words.count] }
      let text = Casing.capitalized(chosen.joined(separator: " ")) + "."
      return isMarked ? "<p>\(text)</p>" : text
    }
    return all.joined(separator: isMarked ? "\n" : "\n\n")
  }
}
