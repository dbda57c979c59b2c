import Machine
import Values
import Wire

/// A module: brings one kind of thing on a host into a desired state.
///
/// It compares current with desired on a `Machine`, changes what differs and reports the outcome.
/// It prints nothing, has no dry-run branch, and reports a failure by throwing `ModuleFailure`
/// (or a `MachineError`); `Unknown` passes through.
package protocol Module: SendableMetatype {
  static var declaration: Declaration { get }
  init(_ arguments: Arguments) throws
  func run(_ step: Step) throws -> Outcome
}

/// What a running module has at hand.
package struct Step {
  package let machine: any Machine
  package let request: Request
  /// The bytes of an attachment, asked from the controller if the host lacks them.
  package let content: (Attachment) throws -> [UInt8]
  /// Reports a piece of a command's output.
  package let progress: @Sendable (String) -> Void
  /// Sends a file's bytes to the controller (`fetch`).
  package let upload: ([UInt8], _ isLast: Bool) throws -> Void

  package init(
    machine: any Machine, request: Request, content: @escaping (Attachment) throws -> [UInt8],
    progress: @escaping @Sendable (String) -> Void = { _ in },
    upload: @escaping ([UInt8], Bool) throws -> Void = { _, _ in }
  ) {
    self.machine = machine
    self.request = request
    self.content = content
    self.progress = progress
    self.upload = upload
  }

  /// An invocation that reports its output while it runs.
  package func invocation(_ arguments: [String], input: [UInt8] = [], folder: String? = nil)
    -> Invocation
  {
    Invocation(
      arguments, input: input, folder: folder, progress: request.wantsProgress ? progress : nil)
  }
}

/// A module's own failure: Ansible's `msg` and further returned values.
package struct ModuleFailure: Error, Sendable {
  package let message: String
  package let result: ValueMap
  package init(_ message: String, _ result: ValueMap = [:]) {
    self.message = message
    self.result = result
  }
}
