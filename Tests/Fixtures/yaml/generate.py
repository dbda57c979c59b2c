#!/usr/bin/env python3
"""Writes scalars.txt, dump.txt and json.txt: what PyYAML and Python's json say, for YAMLTests.

Needs ansible-core 2.19 (its to_yaml and to_nice_yaml filters are what is matched)."""
import itertools, json, os, warnings
import yaml

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))

SCALARS = """yes Yes YES yEs no No NO true True TRUE tRue false False FALSE on On ON off Off OFF y n Y N t f
~ null Null NULL nULL none None
0 1 -1 +1 00 0644 0o17 08 09 0b101 0b102 0x1F 0xfg 0X1F -0x10 +0b11 1_000 1__0 _1 0_7 -0644 0x_1F
1:30 1:90 10:20:30 -1:30 0:30 1:5 1:05 1:005 190:20:30 1:30.5 -190:20:30.15 0:30.5 1:60.0
1.0 1. .5 +.5 -.5 -1.5 1.10 1.1.1 1e3 1.0e3 1.0e+3 1.5E-2 1e+3 .5e+1 1_0.5_0 1.0e+ 0.0 -0.0 00.5 08.5 1._5 ._5
.inf .Inf .INF -.inf +.inf .nan .NaN .NAN -.nan .iNf . .. ... - + -- 1- 1+1 --1 +-1 -+1 ++1 1.e+1 +_1 0_b1
2024-01-31 2024-1-31 2024-01-31T10:20:30Z 2024-1-3T1:02:03 2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43.1234567 2001-12-15T2:59:43.1Z 2024-01-31T10:20 2024-01 20240131 2024-01-31x
1.2.3 v1.0 1_ 12a 1-2 0.5.1 a 12:34:56:78 127.0.0.1 ::1 <<x =x foo/bar a:b 99:59 1:2:3 0x 0b 0 09:30 22:22 3306:3306 60:1""".split()

SPACED = ["2001-12-14 21:59:43.10 -5", "2001-12-14 21:59:43", "2001-12-14  21:59:43 Z", "2001-12-14 21:59:43 +01:30", "2001-12-14 21:59:43 x", "1 2", "yes no", "1 # c", "a # c", "a#c"]


