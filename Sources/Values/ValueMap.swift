/// A mapping that keeps the order of insertion, as Python's dict does. Keys are scalars.
///
/// Small maps are scanned; larger ones carry an index. Copy-on-write like every collection.
package struct ValueMap: Sendable {
  package private(set) var keys: [Value]
  package private(set) var values: [Value]
  private var index: [Value: Int]

  private static let scanLimit = 8

  package init() {
    keys = []
    values = []
    index = [:]
  }

  /// Later pairs replace earlier ones in place.
  package init(_ pairs: some Sequence<(Value, Value)>) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }

  package var count: Int { keys.count }
  package var isEmpty: Bool { keys.isEmpty }

  package subscript(_ key: Value) -> Value? {
    get { position(of: key).map { values[$0] } }
    set {
      switch (position(of: key), newValue) {
      case (let found?, let value?): values[found] = value
      case (let found?, nil): remove(at: found)
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  package subscript(_ key: String) -> Value? {
    get { position(ofText: key).map { values[$0] } }
    set { self[.string(key)] = newValue }
  }

  package func contains(_ key: Value) -> Bool { position(of: key) != nil }
  package func contains(_ key: String) -> Bool { position(ofText: key) != nil }

  /// Adds the other map's pairs; its values win.
  package mutating func merge(_ other: ValueMap) {
    if isEmpty { self = other; return }
    for (key, value) in other { self[key] = value }
  }

  package func merging(_ other: ValueMap) -> ValueMap {
    var merged = self
    merged.merge(other)
    return merged
  }

  package func mapValues<E: Error>(_ transform: (Value) throws(E) -> Value) throws(E) -> ValueMap {
    var copy = self
    for position in copy.values.indices { copy.values[position] = try transform(copy.values[position]) }
    return copy
  }
}

extension ValueMap: Sequence {
  package func makeIterator() -> Zip2Sequence<[Value], [Value]>.Iterator {
    zip(keys, values).makeIterator()
  }
}

extension ValueMap: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements.map { (.string($0.0), $0.1) })
  }
}

extension ValueMap: Hashable {
  /// Equal maps hold the same pairs, in whatever order.
  package static func == (a: ValueMap, b: ValueMap) -> Bool {
    a.count == b.count && a.allSatisfy { b[$0] == $1 }
  }
  package func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

extension ValueMap {
  private func position(of key: Value) -> Int? {
    if case .string(let text) = key { return position(ofText: text) }
    return index.isEmpty ? keys.firstIndex(of: key) : index[key]
  }

  private func position(ofText text: String) -> Int? {
    guard index.isEmpty else { return index[.string(text)] }
    return keys.firstIndex { if case .string(let key) = $0 { key == text } else { false } }
  }

  private mutating func append(_ key: Value, _ value: Value) {
    keys.append(key)
    values.append(value)
    if !index.isEmpty {
      index[key] = keys.count - 1
    } else if keys.count > Self.scanLimit {
      rebuildIndex()
    }
  }

  private mutating func remove(at position: Int) {
    keys.remove(at: position)
    values.remove(at: position)
    index = [:]
    if keys.count > Self.scanLimit { rebuildIndex() }
  }

  private mutating func rebuildIndex() {
    index.reserveCapacity(keys.count)
    for (position, key) in keys.enumerated() { index[key] = position }
  }
}
