/// What ansible-core 2.19 answers; one JSON text a line.
enum AnsibleCases {
  /// Left out: what is inserted after a last line without an end, which Ansible glues to that line.
  static let edits = #"""
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "^#", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "a", "insertafter": "b|y"}, "before": "a\n", "after": "\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "state": "absent", "insertbefore": "nomatch"}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "state": "absent", "append_newline": true, "prepend_newline": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "b|y", "replace": ""}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertafter": "b|y"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"regexp": ".*", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "", "changed": true, "failed": false, "msg": "3 line(s) removed"}
    {"module": "lineinfile", "arguments": {"line": "foo", "search_string": "nope", "state": "absent", "firstmatch": true}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": "<\\g<0>>"}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "state": "absent", "insertafter": "^\\s*a$"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "\u00e9", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "(x)=(\\d)"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "b|y", "state": "absent", "backrefs": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\nx=3", "changed": true, "failed": false, "msg": "1 line(s) removed"}
    {"module": "lineinfile", "arguments": {}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": true, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "(x)=(\\d)", "replace": "a"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "insertbefore": "k=", "prepend_newline": true}, "before": "a\n", "after": "a\n\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "append_newline": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertbefore": "k="}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent", "insertbefore": "^#", "prepend_newline": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"search_string": "k="}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": true, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "\\.bar$", "replace": "<\\g<0>>"}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "k="}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\n\u00e9\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "prepend_newline": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "insertafter": "\u00e9", "prepend_newline": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": ".*", "backrefs": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nplain\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "\u00e9", "replace": "Z"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "state": "absent", "firstmatch": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "insertafter": "nomatch", "append_newline": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n#BEGIN\nold\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "Z"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "foo.", "insertafter": "^key"}, "before": "", "after": " a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "append_newline": true}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# BEGIN m\nold\n# END m\n\nr\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "\u00e9", "insertbefore": "^x="}, "before": "", "after": "key = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "state": "absent", "insertbefore": "k="}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "Z", "before": "\\[t\\]"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)\\[t\\]"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "insertbefore": "(x)=(\\d)"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "key = new"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "^key", "replace": "a"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "state": "absent", "insertbefore": ".*", "prepend_newline": true}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "^$", "firstmatch": true}, "before": "b\n\na\n\n", "after": "b\nx=9\na\n\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "lineinfile", "arguments": {"line": ""}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "append_newline": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "k=", "state": "absent"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "^key", "state": "absent"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1", "firstmatch": true}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "<\\g<0>>"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1", "search_string": "k=", "insertbefore": "EOF"}, "before": "", "after": "k=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "insertbefore": "k=", "firstmatch": true}, "before": "a", "after": "a\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "firstmatch": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "a", "firstmatch": true}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\na\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "b|y", "state": "absent", "firstmatch": true}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "key = new"}, "before": "a", "after": "a\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": ""}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "a", "replace": "", "after": "nope"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: nope(?P<subsection>.*)"}
    {"module": "lineinfile", "arguments": {"line": "a", "search_string": "k=", "insertafter": "^$"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\na\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "insertbefore": "^key"}, "before": "a", "after": "a\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": ".*", "insertafter": ".*", "firstmatch": true, "backrefs": true}, "before": "# BEGIN m\nk=1\n", "after": "plain\nk=1\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "b|y", "replace": "Z", "after": "\\[s\\]"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: \\[s\\](?P<subsection>.*)"}
    {"module": "replace", "arguments": {"regexp": "\\.bar$", "replace": "Z"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "insertbefore": "(x)=(\\d)"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo"}, "before": "b\n\na\n\n", "after": "b\n\na\n\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": " a", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "^key", "state": "absent"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "^\\s*a$", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "a"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "state": "absent"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "regexp": "^\\s*a$", "insertbefore": "^x="}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "insertbefore": "nomatch"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertbefore": "^#"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "insertafter": "(?m)^k.*\n"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "z\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "state": "absent", "insertbefore": "^key"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\nr\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\\g<0>!", "regexp": "^#", "backrefs": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "prepend_newline": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertbefore": "BOF"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "foo\np\n# END m\nq\n# BEGIN m\nr\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "x=9"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent"}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "state": "absent", "firstmatch": true}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "state": "absent", "append_newline": true}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "insertafter": "\u00e9"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertbefore": "k="}, "before": "a\n", "after": "a\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "state": "absent"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertafter": "(x)=(\\d)"}, "before": "a", "after": "a\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"regexp": "^key", "insertafter": "BOF", "backrefs": true, "line": "plain"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "\\.bar$", "state": "absent"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"insertbefore": "BOF", "firstmatch": true}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "state": "absent", "insertafter": "^#"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "insertafter": "\u00e9"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "(x)=(\\d)"}, "before": "  a\n a\n", "after": "  a\n a\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "state": "absent", "insertbefore": ".*"}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertafter": "^key", "prepend_newline": true}, "before": "a\n", "after": "a\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^$", "replace": "a"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\na", "changed": true, "failed": false, "msg": "1 replacements made"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "regexp": "^$", "insertbefore": "k="}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\u00e9\n[t]\nk=2\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "lineinfile", "arguments": {"line": "\\g<0>!", "regexp": "(x)=(\\d)", "backrefs": true}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "state": "absent", "insertafter": "\u00e9"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "k=", "state": "absent", "firstmatch": true}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"regexp": "\u00e9", "insertbefore": "\u00e9", "firstmatch": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1"}, "before": "a\n", "after": "a\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "a", "replace": "<\\g<0>>", "after": "x=1"}, "before": "", "after": "", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: x=1(?P<subsection>.*)"}
    {"module": "lineinfile", "arguments": {"regexp": "\\.bar$", "insertbefore": "^x="}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent", "insertafter": "(?m)^k.*\n"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": ".*", "replace": ""}, "before": "x=1\ny=2\nx=3\n", "after": "\n\n\n", "changed": true, "failed": false, "msg": "7 replacements made"}
    {"module": "lineinfile", "arguments": {"insertbefore": "\\.bar$"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "^x=", "insertafter": "a"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "state": "absent", "insertafter": "^$"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "replace", "arguments": {"regexp": "^key", "replace": "<\\g<0>>"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1", "regexp": "^x=", "insertbefore": "^x=", "firstmatch": true}, "before": "a\nb\n", "after": "a\nb\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": ".*", "replace": "Z"}, "before": "x=1\ny=2\nx=3", "after": "ZZ\nZZ\nZZ", "changed": true, "failed": false, "msg": "6 replacements made"}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "^#", "state": "absent", "backrefs": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {}, "before": "a\n", "after": "a\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "insertbefore": "\\.bar$", "prepend_newline": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertbefore": "^key"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "foo", "search_string": "a", "state": "absent", "firstmatch": true}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "state": "absent", "insertafter": "^#"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "state": "absent", "insertbefore": "\u00e9", "prepend_newline": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertafter": "^#", "prepend_newline": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "^#", "insertbefore": "^$"}, "before": "# BEGIN m\nk=1\n", "after": "x=9\nk=1\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertafter": "^\\s*a$"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "\\g<0>!", "regexp": "nomatch", "insertbefore": "^#", "backrefs": true}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent", "insertbefore": "k="}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "^x=", "insertbefore": "^key", "firstmatch": true}, "before": "x=1\ny=2\nx=3\n", "after": "foo\ny=2\nx=3\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "(x)=(\\d)", "replace": "<\\g<0>>", "before": "nope"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "^x=", "state": "absent"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "b|y", "replace": "Z", "before": "nope"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "(x)=(\\d)", "insertbefore": "\\.bar$", "firstmatch": true}, "before": "foo.bar\nfooxbar\n", "after": "a\nfoo.bar\nfooxbar\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "\\.bar$", "backrefs": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "prepend_newline": true}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n\n#BEGIN\nold\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "prepend_newline": true}, "before": "", "after": "#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"regexp": "k="}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "insertbefore": "\u00e9"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "state": "absent", "insertafter": "k=", "prepend_newline": true}, "before": "a", "after": "a\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "lineinfile", "arguments": {"line": "a", "insertbefore": "b|y", "firstmatch": true}, "before": "", "after": "a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "state": "absent", "insertafter": "a"}, "before": "a", "after": "a\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "replace", "arguments": {"regexp": "^$", "replace": "<\\g<0>>", "before": "nope"}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "^\\s*a$", "insertbefore": "\\.bar$"}, "before": "b\n\na\n\n", "after": "b\n\n\n\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "insertbefore": "k=", "prepend_newline": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "state": "absent", "insertbefore": "(x)=(\\d)"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "insertbefore": "\u00e9", "append_newline": true}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "search_string": "foo.", "state": "absent"}, "before": "foo.bar\nfooxbar\n", "after": "fooxbar\n", "changed": true, "failed": false, "msg": "1 line(s) removed"}
    {"module": "replace", "arguments": {"regexp": "(x)=(\\d)", "replace": ""}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "insertbefore": "a"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "prepend_newline": true}, "before": "  a\n a\n", "after": "  a\n a\n\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "k=", "replace": "<\\g<0>>"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "\\.bar$", "insertafter": ".*", "firstmatch": true, "backrefs": true, "line": "\\g<0>!"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": "a", "backrefs": true}, "before": "b\n\na\n\n", "after": "b\n\nplain\n\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "<\\g<0>>", "before": "nope"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": "Z"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# BEGIN m\nk=1\n# END m\nr\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "(x)=(\\d)", "replace": "Z"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "a", "before": "y"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "insertafter": "k="}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "<\\g<0>>", "after": "nope"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: nope(?P<subsection>.*)"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "nope", "insertafter": ".*"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "(x)=(\\d)", "state": "absent", "firstmatch": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "b|y", "replace": "<\\g<0>>", "after": "x=1"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: x=1(?P<subsection>.*)"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "state": "absent", "insertafter": "^key"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "nomatch"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": " a", "insertbefore": "^$"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "x=9"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertafter": "^x="}, "before": "  a\n a\n", "after": "  a\n a\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "\u00e9", "insertbefore": "BOF", "backrefs": true}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "state": "absent"}, "before": "a", "after": "a\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "insertbefore": "nomatch", "prepend_newline": true}, "before": "a\nb\n", "after": "a\nb\n\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "prepend_newline": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertafter": "(x)=(\\d)", "firstmatch": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": ""}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "state": "absent", "firstmatch": true}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "regexp": "^$", "firstmatch": true}, "before": "  a\n a\n", "after": "  a\n a\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "insertbefore": "(?m)^k.*\n"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertbefore": ".*", "append_newline": true}, "before": "k: v # \u00e9\n", "after": "#BEGIN\nk=1\n#END\n\nk: v # \u00e9\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "", "search_string": "a", "insertafter": "^x="}, "before": "a\n", "after": "\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "^$", "replace": "a"}, "before": "a\n", "after": "a\na", "changed": true, "failed": false, "msg": "1 replacements made"}
    {"module": "replace", "arguments": {"regexp": "k=", "replace": ""}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "a"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "^x=", "insertafter": ".*"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "^x="}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "\u00e9", "insertbefore": "^x=", "firstmatch": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "^x="}, "before": "a", "after": "a\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "key = new", "state": "absent"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent", "insertbefore": "^key"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "b|y", "insertafter": "^key", "backrefs": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nw\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "lineinfile", "arguments": {"line": "foo"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "b|y", "replace": ""}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "b|y"}, "before": "", "after": " a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "a", "insertafter": "(x)=(\\d)"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "k=", "firstmatch": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "insertbefore": "^#"}, "before": "a", "after": "a\n#BEGIN\nold\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "key = new"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": "a", "insertafter": "a", "backrefs": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "a"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "^x=", "state": "absent"}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "append_newline": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"insertbefore": "^key"}, "before": "a", "after": "a", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "state": "absent"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "^key", "insertbefore": "k="}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "\u00e9", "replace": "<\\g<0>>"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "^key"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"regexp": "b|y", "firstmatch": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "^\\s*a$", "insertbefore": "a", "firstmatch": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "^key", "insertafter": "^key"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "\u00e9", "state": "absent", "backrefs": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": "k=", "insertafter": "nomatch", "backrefs": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "state": "absent"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "^key", "insertafter": "^key"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "state": "absent"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "state": "absent"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "(x)=(\\d)", "insertbefore": "EOF", "firstmatch": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "a"}, "before": "a\n", "after": "\u00e9\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "a", "search_string": "k=", "state": "absent"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "a", "state": "absent"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "search_string": "nope", "state": "absent"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "search_string": "foo.", "state": "absent", "firstmatch": true}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "insertafter": "^$", "prepend_newline": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n# BEGIN m\nk=1\n# END m\n[t]\nk=2\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "\\.bar$", "replace": "a"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "^\\s*a$", "insertbefore": "^\\s*a$"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "^key", "firstmatch": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\na\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "^\\s*a$", "replace": "", "before": "y"}, "before": "", "after": "", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)y"}
    {"module": "lineinfile", "arguments": {"line": ""}, "before": "", "after": "\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"search_string": "foo.", "firstmatch": true}, "before": "a\n", "after": "a\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "nomatch", "insertbefore": "^x=", "firstmatch": true}, "before": "", "after": "a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "key = new"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "\u00e9", "replace": "Z", "before": "nope"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "lineinfile", "arguments": {"regexp": "\u00e9", "insertbefore": "k=", "firstmatch": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "state": "absent"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "^x=", "insertbefore": "a", "backrefs": true, "line": "plain"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^key", "replace": "Z"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "prepend_newline": true}, "before": "a\nb\n", "after": "a\nb\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "b|y", "state": "absent"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "insertbefore": "\\.bar$"}, "before": "a\nb\n", "after": "a\nb\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\none\ntwo\n# END m\nz\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "", "search_string": "k=", "state": "absent"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "prepend_newline": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "nope"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "regexp": "^x=", "firstmatch": true}, "before": "a\n", "after": "a\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertafter": ".*", "append_newline": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "insertbefore": "BOF"}, "before": "b\n\na\n\n", "after": "x=9\nb\n\na\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "insertbefore": "k="}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "\\.bar$", "replace": "a", "after": "\\[s\\]"}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: \\[s\\](?P<subsection>.*)"}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "a"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "k=", "replace": "Z"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "search_string": "k=", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "firstmatch": true}, "before": "a", "after": "a\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "insertafter": "^#"}, "before": "  a\n a\n", "after": "  a\n a\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "k="}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "state": "absent"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "insertafter": "^key"}, "before": "b\n\na\n\n", "after": "b\n\na\n\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "append_newline": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "nomatch", "insertbefore": "^\\s*a$"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "nope", "state": "absent"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "insertbefore": "k="}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "state": "absent", "insertbefore": "^$"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "append_newline": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "<\\g<0>>"}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "firstmatch": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "insertbefore": "\\.bar$", "firstmatch": true}, "before": "a", "after": "a\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "<\\g<0>>"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "Z", "after": "nope"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: nope(?P<subsection>.*)"}
    {"module": "replace", "arguments": {"regexp": "(x)=(\\d)", "replace": ""}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "a", "firstmatch": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "append_newline": true}, "before": "a\n", "after": "a\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": ""}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"search_string": "a", "firstmatch": true}, "before": "a\n", "after": "a\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "insertafter": "^#"}, "before": "a", "after": "a\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}"}, "before": "  a\n a\n", "after": "  a\n a\n#BEGIN\nold\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "a", "firstmatch": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\na\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "<\\g<0>>", "after": "\\[s\\]", "before": "y"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: \\[s\\](?P<subsection>.*?)y"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "state": "absent"}, "before": "a", "after": "a\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": "a", "after": "nope"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: nope(?P<subsection>.*)"}
    {"module": "lineinfile", "arguments": {"regexp": "b|y", "firstmatch": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertbefore": "\\.bar$", "firstmatch": true}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"regexp": "a", "insertafter": "a"}, "before": "a\n", "after": "a\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "\u00e9", "firstmatch": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "a", "replace": "a"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": ".*", "replace": "Z", "after": "nope", "before": "y"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: nope(?P<subsection>.*?)y"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": "\\.bar$", "backrefs": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "insertbefore": "a"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "prepend_newline": true}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n\n# BEGIN m\none\ntwo\n# END m\nr\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "^x=", "insertbefore": "k=", "firstmatch": true}, "before": "x=1\ny=2\nx=3", "after": "\ny=2\nx=3", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "state": "absent", "insertbefore": "EOF", "append_newline": true, "prepend_newline": true}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": "b|y"}, "before": "x=1\ny=2\nx=3", "after": "x=1\na\nx=3", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "nope", "insertafter": ".*"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "nope", "insertbefore": "\u00e9"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "k=", "insertafter": "\u00e9"}, "before": "a\nb\n", "after": "a\nb\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m", "prepend_newline": true}, "before": "a\nb\n", "after": "a\nb\n\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m"}, "before": "a\nb\n", "after": "a\nb\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "b|y", "state": "absent", "firstmatch": true}, "before": "foo.bar\nfooxbar\n", "after": "", "changed": true, "failed": false, "msg": "2 line(s) removed"}
    {"module": "lineinfile", "arguments": {"line": "x=9"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\nx=9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m"}, "before": "a\nb\n", "after": "a\nb\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "foo.", "insertbefore": "b|y", "firstmatch": true}, "before": "a\r\nb\r\n", "after": "a\r\n\u00e9\nb\r\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "insertafter": "BOF"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "state": "absent"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^key", "replace": "<\\g<0>>"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "insertafter": "^x=", "firstmatch": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "\u00e9", "replace": "Z"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1", "regexp": "^key", "insertbefore": "^key"}, "before": "a", "after": "a\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "state": "absent", "prepend_newline": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "insertbefore": "^#"}, "before": "a\n", "after": "a\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"state": "absent", "firstmatch": true}, "before": "a\n", "after": "a\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertafter": "nomatch"}, "before": "a\nb\n", "after": "a\nb\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "Z"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"regexp": "k=", "state": "absent"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\n\n[t]\n", "changed": true, "failed": false, "msg": "2 line(s) removed"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "append_newline": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n#BEGIN\nold\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "k=1", "search_string": "a", "insertbefore": "^\\s*a$"}, "before": "  a\n a\n", "after": "  a\nk=1\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}", "insertafter": "^#"}, "before": "a", "after": "a\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "", "regexp": "b|y", "firstmatch": true}, "before": "", "after": "\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "b|y", "insertbefore": "k="}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\nx=9\nx=3\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": "Z"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "regexp": "(x)=(\\d)", "insertbefore": "b|y"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\n\u00e9\nfooxbar\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "state": "absent", "insertafter": ".*"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": "^#", "insertbefore": "EOF"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "search_string": "foo.", "firstmatch": true}, "before": "b\n\na\n\n", "after": "b\n\na\n\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "insertafter": "^key", "prepend_newline": true}, "before": "a\nb\n", "after": "a\nb\n\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": ""}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertbefore": "(x)=(\\d)", "prepend_newline": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "a", "replace": "a"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "insertafter": "nomatch"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "", "search_string": "foo.", "insertafter": "b|y"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "^x=", "firstmatch": true}, "before": "x=1\ny=2\nx=3\n", "after": " a\ny=2\nx=3\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "insertafter": "\\.bar$"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"insertafter": "a"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "regexp": "^key", "insertbefore": "(x)=(\\d)"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\n\u00e9\nx=3\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent", "append_newline": true, "prepend_newline": true}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "append_newline": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n#BEGIN\nold\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertafter": "k="}, "before": "a\nb\n", "after": "a\nb\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "k=", "firstmatch": true, "backrefs": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "state": "absent", "firstmatch": true}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "a"}, "before": "a\r\nb\r\n", "after": "a\nb\r\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "replace", "arguments": {"regexp": "(x)=(\\d)", "replace": "a"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "firstmatch": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"insertafter": "b|y"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": true, "msg": ""}
    {"module": "replace", "arguments": {"regexp": ".*", "replace": "a"}, "before": "  a\n a\n", "after": "aa\naa\na", "changed": true, "failed": false, "msg": "5 replacements made"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "#{mark}"}, "before": "", "after": "#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^\\s*a$", "replace": ""}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^#", "replace": "a"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "key = new", "insertbefore": "EOF", "firstmatch": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "^\\s*a$", "replace": "a"}, "before": "a\n", "after": "a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "insertbefore": "\\.bar$"}, "before": "a\nb\n", "after": "a\nb\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "w", "regexp": "\u00e9", "insertafter": "\u00e9", "backrefs": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1", "search_string": "foo.", "insertafter": "^#", "firstmatch": true}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertbefore": "^#", "append_newline": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "foo."}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "(x)=(\\d)", "insertafter": "b|y"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "insertbefore": "BOF"}, "before": "k: v # \u00e9\n", "after": "k: v # \u00e9\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "insertafter": "(?m)^k.*\n"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# BEGIN m\none\ntwo\n# END m\nr\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "\\.bar$", "replace": "Z", "before": "nope"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "k=", "firstmatch": true}, "before": "  a\n a\n", "after": "  a\n a\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "k=1", "insertbefore": "\\.bar$"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "append_newline": true}, "before": "a\n", "after": "a\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": "nomatch", "backrefs": true}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": "^key", "state": "absent"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "# {mark} m"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n# BEGIN m\nold\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "# {mark} m", "insertafter": ".*"}, "before": "a\n", "after": "a\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "\\.bar$", "firstmatch": true}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "replace", "arguments": {"regexp": "^x=", "replace": "Z", "before": "nope"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "lineinfile", "arguments": {"line": "k=1", "search_string": "nope", "state": "absent"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "insertafter": "a", "append_newline": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n#BEGIN\none\ntwo\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": true, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "insertafter": "^$"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "state": "absent", "insertbefore": ".*", "append_newline": true}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"insertafter": "^\\s*a$"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": true, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a", "search_string": "a", "insertafter": "^$"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n a\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}", "state": "absent", "insertafter": "b|y", "append_newline": true}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo", "marker": "#{mark}", "state": "absent", "prepend_newline": true}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "prepend_newline": true}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\nk=1\n\n", "changed": true, "failed": false, "msg": "Block removed"}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m", "append_newline": true}, "before": "a\nb\n", "after": "a\nb\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "^\\s*a$", "replace": "Z", "before": "\\[t\\]"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)\\[t\\]"}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "Z", "before": "\\[t\\]"}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)\\[t\\]"}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "k=", "state": "absent"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "k=1"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\nk=1\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": "^$", "insertafter": "\\.bar$", "firstmatch": true, "backrefs": true}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "x=9", "regexp": "a", "state": "absent"}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "# {mark} m", "append_newline": true}, "before": "a\n", "after": "a\n# BEGIN m\nk=1\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": "<\\g<0>>", "after": "x=1"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "state": "absent"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "k=1", "marker": "#{mark}", "insertbefore": "\u00e9", "prepend_newline": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3\n\n#BEGIN\nk=1\n#END\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "firstmatch": true}, "before": "foo.bar\nfooxbar\n", "after": "foo.bar\nfooxbar\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "\u00e9", "search_string": "nope", "firstmatch": true}, "before": "p\n# END m\nq\n# BEGIN m\nr\n", "after": "p\n# END m\nq\n# BEGIN m\nr\n\u00e9\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "key = new", "regexp": ".*"}, "before": "a\n", "after": "key = new\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}"}, "before": "a\nb\n", "after": "a\nb\n", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "one\ntwo\n", "marker": "# {mark} m"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n# BEGIN m\none\ntwo\n# END m\n", "changed": true, "failed": false, "msg": "Block inserted"}
    {"module": "lineinfile", "arguments": {"line": "plain", "regexp": ".*", "insertbefore": "b|y", "backrefs": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nplain\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "#{mark}"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "search_string": "foo.", "firstmatch": true}, "before": "a", "after": "a\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "insertbefore": "^\\s*a$"}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "\\g<0>!", "regexp": "^\\s*a$", "backrefs": true}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nx=3", "changed": false, "failed": false, "msg": ""}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m", "state": "absent", "insertbefore": "^#"}, "before": "", "after": "", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^key", "replace": "<\\g<0>>", "before": "nope"}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n", "changed": false, "failed": false, "msg": "Pattern for before/after params did not match the given file: (?P<subsection>.*)nope"}
    {"module": "lineinfile", "arguments": {"line": " a", "regexp": ".*"}, "before": "# BEGIN m\nk=1\n", "after": "# BEGIN m\n a\n", "changed": true, "failed": false, "msg": "line replaced"}
    {"module": "lineinfile", "arguments": {"line": "a", "regexp": ".*", "state": "absent"}, "before": "foo.bar\nfooxbar\n", "after": "", "changed": true, "failed": false, "msg": "2 line(s) removed"}
    {"module": "blockinfile", "arguments": {"block": "old", "marker": "#{mark}", "state": "absent", "insertafter": "nomatch"}, "before": "x=1\ny=2\nx=3\n", "after": "x=1\ny=2\nx=3\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "a", "state": "absent"}, "before": "# c\nkey = v\n", "after": "# c\nkey = v\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "nomatch", "replace": ""}, "before": "[s]\nk=1\n\n[t]\nk=2\n", "after": "[s]\nk=1\n\n[t]\nk=2\n", "changed": false, "failed": false, "msg": ""}
    {"module": "replace", "arguments": {"regexp": "^$", "replace": "a"}, "before": "a", "after": "a", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "foo", "insertafter": "^key"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\nfoo\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "key = new"}, "before": "b\n\na\n\n", "after": "b\n\na\n\nkey = new\n", "changed": true, "failed": false, "msg": "line added"}
    {"module": "lineinfile", "arguments": {"line": "foo", "regexp": "^\\s*a$", "insertbefore": ".*"}, "before": "x=1\ny=2\nx=3", "after": "x=1\ny=2\nfoo\nx=3", "changed": true, "failed": false, "msg": "line added"}
    {"module": "blockinfile", "arguments": {"block": "", "marker": "# {mark} m"}, "before": "a\r\nb\r\n", "after": "a\r\nb\r\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": " a"}, "before": "  a\n a\n", "after": "  a\n a\n", "changed": false, "failed": false, "msg": ""}
    {"module": "lineinfile", "arguments": {"line": "", "search_string": "foo.", "insertafter": "\u00e9", "firstmatch": true}, "before": "# BEGIN m\nold\n# END m\nz\n", "after": "# BEGIN m\nold\n# END m\nz\n\n", "changed": true, "failed": false, "msg": "line added"}
    """#

  /// Symbolic mode, mode before, whether a folder, mode after (umask 022).
  static let modes = #"""
    ["u=rw,g=r,o=", 420, 0, 416]
    ["u=rw,g=r,o=", 420, 1, 416]
    ["u=rw,g=r,o=", 493, 0, 416]
    ["u=rw,g=r,o=", 493, 1, 416]
    ["u=rw,g=r,o=", 384, 0, 416]
    ["u=rw,g=r,o=", 384, 1, 416]
    ["u=rw,g=r,o=", 511, 0, 416]
    ["u=rw,g=r,o=", 511, 1, 416]
    ["u=rw,g=r,o=", 1512, 0, 416]
    ["u=rw,g=r,o=", 1512, 1, 416]
    ["u=rw,g=r,o=", 2505, 0, 416]
    ["u=rw,g=r,o=", 2505, 1, 416]
    ["u=rw,g=r,o=", 1023, 0, 416]
    ["u=rw,g=r,o=", 1023, 1, 416]
    ["u=rw,g=r,o=", 0, 0, 416]
    ["u=rw,g=r,o=", 0, 1, 416]
    ["+x", 420, 0, 493]
    ["+x", 420, 1, 493]
    ["+x", 493, 0, 493]
    ["+x", 493, 1, 493]
    ["+x", 384, 0, 457]
    ["+x", 384, 1, 457]
    ["+x", 511, 0, 511]
    ["+x", 511, 1, 511]
    ["+x", 1512, 0, 1513]
    ["+x", 1512, 1, 1513]
    ["+x", 2505, 0, 2505]
    ["+x", 2505, 1, 2505]
    ["+x", 1023, 0, 1023]
    ["+x", 1023, 1, 1023]
    ["+x", 0, 0, 73]
    ["+x", 0, 1, 73]
    ["a+X", 420, 0, 420]
    ["a+X", 420, 1, 493]
    ["a+X", 493, 0, 493]
    ["a+X", 493, 1, 493]
    ["a+X", 384, 0, 384]
    ["a+X", 384, 1, 457]
    ["a+X", 511, 0, 511]
    ["a+X", 511, 1, 511]
    ["a+X", 1512, 0, 1513]
    ["a+X", 1512, 1, 1513]
    ["a+X", 2505, 0, 2505]
    ["a+X", 2505, 1, 2505]
    ["a+X", 1023, 0, 1023]
    ["a+X", 1023, 1, 1023]
    ["a+X", 0, 0, 0]
    ["a+X", 0, 1, 73]
    ["g=u", 420, 0, 436]
    ["g=u", 420, 1, 436]
    ["g=u", 493, 0, 509]
    ["g=u", 493, 1, 509]
    ["g=u", 384, 0, 432]
    ["g=u", 384, 1, 432]
    ["g=u", 511, 0, 511]
    ["g=u", 511, 1, 511]
    ["g=u", 1512, 0, 504]
    ["g=u", 1512, 1, 504]
    ["g=u", 2505, 0, 2553]
    ["g=u", 2505, 1, 2553]
    ["g=u", 1023, 0, 1023]
    ["g=u", 1023, 1, 1023]
    ["g=u", 0, 0, 0]
    ["g=u", 0, 1, 0]
    ["u+s,g+s,+t", 420, 0, 4004]
    ["u+s,g+s,+t", 420, 1, 4004]
    ["u+s,g+s,+t", 493, 0, 4077]
    ["u+s,g+s,+t", 493, 1, 4077]
    ["u+s,g+s,+t", 384, 0, 3968]
    ["u+s,g+s,+t", 384, 1, 3968]
    ["u+s,g+s,+t", 511, 0, 4095]
    ["u+s,g+s,+t", 511, 1, 4095]
    ["u+s,g+s,+t", 1512, 0, 4072]
    ["u+s,g+s,+t", 1512, 1, 4072]
    ["u+s,g+s,+t", 2505, 0, 4041]
    ["u+s,g+s,+t", 2505, 1, 4041]
    ["u+s,g+s,+t", 1023, 0, 4095]
    ["u+s,g+s,+t", 1023, 1, 4095]
    ["u+s,g+s,+t", 0, 0, 3584]
    ["u+s,g+s,+t", 0, 1, 3584]
    ["o-rwx,g-w", 420, 0, 416]
    ["o-rwx,g-w", 420, 1, 416]
    ["o-rwx,g-w", 493, 0, 488]
    ["o-rwx,g-w", 493, 1, 488]
    ["o-rwx,g-w", 384, 0, 384]
    ["o-rwx,g-w", 384, 1, 384]
    ["o-rwx,g-w", 511, 0, 488]
    ["o-rwx,g-w", 511, 1, 488]
    ["o-rwx,g-w", 1512, 0, 1512]
    ["o-rwx,g-w", 1512, 1, 1512]
    ["o-rwx,g-w", 2505, 0, 2504]
    ["o-rwx,g-w", 2505, 1, 2504]
    ["o-rwx,g-w", 1023, 0, 1000]
    ["o-rwx,g-w", 1023, 1, 1000]
    ["o-rwx,g-w", 0, 0, 0]
    ["o-rwx,g-w", 0, 1, 0]
    ["=r", 420, 0, 292]
    ["=r", 420, 1, 292]
    ["=r", 493, 0, 292]
    ["=r", 493, 1, 292]
    ["=r", 384, 0, 292]
    ["=r", 384, 1, 292]
    ["=r", 511, 0, 292]
    ["=r", 511, 1, 292]
    ["=r", 1512, 0, 292]
    ["=r", 1512, 1, 292]
    ["=r", 2505, 0, 292]
    ["=r", 2505, 1, 292]
    ["=r", 1023, 0, 292]
    ["=r", 1023, 1, 292]
    ["=r", 0, 0, 292]
    ["=r", 0, 1, 292]
    ["u=rwx,go=rx", 420, 0, 493]
    ["u=rwx,go=rx", 420, 1, 493]
    ["u=rwx,go=rx", 493, 0, 493]
    ["u=rwx,go=rx", 493, 1, 493]
    ["u=rwx,go=rx", 384, 0, 493]
    ["u=rwx,go=rx", 384, 1, 493]
    ["u=rwx,go=rx", 511, 0, 493]
    ["u=rwx,go=rx", 511, 1, 493]
    ["u=rwx,go=rx", 1512, 0, 493]
    ["u=rwx,go=rx", 1512, 1, 493]
    ["u=rwx,go=rx", 2505, 0, 493]
    ["u=rwx,go=rx", 2505, 1, 493]
    ["u=rwx,go=rx", 1023, 0, 493]
    ["u=rwx,go=rx", 1023, 1, 493]
    ["u=rwx,go=rx", 0, 0, 493]
    ["u=rwx,go=rx", 0, 1, 493]
    ["ug+rw-x", 420, 0, 436]
    ["ug+rw-x", 420, 1, 436]
    ["ug+rw-x", 493, 0, 437]
    ["ug+rw-x", 493, 1, 437]
    ["ug+rw-x", 384, 0, 432]
    ["ug+rw-x", 384, 1, 432]
    ["ug+rw-x", 511, 0, 439]
    ["ug+rw-x", 511, 1, 439]
    ["ug+rw-x", 1512, 0, 1456]
    ["ug+rw-x", 1512, 1, 1456]
    ["ug+rw-x", 2505, 0, 2481]
    ["ug+rw-x", 2505, 1, 2481]
    ["ug+rw-x", 1023, 0, 951]
    ["ug+rw-x", 1023, 1, 951]
    ["ug+rw-x", 0, 0, 432]
    ["ug+rw-x", 0, 1, 432]
    ["a=rX", 420, 0, 292]
    ["a=rX", 420, 1, 365]
    ["a=rX", 493, 0, 365]
    ["a=rX", 493, 1, 365]
    ["a=rX", 384, 0, 292]
    ["a=rX", 384, 1, 365]
    ["a=rX", 511, 0, 365]
    ["a=rX", 511, 1, 365]
    ["a=rX", 1512, 0, 365]
    ["a=rX", 1512, 1, 365]
    ["a=rX", 2505, 0, 365]
    ["a=rX", 2505, 1, 365]
    ["a=rX", 1023, 0, 365]
    ["a=rX", 1023, 1, 365]
    ["a=rX", 0, 0, 292]
    ["a=rX", 0, 1, 365]
    ["u=rw,g+X", 420, 0, 420]
    ["u=rw,g+X", 420, 1, 428]
    ["u=rw,g+X", 493, 0, 429]
    ["u=rw,g+X", 493, 1, 429]
    ["u=rw,g+X", 384, 0, 384]
    ["u=rw,g+X", 384, 1, 392]
    ["u=rw,g+X", 511, 0, 447]
    ["u=rw,g+X", 511, 1, 447]
    ["u=rw,g+X", 1512, 0, 1448]
    ["u=rw,g+X", 1512, 1, 1448]
    ["u=rw,g+X", 2505, 0, 393]
    ["u=rw,g+X", 2505, 1, 393]
    ["u=rw,g+X", 1023, 0, 959]
    ["u=rw,g+X", 1023, 1, 959]
    ["u=rw,g+X", 0, 0, 384]
    ["u=rw,g+X", 0, 1, 392]
    ["go-w", 420, 0, 420]
    ["go-w", 420, 1, 420]
    ["go-w", 493, 0, 493]
    ["go-w", 493, 1, 493]
    ["go-w", 384, 0, 384]
    ["go-w", 384, 1, 384]
    ["go-w", 511, 0, 493]
    ["go-w", 511, 1, 493]
    ["go-w", 1512, 0, 1512]
    ["go-w", 1512, 1, 1512]
    ["go-w", 2505, 0, 2505]
    ["go-w", 2505, 1, 2505]
    ["go-w", 1023, 0, 1005]
    ["go-w", 1023, 1, 1005]
    ["go-w", 0, 0, 0]
    ["go-w", 0, 1, 0]
    ["o=g", 420, 0, 420]
    ["o=g", 420, 1, 420]
    ["o=g", 493, 0, 493]
    ["o=g", 493, 1, 493]
    ["o=g", 384, 0, 384]
    ["o=g", 384, 1, 384]
    ["o=g", 511, 0, 511]
    ["o=g", 511, 1, 511]
    ["o=g", 1512, 0, 1517]
    ["o=g", 1512, 1, 1517]
    ["o=g", 2505, 0, 2505]
    ["o=g", 2505, 1, 2505]
    ["o=g", 1023, 0, 511]
    ["o=g", 1023, 1, 511]
    ["o=g", 0, 0, 0]
    ["o=g", 0, 1, 0]
    ["+t", 420, 0, 932]
    ["+t", 420, 1, 932]
    ["+t", 493, 0, 1005]
    ["+t", 493, 1, 1005]
    ["+t", 384, 0, 896]
    ["+t", 384, 1, 896]
    ["+t", 511, 0, 1023]
    ["+t", 511, 1, 1023]
    ["+t", 1512, 0, 2024]
    ["+t", 1512, 1, 2024]
    ["+t", 2505, 0, 3017]
    ["+t", 2505, 1, 3017]
    ["+t", 1023, 0, 1023]
    ["+t", 1023, 1, 1023]
    ["+t", 0, 0, 512]
    ["+t", 0, 1, 512]
    ["-x", 420, 0, 420]
    ["-x", 420, 1, 420]
    ["-x", 493, 0, 420]
    ["-x", 493, 1, 420]
    ["-x", 384, 0, 384]
    ["-x", 384, 1, 384]
    ["-x", 511, 0, 438]
    ["-x", 511, 1, 438]
    ["-x", 1512, 0, 1440]
    ["-x", 1512, 1, 1440]
    ["-x", 2505, 0, 2432]
    ["-x", 2505, 1, 2432]
    ["-x", 1023, 0, 950]
    ["-x", 1023, 1, 950]
    ["-x", 0, 0, 0]
    ["-x", 0, 1, 0]
    ["u+x,g=u", 420, 0, 508]
    ["u+x,g=u", 420, 1, 508]
    ["u+x,g=u", 493, 0, 509]
    ["u+x,g=u", 493, 1, 509]
    ["u+x,g=u", 384, 0, 504]
    ["u+x,g=u", 384, 1, 504]
    ["u+x,g=u", 511, 0, 511]
    ["u+x,g=u", 511, 1, 511]
    ["u+x,g=u", 1512, 0, 504]
    ["u+x,g=u", 1512, 1, 504]
    ["u+x,g=u", 2505, 0, 2553]
    ["u+x,g=u", 2505, 1, 2553]
    ["u+x,g=u", 1023, 0, 1023]
    ["u+x,g=u", 1023, 1, 1023]
    ["u+x,g=u", 0, 0, 72]
    ["u+x,g=u", 0, 1, 72]
    ["a-w", 420, 0, 292]
    ["a-w", 420, 1, 292]
    ["a-w", 493, 0, 365]
    ["a-w", 493, 1, 365]
    ["a-w", 384, 0, 256]
    ["a-w", 384, 1, 256]
    ["a-w", 511, 0, 365]
    ["a-w", 511, 1, 365]
    ["a-w", 1512, 0, 1384]
    ["a-w", 1512, 1, 1384]
    ["a-w", 2505, 0, 2377]
    ["a-w", 2505, 1, 2377]
    ["a-w", 1023, 0, 877]
    ["a-w", 1023, 1, 877]
    ["a-w", 0, 0, 0]
    ["a-w", 0, 1, 0]
    ["g+s", 420, 0, 1444]
    ["g+s", 420, 1, 1444]
    ["g+s", 493, 0, 1517]
    ["g+s", 493, 1, 1517]
    ["g+s", 384, 0, 1408]
    ["g+s", 384, 1, 1408]
    ["g+s", 511, 0, 1535]
    ["g+s", 511, 1, 1535]
    ["g+s", 1512, 0, 1512]
    ["g+s", 1512, 1, 1512]
    ["g+s", 2505, 0, 3529]
    ["g+s", 2505, 1, 3529]
    ["g+s", 1023, 0, 2047]
    ["g+s", 1023, 1, 2047]
    ["g+s", 0, 0, 1024]
    ["g+s", 0, 1, 1024]
    ["u=", 420, 0, 36]
    ["u=", 420, 1, 36]
    ["u=", 493, 0, 45]
    ["u=", 493, 1, 45]
    ["u=", 384, 0, 0]
    ["u=", 384, 1, 0]
    ["u=", 511, 0, 63]
    ["u=", 511, 1, 63]
    ["u=", 1512, 0, 1064]
    ["u=", 1512, 1, 1064]
    ["u=", 2505, 0, 9]
    ["u=", 2505, 1, 9]
    ["u=", 1023, 0, 575]
    ["u=", 1023, 1, 575]
    ["u=", 0, 0, 0]
    ["u=", 0, 1, 0]
    ["=", 420, 0, 0]
    ["=", 420, 1, 0]
    ["=", 493, 0, 0]
    ["=", 493, 1, 0]
    ["=", 384, 0, 0]
    ["=", 384, 1, 0]
    ["=", 511, 0, 0]
    ["=", 511, 1, 0]
    ["=", 1512, 0, 0]
    ["=", 1512, 1, 0]
    ["=", 2505, 0, 0]
    ["=", 2505, 1, 0]
    ["=", 1023, 0, 0]
    ["=", 1023, 1, 0]
    ["=", 0, 0, 0]
    ["=", 0, 1, 0]
    ["u=rwx,g=rx,o=rx", 420, 0, 493]
    ["u=rwx,g=rx,o=rx", 420, 1, 493]
    ["u=rwx,g=rx,o=rx", 493, 0, 493]
    ["u=rwx,g=rx,o=rx", 493, 1, 493]
    ["u=rwx,g=rx,o=rx", 384, 0, 493]
    ["u=rwx,g=rx,o=rx", 384, 1, 493]
    ["u=rwx,g=rx,o=rx", 511, 0, 493]
    ["u=rwx,g=rx,o=rx", 511, 1, 493]
    ["u=rwx,g=rx,o=rx", 1512, 0, 493]
    ["u=rwx,g=rx,o=rx", 1512, 1, 493]
    ["u=rwx,g=rx,o=rx", 2505, 0, 493]
    ["u=rwx,g=rx,o=rx", 2505, 1, 493]
    ["u=rwx,g=rx,o=rx", 1023, 0, 493]
    ["u=rwx,g=rx,o=rx", 1023, 1, 493]
    ["u=rwx,g=rx,o=rx", 0, 0, 493]
    ["u=rwx,g=rx,o=rx", 0, 1, 493]
    ["ug=rwX,o=", 420, 0, 432]
    ["ug=rwX,o=", 420, 1, 504]
    ["ug=rwX,o=", 493, 0, 504]
    ["ug=rwX,o=", 493, 1, 504]
    ["ug=rwX,o=", 384, 0, 432]
    ["ug=rwX,o=", 384, 1, 504]
    ["ug=rwX,o=", 511, 0, 504]
    ["ug=rwX,o=", 511, 1, 504]
    ["ug=rwX,o=", 1512, 0, 504]
    ["ug=rwX,o=", 1512, 1, 504]
    ["ug=rwX,o=", 2505, 0, 504]
    ["ug=rwX,o=", 2505, 1, 504]
    ["ug=rwX,o=", 1023, 0, 504]
    ["ug=rwX,o=", 1023, 1, 504]
    ["ug=rwX,o=", 0, 0, 432]
    ["ug=rwX,o=", 0, 1, 504]
    ["+w", 420, 0, 420]
    ["+w", 420, 1, 420]
    ["+w", 493, 0, 493]
    ["+w", 493, 1, 493]
    ["+w", 384, 0, 384]
    ["+w", 384, 1, 384]
    ["+w", 511, 0, 511]
    ["+w", 511, 1, 511]
    ["+w", 1512, 0, 1512]
    ["+w", 1512, 1, 1512]
    ["+w", 2505, 0, 2505]
    ["+w", 2505, 1, 2505]
    ["+w", 1023, 0, 1023]
    ["+w", 1023, 1, 1023]
    ["+w", 0, 0, 128]
    ["+w", 0, 1, 128]
    ["-rw", 420, 0, 0]
    ["-rw", 420, 1, 0]
    ["-rw", 493, 0, 73]
    ["-rw", 493, 1, 73]
    ["-rw", 384, 0, 0]
    ["-rw", 384, 1, 0]
    ["-rw", 511, 0, 91]
    ["-rw", 511, 1, 91]
    ["-rw", 1512, 0, 1096]
    ["-rw", 1512, 1, 1096]
    ["-rw", 2505, 0, 2121]
    ["-rw", 2505, 1, 2121]
    ["-rw", 1023, 0, 603]
    ["-rw", 1023, 1, 603]
    ["-rw", 0, 0, 0]
    ["-rw", 0, 1, 0]
    ["o+t", 420, 0, 932]
    ["o+t", 420, 1, 932]
    ["o+t", 493, 0, 1005]
    ["o+t", 493, 1, 1005]
    ["o+t", 384, 0, 896]
    ["o+t", 384, 1, 896]
    ["o+t", 511, 0, 1023]
    ["o+t", 511, 1, 1023]
    ["o+t", 1512, 0, 2024]
    ["o+t", 1512, 1, 2024]
    ["o+t", 2505, 0, 3017]
    ["o+t", 2505, 1, 3017]
    ["o+t", 1023, 0, 1023]
    ["o+t", 1023, 1, 1023]
    ["o+t", 0, 0, 512]
    ["o+t", 0, 1, 512]
    ["u=g", 420, 0, 292]
    ["u=g", 420, 1, 292]
    ["u=g", 493, 0, 365]
    ["u=g", 493, 1, 365]
    ["u=g", 384, 0, 0]
    ["u=g", 384, 1, 0]
    ["u=g", 511, 0, 511]
    ["u=g", 511, 1, 511]
    ["u=g", 1512, 0, 1384]
    ["u=g", 1512, 1, 1384]
    ["u=g", 2505, 0, 73]
    ["u=g", 2505, 1, 73]
    ["u=g", 1023, 0, 1023]
    ["u=g", 1023, 1, 1023]
    ["u=g", 0, 0, 0]
    ["u=g", 0, 1, 0]
    ["a=rwxs", 420, 0, 3583]
    ["a=rwxs", 420, 1, 3583]
    ["a=rwxs", 493, 0, 3583]
    ["a=rwxs", 493, 1, 3583]
    ["a=rwxs", 384, 0, 3583]
    ["a=rwxs", 384, 1, 3583]
    ["a=rwxs", 511, 0, 3583]
    ["a=rwxs", 511, 1, 3583]
    ["a=rwxs", 1512, 0, 3583]
    ["a=rwxs", 1512, 1, 3583]
    ["a=rwxs", 2505, 0, 3583]
    ["a=rwxs", 2505, 1, 3583]
    ["a=rwxs", 1023, 0, 3583]
    ["a=rwxs", 1023, 1, 3583]
    ["a=rwxs", 0, 0, 3583]
    ["a=rwxs", 0, 1, 3583]
    ["g=o", 420, 0, 420]
    ["g=o", 420, 1, 420]
    ["g=o", 493, 0, 493]
    ["g=o", 493, 1, 493]
    ["g=o", 384, 0, 384]
    ["g=o", 384, 1, 384]
    ["g=o", 511, 0, 511]
    ["g=o", 511, 1, 511]
    ["g=o", 1512, 0, 448]
    ["g=o", 1512, 1, 448]
    ["g=o", 2505, 0, 2505]
    ["g=o", 2505, 1, 2505]
    ["g=o", 1023, 0, 1023]
    ["g=o", 1023, 1, 1023]
    ["g=o", 0, 0, 0]
    ["g=o", 0, 1, 0]
    """#
}
