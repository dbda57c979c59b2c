import Modules
import Values

/// One task (or handler) as written.
package final class Task: Sendable {
  /// Display name, a template; nil where none was given.
  package let name: Value?
  package let action: Action
  /// Its own link of the chain, with its keywords.
  package let context: Context
  package let loop: Loop?
  package let register: String?
  /// Topics a handler listens to.
  package let listen: [Value]
  package var origin: Location { context.origin }

  package init(name: Value?, action: Action, context: Context, loop: Loop? = nil, register: String? = nil, listen: [Value] = []) {
    self.name = name
    self.action = action
    self.context = context
    self.loop = loop
    self.register = register
    self.listen = listen
  }
}

/// A module with its arguments, not yet rendered.
package struct Action: Sendable {
  /// As written, such as `ansible.builtin.copy`: what the banner shows for a nameless task.
  package let name: String
  package let declaration: Declaration
  /// Arguments by name. A free-form text is under the declaration's free-form parameter.
  package let arguments: ValueMap
  /// `args: "{{ mapping }}"`, rendered and merged under the arguments.
  package let further: Value?
  package let origin: Location

  package init(name: String, declaration: Declaration, arguments: ValueMap, further: Value? = nil, origin: Location) {
    self.name = name
    self.declaration = declaration
    self.arguments = arguments
    self.further = further
    self.origin = origin
  }
}

/// `loop:` or `with_…:`.
package struct Loop: Sendable {
  /// The lookup of `with_<lookup>`; nil for `loop:`.
  package let lookup: String?
  package let items: Value
  /// `loop_control`, not yet rendered: loop_var index_var label pause extended extended_allitems break_when.
  package let control: ValueMap

  package init(lookup: String?, items: Value, control: ValueMap = [:]) {
    self.lookup = lookup
    self.items = items
    self.control = control
  }
}
