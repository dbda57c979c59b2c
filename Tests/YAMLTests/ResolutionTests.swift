import Testing
import Values

@testable import YAML

@Suite struct ResolutionTests {
  @Test(arguments: try Row.all(of: "scalars.txt"))
  func `a plain scalar means what PyYAML makes of it`(row: Row) throws {
    let items = try value("- " + row.fields[0] + "\n").list
    let found = try #require(items?.first)
    let names = ["NoneType": "NoneType", "date": "date", "datetime": "datetime"]
    #expect(found.typeName == names[row.fields[1]] ?? row.fields[1])
    #expect(try found.text == row.fields[2])
  }

  @Test func `quotes and tags decide the type`() throws {
    let map = try #require(
      try value("a: '12'\nb: \"yes\"\nc: !!str 12\nd: !!int '7'\ne: |\n  1\nf: !!float 3\ng: ! 5\n")
        .map)
    #expect(map == ["a": "12", "b": "yes", "c": "12", "d": 7, "e": "1\n", "f": 3.0, "g": "5"])
  }

  @Test func `keys are resolved too`() throws {
    let map = try #require(try value("on: 1\n12: x\n'12': y\n~: z\n").map)
    #expect(map.keys == [.bool(true), .int(12), .string("12"), .null])
  }

  @Test(arguments: ["2024-13-01", "2023-02-29", "2024-01-31 25:00:00"])
  func `a date outside of the calendar is an error`(text: String) {
    #expect(throws: YAMLError.self) { try value("- \(text)") }
  }
}
