import Values

/// A piece of a YAML document that knows where it stands.
package struct Node: Sendable {
  package indirect enum Content: Sendable {
    case scalar(Scalar)
    case list([Node])
    case mapping([Entry])
  }

  package struct Entry: Sendable {
    package let key: Node
    package let value: Node

    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }
  }

  package struct Scalar: Sendable {
    package enum Style: Sendable { case plain, quoted, block }

    package let text: String
    package let style: Style
    /// Where the text itself begins: after the quote, or on the line after `|` or `>`.
    package let textOrigin: Location
  }

  package enum Tag: Sendable, Equatable {
    case none
    /// Data that is never a template, down to the leaves.
    case unsafe
    /// The envelope of a secret.
    case vault
    /// A standard type such as `str` or `int`, without its prefix.
    case standard(String)
  }

  package let content: Content
  package let tag: Tag
  package let location: Location

  package init(_ content: Content, tag: Tag = .none, location: Location) {
    self.content = content
    self.tag = tag
    self.location = location
  }
}

extension Node {
  package var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  package var items: [Node]? { if case .list(let items) = content { items } else { nil } }
  package var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

  /// The text of a scalar that is a string by YAML 1.1's rules; nil for `yes`, `12`, lists, ….
  package var string: String? {
    guard let scalar else { return nil }
    return isText ? scalar.text : nil
  }

  package var isNull: Bool {
    guard let scalar, tag == .none, scalar.style == .plain else { return tag == .standard("null") }
    return Resolution.of(scalar.text) == .null
  }

  /// The value of a key of a mapping.
  package subscript(_ key: String) -> Node? {
    entry(key)?.value
  }

  /// The pair of a key, for its place.
  package func entry(_ key: String) -> Entry? {
    entries?.first { $0.key.scalar?.text == key && $0.key.isText }
  }

  /// What it is, for messages: `a mapping`, `a list`, `a string`, `a number`, ….
  package var kindName: String {
    switch content {
    case .mapping: "a mapping"
    case .list: "a list"
    case .scalar(let scalar): isText ? "a string" : Resolution.of(scalar.text).kindName
    }
  }

  private var isText: Bool {
    guard let scalar else { return false }
    switch tag {
    case .standard("str"), .unsafe, .vault: return true
    case .standard: return false
    case .none: return scalar.style != .plain || Resolution.of(scalar.text) == .string
    }
  }
}