def quoted(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")


def write(name, rows):
    with open(os.path.join(HERE, name), "w", newline="\n") as out:
        out.write("# Made by generate.py. Tabs separate the fields; \\t \\n \\r \\0 \\\\ are escapes.\n")
        for row in rows:
            out.write("\t".join(quoted(field) for field in row) + "\n")
    print(name, len(rows))


def scalars():
    return [(text, type(value := yaml.safe_load("- " + text)[0]).__name__, str(value)) for text in SCALARS + SPACED if text not in (".", "-", "--")] + [(".", "str", "."), ("--", "str", "--")]


DOCUMENTS = [
    {"b": 1, "a": [1, 2]}, {"a": {"b": {"c": []}}}, [], {}, [[], {}], [[1, 2], [3]], {"a": [{"x": 1}, {"y": 2}]}, "text", "", 1, 1.5, True, None,
    {"s": "yes"}, {"s": "1"}, {"s": "1.0"}, {"s": "null"}, {"s": "~"}, {"s": ""}, {"s": "a: b"}, {"s": "a #b"}, {"s": "# b"}, {"s": "- a"}, {"s": "it's"}, {"s": '"q"'}, {"s": " lead"}, {"s": "trail "}, {"s": "a\nb"}, {"s": "a\nb\n"}, {"s": "\n"}, {"s": "a\n\nb"}, {"s": "tab\there"}, {"s": "\x07bell"}, {"s": "é日😀"}, {"s": "\u00a0nbsp"}, {"s": "\u2028"}, {"s": "{{ x }}"}, {"s": "[a]"}, {"s": "a, b"}, {"s": "@x"}, {"s": "`x"}, {"s": "%x"}, {"s": "!x"}, {"s": "&x"}, {"s": "*x"}, {"s": "|x"}, {"s": ">x"}, {"s": "?x"}, {"s": "? x"}, {"s": "-x"}, {"s": "-"}, {"s": ":"}, {"s": "a:"}, {"s": ":a"}, {"s": "=" }, {"s": "<<"}, {"s": "2024-01-31"}, {"s": "1:30"}, {"s": "0644"}, {"s": "0o17"}, {"s": "1e3"}, {"s": "1_000"}, {"s": "\\n"}, {"s": "a\\b"}, {"s": "\r\n"}, {"s": "---"}, {"s": "..."}, {"s": "--- a"},
    {"f": 1.0}, {"f": 1e16}, {"f": 1e-7}, {"f": 1.5e300}, {"f": float("inf")}, {"f": float("-inf")}, {"f": float("nan")}, {"f": 0.1}, {"i": -5}, {"i": 12345678901},
    {1: "a", 2: "b"}, {True: 1}, {None: 1}, {"1": 1}, {"a b": 1}, {"é": 1}, {"": 1}, {"B": 1, "a": 2, "A": 3, "é": 4, "z": 5},
    {"long": "word " * 40}, {"long": "x" * 200}, {"long": "a" * 70 + " " + "b" * 30}, {"long": "it's " * 30}, {"l": ["word " * 20, "short"]}, {"long": "line one " * 12 + "\n" + "line two " * 12}, {"k" * 130: "v"}, {"k " * 70: 1},
    list(range(60)), {"l": list(range(60))}, {"l": [{"a": 1, "b": [1, {"c": None}]}, "x"]}, [{"name": "web", "ports": [80, 443], "tls": True}, {"name": "db", "ports": []}], {"hosts": {"h1": None, "h2": {"x": "y"}}}, [None, True, False, "", "a"], {"a": "x", "b": ["c", "d"], "e": {"f": "g"}}, [["a", ["b", ["c"]]]], {"multi": {"text": "one\ntwo\n  three\n"}}, {"q": "a\n'b'\n"}, {"w": "trailing space \nnext"}, {"w": " \n"},
]


def flow(document):
    """The document in one line of YAML."""
    return yaml.safe_dump(document, default_flow_style=True, width=10**9, sort_keys=False)


def dumps():
    from ansible.parsing.dataloader import DataLoader
    from ansible.template import Templar, trust_as_template

    rows = []
    for document in DOCUMENTS:
        for filters in ("to_yaml", "to_nice_yaml", "to_nice_yaml(indent=2)", "to_yaml(sort_keys=False)", "to_nice_yaml(width=40)", "to_yaml(default_flow_style=true)", "to_nice_yaml(width=1000)"):
            templar = Templar(loader=DataLoader(), variables={"x": document})
            text = templar.template(trust_as_template("{{ x | %s }}" % filters))
            if not isinstance(text, str):
                raise SystemExit("not text")
            rows.append((flow(document), filters, text))
    # Templating turns text into other objects only for the last newline, which `template` keeps.
    return rows


JSON_BAD = ["", "{", "[1,", "[1 2]", "{\"a\" 1}", "{\"a\":1,}", "[1,]", "{a:1}", "'a'", "nul", "\"a", "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "1 2", "[1]x", "{\"a\":}", "01", "-", "1.", "+1", "{1:2}", "tru", "[", "{\"a\":1 \"b\":2}", "\"\\"]
JSON_GOOD = ["1", "-0", "1.0", "1e3", "1E-2", "true", "null", "\"a\\u00e9\\n\\/\"", "\"\\ud83d\\ude00\"", "[1, [2, {\"a\": null}]]", " { \"b\" : 1 , \"a\" : [ ] } ", "NaN", "Infinity", "-Infinity", "{\"a\":1,\"a\":2}", "\"\\b\\f\\t\\r\\\"\\\\\"", "1.5e300", "0.1", "123456789012", "\"\u2028é\""]


def jsons():
    rows = []
    for text in JSON_BAD:
        try:
            json.loads(text)
            raise SystemExit("good: " + text)
        except json.JSONDecodeError as error:
            rows.append(("bad", text, str(error)))
    values = [json.loads(text) for text in JSON_GOOD]
    for text, value in zip(JSON_GOOD, values):
        rows.append(("good", text, json.dumps(value)))
    for value in DOCUMENTS + values:
        text = flow(value)
        rows.append(("plain", text, json.dumps(value)))
        rows.append(("unicode", text, json.dumps(value, ensure_ascii=False)))
        rows.append(("sorted", text, json.dumps(value, sort_keys=True)))
        rows.append(("nice", text, json.dumps(value, indent=4, sort_keys=True, separators=(",", ": "))))
        rows.append(("compact", text, json.dumps(value, separators=(",", ":"))))
        rows.append(("indent2", text, json.dumps(value, indent=2)))
    return rows


write("scalars.txt", scalars())
write("json.txt", jsons())
write("dump.txt", dumps())
