import Values

extension Filter {
  typealias Table = [(name: String, filter: Filter)]

  /// All filters by name.
  static let standard: [String: Filter] = {
    let tables: [Table] = [
      basics, numbers, strings, layout, sequences, combinations, selection, sets, maps, paths,
      markup, data, patterns,
      hashes, random, times, addresses, queries, general, durations,
    ]
    var filters: [String: Filter] = [:]
    for (name, filter) in tables.joined() { filters[name] = filter }
    return filters
  }()
}
