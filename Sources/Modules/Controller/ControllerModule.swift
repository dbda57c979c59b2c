import Values
import Wire

/// A module whose work the controller does: the agent only knows its arguments.
package protocol ControllerModule: Module {}

extension ControllerModule {
  package init(_ arguments: Arguments) throws {
    throw ModuleFailure("the module \"\(Self.declaration.name)\" runs on the controller, not on a host")
  }

  package func run(_ step: Step) throws -> Outcome {
    .failed("the module \"\(Self.declaration.name)\" runs on the controller, not on a host")
  }
}
