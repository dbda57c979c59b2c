/// Finds the name a person may have meant.
enum Spelling {
  static func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(name.utf8)
    let limit = wanted.count / 3
    var best: (distance: Int, name: String)?
    for candidate in known
    where abs(candidate.utf8.count - wanted.count) <= limit && candidate != name {
      let distance = distance(wanted, Array(candidate.utf8))
      guard distance <= limit else { continue }
      if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true {
        best = (distance, candidate)
      }
    }
    return best?.name
  }

  /// Edits (insert, remove, replace, swap of neighbours) between two names.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var older: [Int] = []
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i]
      for j in 1...b.count {
        var cost = min(
          previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          cost = min(cost, older[j - 2] + 1)
        }
        current.append(cost)
      }
      (older, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
