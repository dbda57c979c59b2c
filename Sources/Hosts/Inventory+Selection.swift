import Patterns
import YAML

extension Inventory {
  /// `order:` of a play.
  package enum Order: String, Sendable, CaseIterable {
    case inventory
    case reverseInventory = "reverse_inventory"
    case sorted
    case reverseSorted = "reverse_sorted"
    case shuffle
  }

  /// Hosts of a play in order. A pattern that no host and no group matches is an error; an empty group is not.
  package func hosts(matching pattern: String, order: Order = .inventory) throws -> [String] {
    try hosts(matching: [pattern], order: order)
  }

  /// The same for a list, whose elements may be lists in a string themselves.
  package func hosts(matching patterns: [String], limit: [String] = [], order: Order = .inventory)
    throws -> [String]
  {
    var hosts = try select(patterns.flatMap(HostPattern.split))
    if !limit.isEmpty {
      let allowed = try Set(self.hosts(withinLimit: limit))
      hosts.removeAll { !allowed.contains($0) }
    }
    return ordered(hosts, order)
  }

  /// Hosts that `--limit` allows: patterns, or `@file` with a pattern in each line. None is an error.
  package func hosts(withinLimit limit: [String]) throws -> [String] {
    let patterns = try limit.flatMap(Self.limitPatterns)
    let hosts = try select(patterns.flatMap(HostPattern.split))
    if hosts.isEmpty { throw InventoryError.emptyLimit(limit.joined(separator: ",")) }
    return hosts
  }

  private static func limitPatterns(_ limit: String) throws -> [String] {
    guard limit.hasPrefix("@") else { return [limit] }
    let bytes = try File.read(String(limit.dropFirst()))
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(\.trimmed).filter {
      !$0.isEmpty && !$0.hasPrefix("#")
    }
  }

  /// Applies the elements: first those that add, then `&`, then `!`, wherever they stand.
  private func select(_ texts: [String]) throws -> [String] {
    if texts.isEmpty { return [] }
    let patterns = try texts.map { (text) throws(InventoryError) in try HostPattern(text) }
    var hosts: [String] = []
    var chosen: Set<String> = []
    let adding = patterns.filter { $0.effect == .add }
    for host in try adding.isEmpty ? members(of: "all") : adding.flatMap(matches)
    where chosen.insert(host).inserted {
      hosts.append(host)
    }
    for pattern in patterns where pattern.effect == .intersect {
      let kept = try Set(matches(pattern))
      hosts.removeAll { !kept.contains($0) }
    }
    for pattern in patterns where pattern.effect == .exclude {
      let excluded = try Set(matches(pattern))
      hosts.removeAll { excluded.contains($0) }
    }
    return hosts
  }

  private func matches(_ pattern: HostPattern) throws -> [String] {
    if pattern.effect == .add, hostsByName[pattern.text] != nil { return [pattern.text] }
    var groups: [String] = []
    var hosts: [String] = []
    switch pattern.selector {
    case .all: groups = ["all"]
    case .name(let name):
      if groupsByName[name] != nil { groups = [name] }
      if hostsByName[name] != nil && (groups.isEmpty || name.contains(".")) { hosts = [name] }
      if groups.isEmpty && hosts.isEmpty, let local = host(name) { hosts = [local.name] }
    case .glob(_, let glob):
      groups = groupNames.filter(glob.matches)
      hosts = hostNames.filter(glob.matches)
    case .expression(let expression):
      groups = try groupNames.filter { try expression.match(in: $0) != nil }
      hosts = try hostNames.filter { try expression.match(in: $0) != nil }
    }
    if groups.isEmpty && hosts.isEmpty && pattern.effect != .exclude { throw noMatch(pattern) }
    return try part(pattern, of: (groups.flatMap(members) + hosts).withoutRepetitions)
  }

  private func part(_ pattern: HostPattern, of hosts: [String]) throws(InventoryError) -> [String] {
    guard let part = pattern.part, !hosts.isEmpty else { return hosts }
    switch part {
    case .item(let index):
      let position = index < 0 ? hosts.count + index : index
      guard hosts.indices.contains(position) else {
        throw .subscriptOutOfRange(pattern.text, count: hosts.count)
      }
      return [hosts[position]]
    case .range(let first, let last):
      return Array(hosts.prefix((last ?? hosts.count - 1) + 1).dropFirst(first))
    }
  }

  private func noMatch(_ pattern: HostPattern) -> InventoryError {
    var near: String?
    if case .name(let name) = pattern.selector {
      near = nearest(to: name, among: groupNames + hostNames)
    }
    return .noMatch(pattern.text, near: near)
  }

  private func ordered(_ hosts: [String], _ order: Order) -> [String] {
    switch order {
    case .inventory: hosts
    case .reverseInventory: hosts.reversed()
    case .sorted: hosts.sorted { SortKey($0) < SortKey($1) }
    case .reverseSorted: hosts.sorted { SortKey($1) < SortKey($0) }
    case .shuffle: hosts.shuffled()
    }
  }
}

extension [String] {
  fileprivate var withoutRepetitions: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
