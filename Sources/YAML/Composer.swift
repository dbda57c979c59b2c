import Values

/// Builds the tree of one document from events: anchors, merge keys, duplicate keys, limits.
struct Composer {
  private let parser: EventParser
  private let source: [UInt8]
  private var anchors: [String: (node: Node, extent: Extent)] = [:]
  private(set) var warnings: [YAMLWarning] = []
  /// Offsets at which lines begin, found once a block text asks for them.
  private var lineStarts: [Int] = []
  /// Values so far, those behind aliases counted each time.
  private var nodeCount = 0

  static let depthLimit = 200
  static let nodeLimit = 1_000_000

  /// How much a node holds, aliases expanded.
  private struct Extent {
    var nodes = 1
    var height = 1

    mutating func add(_ child: Extent) {
      nodes += child.nodes
      height = max(height, child.height + 1)
    }
  }

  init(file: String, source: [UInt8]) {
    parser = EventParser(source, file: file)
    self.source = source
  }

  mutating func compose() throws(YAMLError) -> Node? {
    var root: Node?
    while true {
      let (event, location) = try parser.next()
      switch event {
      case .streamEnd: return root
      case .streamStart, .documentEnd: continue
      case .documentStart:
        if root != nil { throw .secondDocument(at: location) }
      default: root = try node(event, location, depth: 1).node
      }
    }
  }

  private mutating func node(
    _ event: EventParser.Event, _ location: Location, depth: Int
  ) throws(YAMLError) -> (node: Node, extent: Extent) {
    if depth > Self.depthLimit { throw .tooDeep(at: location, limit: Self.depthLimit) }
    let made: (node: Node, extent: Extent)
    let anchor: String?
    switch event {
    case .alias(let name): return try alias(name, location, depth: depth)
    case .scalar(let scalar):
      anchor = scalar.anchor
      made = (try self.scalar(scalar, location), Extent())
    case .listStart(let name, let tag):
      anchor = name
      made = try list(tag, location, depth: depth)
    case .mappingStart(let name, let tag):
      anchor = name
      made = try mapping(tag, location, depth: depth)
    default: throw .syntax("expected a value", at: location)
    }
    nodeCount += 1
    if nodeCount > Self.nodeLimit * 4 {
      throw .tooManyNodes(at: location, limit: Self.nodeLimit * 4)
    }
    if let anchor { anchors[anchor] = made }
    return made
  }

  private mutating func alias(
    _ name: String, _ location: Location, depth: Int
  ) throws(YAMLError) -> (node: Node, extent: Extent) {
    guard let target = anchors[name] else { throw .unknownAlias(name, at: location) }
    if depth + target.extent.height > Self.depthLimit + 1 {
      throw .tooDeep(at: location, limit: Self.depthLimit)
    }
    nodeCount += target.extent.nodes
    if nodeCount > Self.nodeLimit { throw .tooManyNodes(at: location, limit: Self.nodeLimit) }
    return target
  }

  private mutating func scalar(_ event: EventParser.ScalarEvent, _ location: Location)
    throws(YAMLError) -> Node
  {
    let origin: Location
    switch event.style {
    case .plain: origin = location
    case .quoted:
      origin = Location(file: location.file, line: location.line, column: location.column + 1)
    case .block:
      origin = Location(
        file: location.file, line: location.line + 1,
        column: indentation(afterLine: location.line) + 1)
    }
    let scalar = Node.Scalar(text: event.text, style: event.style, textOrigin: origin)
    return Node(.scalar(scalar), tag: try tag(event.tag, location), location: location)
  }

  /// How far the first line of a block text that is not empty is indented.
  private mutating func indentation(afterLine line: Int) -> Int {
    if lineStarts.isEmpty {
      lineStarts = [0] + source.indices.filter { source[$0] == 10 }.map { $0 + 1 }
    }
    for start in lineStarts.dropFirst(line) {
      let spaces = source[start...].prefix { $0 == 32 }
      if spaces.endIndex < source.endIndex, source[spaces.endIndex] != 10 { return spaces.count }
    }
    return 0
  }

  private mutating func list(
    _ tag: String?, _ location: Location, depth: Int
  ) throws(YAMLError) -> (node: Node, extent: Extent) {
    var items: [Node] = []
    var extent = Extent()
    while true {
      let (event, place) = try parser.next()
      if case .listEnd = event { break }
      let item = try node(event, place, depth: depth + 1)
      items.append(item.node)
      extent.add(item.extent)
    }
    return (Node(.list(items), tag: try self.tag(tag, location), location: location), extent)
  }

