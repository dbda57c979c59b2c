/// Text that its author may use as a Jinja template.
///
/// Only loaders of files and options that the operator wrote (playbooks, roles, variables,
/// inventories, `-e`, prompts) make one. Text from a host, a lookup or a filter stays a
/// `String`, and nothing renders a `String`: the trust rule is in the type.
package final class TemplateSource: Sendable {
  package let text: String
  package let origin: Location

  package init(_ text: String, origin: Location) {
    self.text = text
    self.origin = origin
  }

  /// Whether rendering could give anything but the text itself.
  package static func isTemplate(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: "{"), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#") {
        return true
      }
      previous = byte
    }
    return text.hasPrefix("#jinja2:")
  }
}

extension TemplateSource: Hashable {
  package static func == (a: TemplateSource, b: TemplateSource) -> Bool { a === b || a.text == b.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Value {
  /// A value for text that the operator wrote: a template where it holds template marks.
  package static func trusted(_ text: String, origin: Location) -> Value {
    TemplateSource.isTemplate(text) ? .template(TemplateSource(text, origin: origin)) : .string(text)
  }
}
