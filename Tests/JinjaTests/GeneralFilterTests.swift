import Testing
import Values

@testable import Jinja

/// Filters and lookups of community.general, with what ansible-core and that collection give.
struct GeneralFilterTests {
  @Test(arguments: [
    ("['1.10', '1.9', '1.2.3'] | community.general.version_sort", ["1.2.3", "1.9", "1.10"]),
    (
      "[[{'n': 'a', 'x': 1}, {'n': 'b', 'l': [1]}], [{'n': 'b', 'l': [2], 'y': 2}, {'n': 'c'}]] | community.general.lists_mergeby('n', list_merge='append')",
      [["n": "a", "x": 1], ["n": "b", "l": [1, 2], "y": 2], ["n": "c"]]
    ),
    ("[{'n': 'b', 'x': 1}] | lists_mergeby([{'n': 'a', 'x': 3}, {'n': 'b', 'x': 2}, {'z': 1}], 'n')", [["n": "a", "x": 3], ["n": "b", "x": 2]]),
    ("[[{'n': 'a', 'm': {'x': 1}}], [{'n': 'a', 'm': {'y': 2}}]] | lists_mergeby('n', recursive=true)", [["n": "a", "m": ["x": 1, "y": 2]]]),
    ("[{'n': 'b'}, {'n': 'a'}, {'n': 'b', 'x': 1}] | lists_mergeby('n')", [["n": "b"], ["n": "a"], ["n": "b", "x": 1]]),
    ("'abca' | community.general.counter", ["a": 2, "b": 1, "c": 1]),
    ("[1, 'a'] | community.general.dict_kv('k')", ["k": [1, "a"]]),
    ("[['a', 1]] | community.general.dict", ["a": 1]),
    ("[{'n': 'a', 'x': 1}, {'n': 'b'}] | community.general.groupby_as_dict('n')", ["a": ["n": "a", "x": 1], "b": ["n": "b"]]),
    ("['hello' | community.general.crc32, '' | crc32]", ["3610a686", "0"]),
    ("['52:54:00' | community.general.random_mac(seed='x'), '52' | random_mac(seed=5)]", ["52:54:00:60:a1:7b", "52:51:9f:76:7c:45"]),
    ("['1h 30m' | community.general.to_seconds, '-5m' | to_seconds, '' | to_seconds, '0' | to_seconds]", [5400.0, -300.0, 0.0, 0]),
    ("[[] | lists_mergeby([], 'n'), [{'n': 'b'}, {'n': 'a'}] | lists_mergeby([], 'n')]", [[], [["n": "b"], ["n": "a"]]]),
    ("lookup('community.general.random_string', length=12, seed='abc', override_all='', override_special='')", "*6{ttUiHbJ\\@"),
    ("['1y 2mo 3w' | to_days, '1y' | to_days(year=365.25), '1month' | to_weeks(month=28)]", [446.0, 365.25, 4.0]),
    ("['1d' | to_time_unit('h'), '1d' | to_time_unit, '1y' | to_months, '1ms' | to_years]", [24.0, 86400000.0, 12.166666666667, 3.2e-11]),
    ("['100ms' | to_milliseconds, '10s' | to_hours, '90mins' | to_minutes]", [100.0, 0.002777777778, 90.0]),
    ("'aé' | b64encode(encoding='utf-16-le')", "YQDpAA=="), ("'aé' | b64encode(encoding='UTF_16BE')", "AGEA6Q=="),
    ("'aé' | b64encode(encoding='utf-16')", "//5hAOkA"), ("'aé' | b64encode(encoding='latin-1')", "Yek="),
    ("'aé' | b64encode(encoding='utf-32')", "//4AAGEAAADpAAAA"), ("'aé' | b64encode(encoding='utf-8-sig')", "77u/YcOp"),
    ("'YQDpAA==' | b64decode(encoding='utf-16-le')", "aé"), ("'//5hAOkA' | b64decode(encoding='utf-16')", "aé"),
    ("'Yek=' | b64decode(encoding='iso-8859-1')", "aé"), ("'YQAAAOkAAAA=' | b64decode('utf-32-le')", "aé"),
    ("lookup('varnames', '^zzz')", []),
    ("lookup('community.general.random_string', length=12, seed='abc')", "*6{ttUiHbJ\\@"),
    ("lookup('community.general.random_string', length=12, seed='abc', min_upper=2, min_numeric=1, min_lower=1, min_special=1)", "8oWL[UiHbJ\\@"),
    ("lookup('community.general.random_string', length=12, seed=5, special=false, upper=false)", "wr7d6o3g9bno"),
    ("lookup('community.general.random_string', length=12, seed='abc', ignore_similar_chars=true)", ";$yyWmHdJ}{B"),
    ("lookup('community.general.random_string', length=4, override_all='x', base64=true)", "eHh4eA=="),
    ("'%.1200f' | format(0.5) | length", 1202),
    ("lookup('community.general.random_string') | length", 8),
  ] as [(String, Value)]) func gives(expression: String, result: Value) throws {
    #expect(try Self.evaluate(expression) == result)
  }

