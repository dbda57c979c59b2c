import Foundation
import Testing
import Values
import YAML

@testable import Playbooks

/// `key=value` text as ansible-core 2.19's `parse_kv` splits it. A line of the fixture holds the text,
/// whether it is a command, the pairs (null where it is refused) and the free text.
@Suite struct KeyValueTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let isCommand: Bool
    let pairs: ValueMap?
    let rest: String?
    var testDescription: String { text.debugDescription + (isCommand ? " (command)" : "") }
  }

  static let cases: [Case] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/playbooks/keyvalues.jsonl")
    let lines = (try? String(contentsOf: file, encoding: .utf8).split(separator: "\n")) ?? []
    return lines.compactMap { try? Document(String($0), file: "fixture").root?.value(Reading(isTrusted: false)) }
      .compactMap { Self.reading($0.list ?? []) }
  }()

  private static func reading(_ fields: [Value]) -> Case? {
    guard fields.count == 4, let text = fields[0].string, let isCommand = fields[1].bool else { return nil }
    let pairs = fields[2].list.map { ValueMap($0.compactMap(\.list).map { ($0[0], $0[1]) }) }
    return Case(text: text, isCommand: isCommand, pairs: pairs, rest: pairs == nil ? nil : fields[3].string)
  }

  @Test("splits as Ansible does", arguments: cases)
  func splits(_ case: Case) {
    let found = KeyValueText(`case`.text, isCommand: `case`.isCommand)
    let pairs = found.map { ValueMap($0.pairs.map { (.string($0.key), .string($0.value)) }) }
    #expect(pairs == `case`.pairs)
    #expect(found?.rest == `case`.rest)
  }

  @Test("the fixture is read whole") func fixture() {
    #expect(Self.cases.count == 478)
  }
}
