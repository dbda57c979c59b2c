/// Finds what somebody meant to write.
package enum Spelling {
  /// The closest candidate within a third of the word's length; the first of several, nil where none.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let length = word.unicodeScalars.count
    let limit = length / 3
    var best: (word: String, distance: Int)?
    for candidate in candidates where candidate != word && abs(candidate.unicodeScalars.count - length) <= limit {
      let distance = distance(word.lowercased(), candidate.lowercased())
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Edits between two words, a swap of neighbours being one.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    var older: [Int] = []
    var old = Array(0...b.count)
    for i in a.indices {
      var new = [i + 1]
      for j in b.indices {
        var cost = min(old[j + 1] + 1, new[j] + 1, old[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, older[j - 1] + 1) }
        new.append(cost)
      }
      (older, old) = (old, new)
    }
    return old[b.count]
  }
}