  @Test(arguments: [
    "['1.2', 'v1.1'] | version_sort", "5 | lists_mergeby('n')", "[{'n': 1}] | lists_mergeby", "[{'n': 'b'}] | lists_mergeby([5], 'n')",
    "{'a': 1} | counter", "[[1]] | counter", "[{'x': 1}] | groupby_as_dict('n')", "[{'n': 1}, {'n': 1}] | groupby_as_dict('n')",
    "5 | crc32", "'52:zz' | random_mac", "'1:2:3:4:5:6' | random_mac", "'' | random_mac", "'1h30m' | to_minutes", "'90 minutes' | to_hours",
    "'1d' | to_time_unit('q')", "'1hs' | to_seconds", "'1mos' | to_days", "5 | to_seconds", "'1.5h' | to_seconds", "'+5m' | to_seconds", "'1d' | to_hours(foo=1)",
    "'aé€' | b64encode(encoding='latin-1')", "'é' | b64encode(encoding='ascii')", "'a' | b64encode(encoding='nope')",
    "lookup('community.general.random_string', upper=false, lower=false, numbers=false, special=false)",
    "lookup('community.general.random_string', foo=1)", "lookup('varnames', none)",
  ]) func refuses(_ expression: String) {
    #expect(throws: JinjaError.self) { try Self.evaluate(expression) }
  }

  @Test(arguments: [
    ("a,b\n1,2\n3,4", "", [["a": "1", "b": "2"], ["a": "3", "b": "4"]]),
    ("a;b\n\"1;x\";2\n", "(delimiter=';')", [["a": "1;x", "b": "2"]]),
    ("1,2\n", "(fieldnames=['x', 'y'])", [["x": "1", "y": "2"]]), ("a\tb\n1\t2", "(dialect='excel-tab')", [["a": "1", "b": "2"]]),
    (" a, b\n 1, 2", "(skipinitialspace=true)", [["a": "1", "b": "2"]]),
    ("\"a\",\"b\"\n\"x \"\"q\"\"\",\"multi\nline\"", "(dialect='unix')", [["a": "x \"q\"", "b": "multi\nline"]]),
    ("a,b\n1\n\n1,2", "", [["a": "1", "b": nil], ["a": "1", "b": "2"]]), ("a,b\n1,\"x\"y", "", [["a": "1", "b": "xy"]]),
    ("a,b\r\n1,x\"y\"\r\n", "", [["a": "1", "b": "x\"y\""]]), ("a,b\n1,\"open\nx", "", [["a": "1", "b": "open\nx"]]),
    ("a\n1,2", "", .list([rest])), ("", "", []),
  ] as [(String, String, Value)]) func readsTables(text: String, arguments: String, rows: Value) throws {
    #expect(try Self.evaluate("x | community.general.from_csv" + arguments, ["x": .string(text)]) == rows)
  }

  @Test(arguments: [("a,b\n1,\"x\"y", "(strict=true)"), ("a\n\"1", "(strict=true)"), ("a\n1\r2", ""), ("a", "(delimiter=';;')"), ("a", "(dialect='x')")])
  func refusesTables(text: String, arguments: String) {
    #expect(throws: JinjaError.self) {
      try Self.evaluate("x | community.general.from_csv" + arguments, ["x": .string(text)])
    }
  }

  private static let rest: Value = {
    var row: ValueMap = ["a": "1"]
    row[Value.null] = ["2"]
    return .map(row)
  }()

  private static let environment = Environment(lookups: StandardLookups(playbookDirectory: "/"))

  private static func evaluate(_ text: String, _ variables: ValueMap = [:]) throws -> Value {
    try environment.evaluate(expression: source(text), scope: MapScope(variables))
  }
}