  private mutating func mapping(
    _ tag: String?, _ location: Location, depth: Int
  ) throws(YAMLError) -> (node: Node, extent: Extent) {
    var entries: [Node.Entry] = []
    var extent = Extent()
    while true {
      let (event, place) = try parser.next()
      if case .mappingEnd = event { break }
      let key = try node(event, place, depth: depth + 1)
      guard key.node.scalar != nil else {
        throw .complexKey(at: location, looksLikeTemplate: isTemplateMark(location))
      }
      let (valueEvent, valuePlace) = try parser.next()
      let value = try node(valueEvent, valuePlace, depth: depth + 1)
      entries.append(Node.Entry(key: key.node, value: value.node))
      extent.add(key.extent)
      extent.add(value.extent)
    }
    let kept = try merged(withoutDuplicates(entries))
    return (Node(.mapping(kept), tag: try self.tag(tag, location), location: location), extent)
  }

  private func tag(_ tag: String?, _ location: Location) throws(YAMLError) -> Node.Tag {
    switch tag {
    case nil: return .none
    case "!": return .standard("str")
    case "!unsafe": return .unsafe
    case "!vault", "!vault-encrypted": return .vault
    case let tag?:
      let prefix = "tag:yaml.org,2002:"
      let known = ["str", "int", "float", "bool", "null", "seq", "map", "timestamp"]
      let name = String(tag.dropFirst(prefix.count))
      guard tag.hasPrefix(prefix), known.contains(name) else {
        throw .unknownTag(tag.hasPrefix(prefix) ? "!!" + name : tag, at: location)
      }
      return .standard(name)
    }
  }

  /// Whether `{{` stands at a place, which YAML takes for a mapping in a mapping.
  private func isTemplateMark(_ location: Location) -> Bool {
    guard let excerpt = Excerpt(of: location, in: source) else { return false }
    return excerpt.text.unicodeScalars.dropFirst(location.column - 1).starts(
      with: "{{".unicodeScalars)
      || excerpt.text.unicodeScalars.dropFirst(max(0, location.column - 2)).starts(
        with: "{{".unicodeScalars)
  }
}

// MARK: - Keys

extension Composer {
  /// Of equal keys the last value counts, in the place of the first; each repetition is a warning.
  private mutating func withoutDuplicates(_ entries: [Node.Entry]) -> [Node.Entry] {
    if entries.count <= 8 && !entries.hasEqualTexts { return entries }
    var positions: [String: Int] = [:]
    var kept: [Node.Entry] = []
    for entry in entries {
      let key = entry.key.identity
      guard let earlier = positions[key] else {
        positions[key] = kept.count
        kept.append(entry)
        continue
      }
      warnings.append(
        .duplicateKey(
          entry.key.scalar?.text ?? "", at: entry.key.location, first: kept[earlier].key.location))
      kept[earlier] = entry
    }
    return kept
  }

  /// Carries out `<<`: merged pairs come first, own keys win over them, earlier sources over later ones.
  private func merged(_ entries: [Node.Entry]) throws(YAMLError) -> [Node.Entry] {
    guard entries.contains(where: { $0.key.isMergeMark }) else { return entries }
    var merged = MergedEntries()
    for entry in entries where entry.key.isMergeMark {
      for source in try sources(entry.value).reversed() { merged.add(source) }
    }
    merged.add(entries.filter { !$0.key.isMergeMark })
    return merged.entries
  }

  private func sources(_ node: Node) throws(YAMLError) -> [[Node.Entry]] {
    if let entries = node.entries { return [entries] }
    guard let items = node.items else { throw .badMerge(at: node.location, found: node.kindName) }
    var sources: [[Node.Entry]] = []
    for item in items {
      guard let entries = item.entries else {
        throw .badMerge(at: item.location, found: item.kindName)
      }
      sources.append(entries)
    }
    return sources
  }
}

extension [Node.Entry] {
  /// Whether two keys are written alike; a quick test for small mappings.
  fileprivate var hasEqualTexts: Bool {
    indices.contains { later in
      indices[..<later].contains { self[$0].key.scalar?.text == self[later].key.scalar?.text }
    }
  }
}

/// Pairs in order of first appearance, of equal keys the last value.
private struct MergedEntries {
  private(set) var entries: [Node.Entry] = []
  private var positions: [String: Int] = [:]

  mutating func add(_ others: [Node.Entry]) {
    for other in others {
      if let position = positions[other.key.identity] {
        entries[position] = other
      } else {
        positions[other.key.identity] = entries.count
        entries.append(other)
      }
    }
  }
}

extension Node {
  fileprivate var isMergeMark: Bool {
    guard let scalar, tag == .none, scalar.style == .plain else { return false }
    return scalar.text == "<<"
  }

  /// Equal for keys that are the same key: `"a"` and `a`, but not `1` and `"1"`.
  fileprivate var identity: String {
    guard let scalar else { return "" }
    return string == nil ? "\u{0}" + scalar.text : scalar.text
  }
}
