import Testing

@testable import Patterns

@Suite struct SubjectTests {
  @Test(arguments: [
    Array("plain".utf8), Array("é日😀".utf8), [0xE9, 0x20, 0x41], [0xF0, 0x9F, 0x98], [0xC0, 0x80],
    [0xED, 0xA0, 0x80], [0xFF, 0xFE, 0x00], [],
  ])
  func `gives back the bytes it got`(_ bytes: [UInt8]) {
    let subject = Subject(bytes: bytes)
    #expect(subject.bytes(0..<subject.count) == bytes)
  }

  @Test func `replaces in text of another encoding and keeps the rest`() throws {
    let latin = Subject(bytes: [0x6E, 0xE4, 0x3D, 0x31])
    let pattern = try Pattern("=(\\d)")
    let replaced = try pattern.replacing(in: latin, with: pattern.replacement(": \\1"))
    let text = Subject(scalars: replaced.scalars)
    #expect(text.bytes(0..<text.count) == [0x6E, 0xE4, 0x3A, 0x20, 0x31])
  }

  @Test func `names groups`() throws {
    let match = try #require(try Pattern("(?P<key>\\w+)=(?P<value>\\w+)?").firstMatch(in: "a b="))
    #expect(match["key"] == "b")
    #expect(match["value"] == nil)
    #expect(match["none"] == nil)
    #expect(match.groups == ["b", nil])
  }

  @Test(arguments: try PythonCase.all("glob"))
  func `globs as fnmatch does`(_ python: PythonCase) {
    #expect(Glob(python.fields[0]).matches(python.fields[1]) == (python.fields[2] == "true"))
  }
}
