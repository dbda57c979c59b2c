/// The name that a misspelt one most likely means: at most a third of its letters away.
func nearest(to name: String, among names: some Sequence<String>) -> String? {
  let limit = max(1, name.count / 3)
  let close = names.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
  let best = close.filter { $0.distance <= limit }.min {
    ($0.distance, SortKey($0.name)) < ($1.distance, SortKey($1.name))
  }
  return best?.name
}

/// Edits (insert, remove, replace, swap neighbours) from one text to the other.
private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  if abs(left.count - right.count) > 3 { return .max }
  var rows = [Array(0...right.count)]
  for (line, byte) in left.enumerated() {
    var row = [line + 1]
    for (column, other) in right.enumerated() {
      var best = min(
        rows[line][column] + (byte == other ? 0 : 1), rows[line][column + 1] + 1, row[column] + 1)
      if line > 0, column > 0, byte == right[column - 1], left[line - 1] == other {
        best = min(best, rows[line - 1][column - 1] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[left.count][right.count]
}
