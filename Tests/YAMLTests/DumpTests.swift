import Testing
import Values

@testable import YAML

@Suite struct DumpTests {
  @Test(arguments: try Row.all(of: "dump.txt"))
  func `YAML is written as PyYAML writes it`(row: Row) throws {
    let document = try value(row.fields[0], Reading(isTrusted: false))
    #expect(try form(row.fields[1]).text(of: document) == row.fields[2])
  }

  @Test(arguments: try Row.all(of: "json.txt") { $0.fields[0] != "good" && $0.fields[0] != "bad" })
  func `JSON is written as Python writes it`(row: Row) throws {
    let forms = [
      "plain": JSONForm(), "unicode": JSONForm(isASCII: false), "sorted": JSONForm(sortsKeys: true),
      "nice": .nice,
      "compact": JSONForm(itemSeparator: ",", keySeparator: ":"), "indent2": JSONForm(indent: 2),
    ]
    let document = try value(row.fields[1], Reading(isTrusted: false))
    #expect(try forms[row.fields[0]]?.text(of: document) == row.fields[2])
  }

  @Test(arguments: try Row.all(of: "json.txt") { $0.fields[0] == "good" })
  func `JSON is read as Python reads it`(row: Row) throws {
    #expect(try JSONForm().text(of: JSONParser.parse(row.fields[1])) == row.fields[2])
  }

  @Test(arguments: try Row.all(of: "json.txt") { $0.fields[0] == "bad" })
  func `bad JSON is refused in Python's words`(row: Row) {
    let error = #expect(throws: JSONError.self) { try JSONParser.parse(row.fields[1]) }
    #expect(error?.description == row.fields[2])
  }

  @Test func `a secret stays in its envelope`() throws {
    let document = try value("a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n")
    let text = try YAMLForm.nice.text(of: document)
    #expect(text == "a: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6162\n")
  }

  @Test func `deeply nested JSON is an error`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSONParser.parse(deep) }
  }

  private func form(_ name: String) -> YAMLForm {
    var nice = YAMLForm.nice
    switch name {
    case "to_yaml(sort_keys=False)": return YAMLForm(sortsKeys: false)
    case "to_yaml(default_flow_style=true)": return YAMLForm(flow: .always)
    case "to_nice_yaml(indent=2)": nice.indent = 2
    case "to_nice_yaml(width=40)": nice.width = 40
    case "to_nice_yaml(width=1000)": nice.width = 1000
    case "to_nice_yaml": break
    default: return YAMLForm()
    }
    return nice
  }
}
