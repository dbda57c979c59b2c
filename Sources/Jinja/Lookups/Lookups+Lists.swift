import Values

extension StandardLookups {
  /// Lookups that only rearrange their terms; mostly for `with_…` loops.
  static let lists: [String: Lookup] = [
    "items": { request, _ in request.terms.flatMap { $0.list ?? [$0] } },
    "list": { request, _ in request.terms },
    "flattened": { request, _ in Filter.flattened(request.terms, levels: nil, skipsNulls: true) },
    "dict": { request, _ in
      try request.terms.flatMap { $0.list ?? [$0] }.flatMap { term -> [Value] in
        guard case .map(let map) = term else {
          throw ValueError("the 'dict' lookup plugin expects a dictionary, got \(term.typeName)")
        }
        return map.map { .map(["key": $0, "value": $1]) }
      }
    },
    "nested": nested, "cartesian": nested,
    "together": { request, _ in
      let lists = request.terms.map { $0.list ?? [$0] }
      guard !lists.isEmpty else {
        throw ValueError("with_together requires at least one element in each list")
      }
      let count = lists.map(\.count).max() ?? 0
      return (0..<count).map { index in .list(lists.map { index < $0.count ? $0[index] : .null }) }
    },
    "indexed_items": { request, _ in
      request.terms.flatMap { $0.list ?? [$0] }.enumerated().map { .list([.int($0), $1]) }
    },
    "subelements": { request, _ in try subelements(request.terms) },
    "random_choice": { request, _ in request.terms.randomElement().map { [$0] } ?? [] },
    "sequence": { request, _ in
      let terms = try request.terms.isEmpty && !request.options.isEmpty ? [""] : request.texts
      return try terms.flatMap {
        try NumberSequence($0, request.options).values(
          limit: request.environment.limits.rangeElements)
      }
    },
  ]

  private static let nested: Lookup = { request, _ in
    let lists = request.terms.map { $0.list ?? [$0] }
    guard !lists.isEmpty else {
      throw ValueError("with_nested requires at least one element in the nested list")
    }
    let limit = request.environment.limits.rangeElements
    return try Tuples.product(lists, limit: limit).map { combination in
      .list(combination.flatMap { $0.list ?? [$0] })
    }
  }

  private static func subelements(_ terms: [Value]) throws -> [Value] {
    guard (2...3).contains(terms.count), terms[1].string != nil, terms[0].map != nil || terms[0].list != nil else {
      throw ValueError(
        "subelements lookup expects a list of two or three items, first a dict or a list, second a string pointing to the subkey"
      )
    }
    let skips =
      terms.count == 3 ? terms[2].map?["skip_missing"].flatMap(Value.boolean(of:)) ?? false : false
    let elements = terms[0].map?.values ?? terms[0].list ?? []
    let kept = elements.filter { $0.map?["skipped"]?.bool != true }
    return try Subelements.list(.list(kept), terms[1], skipsMissing: skips, skipsOthers: skips).map { pair in
      guard case .list(let parts) = pair, let key = terms[1].string else { return pair }
      return .list([without(Python.split(key, "."), parts[0]), parts[1]])
    }
  }

  /// The element without the list that was taken out of it.
  private static func without(_ keys: [String], _ element: Value) -> Value {
    guard case .map(var map) = element, let first = keys.first else { return element }
    map[first] = keys.count == 1 ? nil : map[first].map { without(Array(keys.dropFirst()), $0) }
    return .map(map)
  }
}

/// The terms of the sequence lookup: `start=1 end=5 stride=2 format=%02d`, or `1-5/2:%02d`.
struct NumberSequence {
  private var start = 1
  private var end: Int?
  private var count: Int?
  private var stride = 1
  private var format = "%d"

  init(_ term: String, _ options: ValueMap) throws {
    var pairs = try options.map { (try $0.text, try $1.text) }
    if let short = Self.shortcut(term) { pairs += short } else { pairs += try Self.pairs(term) }
    for (key, value) in pairs { try set(key, value) }
  }

  private mutating func set(_ key: String, _ value: String) throws {
    if key == "format" {
      format = value
      return
    }
    guard let number = Numbers.parse(value, base: 0) ?? Numbers.parse(value) else {
      throw ValueError("\(key)=\(value) has an invalid value, expected an integer")
    }
    switch key {
    case "start": start = number
    case "end": end = number
    case "count": count = number
    case "stride": stride = number
    default:
      throw ValueError(
        "unrecognized arguments to with_sequence: \(key), expected start, end, count, stride or format"
      )
    }
  }

  private static func pairs(_ term: String) throws -> [(String, String)] {
    try Python.words(term).map { word in
      let parts = Python.split(word, "=", limit: 1)
      guard parts.count == 2 else {
        throw ValueError("bad argument '\(word)' in with_sequence, expected name=value")
      }
      return (parts[0], parts[1])
    }
  }

  /// `[start-]end[/stride][:format]`
  private static func shortcut(_ term: String) -> [(String, String)]? {
    let (head, format) = cut(term, ":")
    let (range, stride) = cut(head, "/")
    let bounds = range.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let numbers = bounds + (stride.map { [$0] } ?? [])
    guard (1...2).contains(bounds.count), numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isHexDigit) || Numbers.parse($0, base: 0) != nil })
    else { return nil }
    var pairs =
      bounds.count == 2 ? [("start", bounds[0]), ("end", bounds[1])] : [("end", bounds[0])]
    if let stride { pairs.append(("stride", stride)) }
    if let format { pairs.append(("format", format)) }
    return pairs
  }

  private static func cut(_ text: String, _ mark: String) -> (String, String?) {
    let parts = Python.split(text, mark, limit: 1)
    return (parts[0], parts.count == 2 ? parts[1] : nil)
  }

  func values(limit: Int) throws -> [Value] {
    guard let end = try last() else { return [] }
    if stride > 0, end < start { throw ValueError("to count backwards make stride negative") }
    if stride < 0, end > start { throw ValueError("to count forward don't make stride negative") }
    if stride == 0 { return [] }
    let (stop, overflow) = end.addingReportingOverflow(stride > 0 ? 1 : -1)
    if overflow { throw Numbers.tooLarge }
    let range = try NumberRange([.int(start), .int(stop), .int(stride)], limit: limit)
    var size = 0
    return try (range.elements() ?? []).map {
      let text = try text(of: $0)
      size += text.utf8.count
      try Limits.checkText(size)
      return .string(text)
    }
  }

  private func text(of number: Value) throws -> String {
    guard format.contains("%"), let text = try? PercentFormat.apply(format, [number]) else {
      throw ValueError("bad formatting string: \(format)")
    }
    return text
  }

  private func last() throws -> Int? {
    switch (count, end) {
    case (nil, nil): throw ValueError("must specify count or end in with_sequence")
    case (_?, _?): throw ValueError("can't specify both count and end in with_sequence")
    case (0?, nil): return nil
    case (let count?, nil):
      let (length, tooLong) = count.multipliedReportingOverflow(by: stride)
      let (end, tooFar) = start.addingReportingOverflow(length)
      if tooLong || tooFar || end == .min { throw Numbers.tooLarge }
      return end - 1
    case (nil, let end?): return end
    }
  }
}
