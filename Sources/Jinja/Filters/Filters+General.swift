import Values

extension Filter {
  /// What roles use of community.general.
  static let general: Table = [
    (
      "version_sort",
      Filter { call in
        let items = try call.elements
        let texts = try items.map { try call.text(of: $0) }
        let order = try items.indices.sorted {
          let order = try LooseVersion.order(texts[$0], texts[$1])
          return order == 0 ? $0 < $1 : order < 0
        }
        return .list(order.map { items[$0] })
      }
    ),
    ("lists_mergeby", Filter([.variadic, .named], body: merged)),
    (
      "counter",
      Filter { call in
        switch call.input {
        case .string, .list: return .map(try counts(of: call.elements))
        default:
          throw ValueError("counter expects a list or a string, got \(call.input.typeName)")
        }
      }
    ),
    (
      "dict_kv",
      Filter(["key"], required: 1) { call in
        .map(ValueMap([(try Evaluator.key(call.value(0) ?? .null), call.input)]))
      }
    ),
    (
      "groupby_as_dict",
      Filter(["attribute"], required: 1) { call in
        guard case .list(let items) = call.input else { throw ValueError("Input is not a sequence") }
        return .map(try indexed(items, by: call.value(0) ?? .null))
      }
    ),
    ("crc32", Filter { call in
      guard case .string(let text) = call.input else {
        throw ValueError("crc32 expects a string, got \(call.input.typeName)")
      }
      return .string(String(CRC32.checksum(text.utf8), radix: 16))
    }),
    ("random_mac", Filter(["seed"]) { call in .string(try HardwareAddress.random(call)) }),
    (
      "from_csv",
      Filter(["dialect", "fieldnames", "delimiter", "skipinitialspace", "strict"]) { call in
        .list(try CSVTable.rows(call))
      }
    ),
  ]

  private static func counts(of items: [Value]) throws -> ValueMap {
    var counts = ValueMap()
    for item in items { counts[try Evaluator.key(item)] = .int((counts[item]?.int ?? 0) + 1) }
    return counts
  }

  private static func indexed(_ items: [Value], by attribute: Value) throws -> ValueMap {
    var result = ValueMap()
    for (number, item) in items.enumerated() {
      guard case .map(let map) = item else {
        throw ValueError("Sequence element #\(number) is not a mapping")
      }
      guard let key = map[attribute] else {
        throw ValueError("Attribute not contained in element #\(number) of sequence")
      }
      guard !result.contains(try Evaluator.key(key)) else {
        throw ValueError("Multiple sequence entries have attribute value \(try key.repr)")
      }
      result[key] = item
    }
    return result
  }
}

// MARK: - Merging lists

extension Filter {
  /// Dictionaries with the same value behind the key become one; others are dropped.
  private static func merged(_ call: Call) throws -> Value {
    guard case .string(let key)? = call.rest.last else {
      throw ValueError("lists_mergeby: the last argument names the key to merge by")
    }
    let options = ["recursive", "list_merge"]
    if let unknown = call.named.keys.first(where: { !options.contains($0.string ?? "") }) {
      throw ValueError("lists_mergeby has no argument \(try unknown.repr)")
    }
    let mode = try call.named["list_merge"].map(call.text(of:)) ?? "replace"
    guard let lists = Combine.ListMerge(rawValue: mode) else {
      throw ValueError(
        "list_merge is '\(mode)', expected one of \(Combine.ListMerge.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let combine = Combine(isRecursive: try call.named["recursive"]?.isTrue ?? false, lists: lists)
    let sources = try sources([call.input] + call.rest.dropLast())
    if sources.isEmpty { return .list([]) }
    if sources.count == 1 { return .list(sources[0].map { .map($0) }) }
    var merged = ValueMap()
    for map in sources.joined() {
      guard let value = map[key] else { continue }
      let earlier = merged[try Evaluator.key(value)]?.map ?? ValueMap()
      merged[value] = .map(combine.merge(earlier, map))
    }
    return .list(try Sorting.sorted(merged.values, by: merged.keys))
  }

  /// The lists, of which an argument may hold several; empty ones count for nothing.
  private static func sources(_ terms: [Value]) throws -> [[ValueMap]] {
    try terms.flatMap { term -> [[ValueMap]] in
      guard case .list(let items) = term else {
        throw ValueError("lists_mergeby: expected lists before the key, got \(term.typeName)")
      }
      if items.isEmpty { return [] }
      if items.contains(where: { $0.list != nil }) { return try sources(items) }
      return [
        try items.map {
          guard case .map(let map) = $0 else {
            throw ValueError("lists_mergeby: expected a list of dictionaries, got \(try term.repr)")
          }
          return map
        }
      ]
    }
  }
}

/// The checksum of Ethernet, zip and gzip.
private enum CRC32 {
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

/// MAC addresses.
private enum HardwareAddress {
  /// An address that begins with the input; with a seed the same each time, as Ansible's.
  static func random(_ call: Call) throws -> String {
    guard case .string(let prefix) = call.input else {
      throw ValueError("random_mac expects a string, got \(call.input.typeName)")
    }
    let parts = Python.split(prefix.lowercased(), ":")
    let isValid = parts.allSatisfy { $0.utf8.count == 2 && $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    guard isValid, parts.count < 6 else {
      throw ValueError("Invalid value (\(prefix)) for random_mac: expected at most 5 bytes such as 52:54:00")
    }
    let digits = Array(String(try number(call.value(0)), radix: 16))
    let rest = (0..<6 - parts.count).map { String(digits[($0 * 2)..<($0 * 2 + 2)]) }
    return (parts + rest).joined(separator: ":")
  }

  /// A number of ten hexadecimal digits, of which the first is not 0.
  private static func number(_ seed: Value?) throws -> Int {
    let range = 0x10_0000_0000...0xFF_FFFF_FFFF
    guard let seed, !seed.isNull else { return Int.random(in: range) }
    var twister = try MersenneTwister(seed: seed)
    return range.lowerBound + twister.below(range.count)
  }
}
