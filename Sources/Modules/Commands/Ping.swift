import Values
import Wire

/// `ping`: the host answers.
package struct Ping: Module {
  package static let declaration = Declaration("ping", parameters: [Parameter("data", standard: "pong")])

  private let data: String

  package init(_ arguments: Arguments) { data = arguments.string("data") ?? "pong" }

  package func run(_ step: Step) throws -> Outcome {
    guard data != "crash" else { throw ModuleFailure("boom") }
    return Outcome(result: ["ping": .string(data)])
  }
}
