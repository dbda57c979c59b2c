import Testing

@testable import Machine

@Suite struct SurroundingsTests {
  private final class Impatient: Attendant {
    var descriptors: [Int32] { [] }
    var calls = 0
    func attend() throws {
      calls += 1
      throw Interruption(.connectionLost)
    }
  }

  private func looks(_ files: any Files, _ count: Int) throws {
    for _ in 0..<count { _ = try files.status("/") }
  }

  @Test(arguments: [false, true]) func `who only looks is told to end, but not who tidies up after that`(isPlanned: Bool)
    throws
  {
    let surroundings = Surroundings()
    let impatient = Impatient()
    surroundings.attendant = impatient
    let live = LiveMachine(surroundings)
    let machine: any Machine = isPlanned ? PlannedMachine(over: live) : live
    #expect(throws: Interruption.self) { try looks(machine.files, 100) }
    try looks(machine.files, 100)
    #expect(impatient.calls == 1)
    surroundings.beginStep()
    #expect(throws: Interruption.self) { try looks(machine.files, 100) }
  }
}
