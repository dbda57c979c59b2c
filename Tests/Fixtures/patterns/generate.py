#!/usr/bin/env python3.11
"""Writes cases.txt: what Python's `re` answers, for PatternsTests. Run it after changing a table below."""
import os, re, warnings

warnings.simplefilter("ignore")

# (pattern, flags, texts)
GROUPS = [
    ("abc", "", ["abc", "xabcx", "", "ab", "abcabc"]),
    ("", "", ["", "ab"]),
    ("a*", "", ["", "baaac", "aaa"]),
    ("a+?", "", ["aaa"]),
    ("a*?b", "", ["aaab", "b", "a"]),
    ("a??b", "", ["ab", "b"]),
    ("x*", "", ["axxbx"]),
    ("a{2}", "", ["aaaaa"]),
    ("a{2,3}", "", ["aaaaaaa"]),
    ("a{,2}b", "", ["aaab"]),
    ("a{2,}?", "", ["aaaa"]),
    ("a{,}", "", ["aa", ""]),
    ("a{", "", ["a{"]), ("a{}", "", ["a{}"]), ("a{x}", "", ["a{x}"]), ("a{1", "", ["a{1"]), ("x{1,y}", "", ["x{1,y}"]),
    ("(a|b)*", "", ["abac", ""]),
    ("(a*)*", "", ["b", "aab"]),
    ("(a*)+", "", ["b", "aab"]),
    ("(a*)+?", "", ["b", "aab"]),
    ("(a|)*b", "", ["aab"]),
    ("(?:a|ab)(?:c|bcd)(d*)", "", ["abcd"]),
    ("(a)|b", "", ["ab", "b"]),
    ("(a)|(b)|(c)", "", ["cab"]),
    ("(?P<year>\\d{4})-(?P<month>\\d\\d)", "", ["on 2024-05-06, 1999-12"]),
    ("(?P<q>['\"]).*?(?P=q)", "", ["say 'it\"s' \"x\"", "'x\""]),
    ("(.)(.)\\2\\1", "", ["xabbay", "abab"]),
    ("(a)\\1{2}", "", ["aaaa"]),
    ("(a)?\\1b", "", ["aab", "b"]),
    ("\\bfoo\\b", "", ["foo food foo", "_foo", "foo"]),
    ("\\Boo\\B", "", ["foods oo"]),
    ("\\b", "", ["ab cd", ""]),
    ("\\B", "", ["ab", "", " "]),
    ("^a", "", ["a\na", "ba"]),
    ("^a", "m", ["a\na", "b\na\nba"]),
    ("a$", "", ["a\na\n", "a\n\n", "ab"]),
    ("a$", "m", ["a\na\n", "ab\na"]),
    ("^", "m", ["a\nb\n", ""]),
    ("$", "m", ["a\nb\n", ""]),
    ("$", "", ["a\n", "a"]),
    ("\\Aa", "m", ["a\na"]),
    ("a\\Z", "m", ["a\na\n", "a\na"]),
    ("^$", "m", ["\n\na\n"]),
    (".+", "", ["ab\ncd"]),
    (".+", "s", ["ab\ncd"]),
    ("^.*$", "m", ["ab\n\ncd"]),
    ("[abc]+", "", ["xxabcaxx"]),
    ("[^abc]+", "", ["abxyzc"]),
    ("[a-f0-9]+", "", ["xyz12efg"]),
    ("[]a]+", "", ["x]a]"]), ("[^]a]+", "", ["]xa"]),
    ("[a-]+", "", ["b-a"]), ("[-a]+", "", ["b-a"]), ("[a\\-z]+", "", ["m-z"]), ("[\\]]", "", ["a]"]),
    ("[\\d.]+", "", ["v10.2.3b"]), ("[\\w-]+", "", ["foo-bar baz"]), ("[^\\s]+", "", ["  foo bar"]),
    ("[\\b]", "", ["a\bb"]), ("[\\n\\t]", "", ["a\tb\nc"]), ("[\\x41-\\x43]+", "", ["zABCD"]),
    ("[.*+?(){}|^$]+", "", ["a.*+?(){}|^$b"]), ("[[:alpha:]]", "", ["a:]"]), ("[a&&b]", "", ["&"]),
    ("[\\W\\d]+", "", ["ab12--c"]), ("[^\\W\\d_]+", "", ["12ab_c"]),
    ("\\d+", "", ["abc123 ٣٤", "½"]), ("\\d+", "a", ["abc ٣٤ 12"]),
    ("\\w+", "", ["straße naïve 日本 x_1", "½²"]), ("\\w+", "a", ["straße"]),
    ("\\s+", "", ["a \t\u00a0\u2003b\x1c", "\u200b"]), ("\\s+", "a", ["a\u00a0 b"]),
    ("\\W+", "", ["é, è!"]), ("\\S+", "", [" é \u3000x"]), ("\\D+", "", ["12ab٣"]),
    ("straße", "i", ["STRAßE", "STRASSE"]), ("[à-ý]+", "i", ["ÀÉx"]), ("ſ", "i", ["s", "S"]), ("k", "i", ["\u212a"]),
    ("σ", "i", ["Σ", "ς"]), ("ς", "i", ["Σσ"]), ("İ", "i", ["i", "İ"]), ("i", "i", ["İ", "ı", "I"]), ("[i]", "i", ["ı"]),
    ("µ", "i", ["μ", "Μ"]), ("[a-z]+", "i", ["HeLLo\u212a"]), ("[^a-z]+", "i", ["HeL1Lo"]), ("[A-Z_]+", "i", ["a_b^"]),
    ("[Z-a]+", "i", ["zA_z"]), ("é", "ia", ["É", "é"]), ("[k]", "ia", ["K", "\u212a"]),
    ("(a)\\1", "i", ["aA", "Ab"]), ("hello world", "i", ["HELLO World"]),
    ("(?i)abc", "", ["ABC"]), ("(?i:a)b", "", ["Ab", "AB"]), ("(?-i:a)b", "i", ["aB", "AB"]), ("(?s).", "", ["\n"]),
    ("(?m)^b", "", ["a\nb"]), ("(?x) a b # comment\n c", "", ["abc"]), ("a b [ ] c", "x", ["ab c"]), ("a\\ b", "x", ["a b"]),
    ("(?ms)^a.b$", "", ["x\na\nb\ny"]), ("(?i)(?m)^A$", "", ["b\na"]), ("(?x: a b ) c", "", ["ab c"]), ("(?a:\\w)\\w", "", ["aé", "éa"]),
    ("(?s-i:A.)b", "i", ["A\nB", "a\nB"]), ("a(?#comment)b", "", ["ab"]), ("a *", "x", ["aaa"]),
    ("foo(?=bar)", "", ["foobaz foobar"]), ("foo(?!bar)", "", ["foobar foobaz"]),
    ("(?<=foo)bar", "", ["bar foobar"]), ("(?<!foo)bar", "", ["foobar xbar bar"]), ("(?<=a|b)c", "", ["ac bc cc"]),
    ("(?<=(a))b", "", ["ab"]), ("(?=(a+))a*b", "", ["aaab"]), ("(?=(a+))\\1b", "", ["aaab"]), ("(?!)", "", ["a"]), ("(?=)", "", ["a"]),
    ("(?<=^)a", "", ["aa"]), ("(?<!\\d)\\d{2}(?!\\d)", "", ["1 12 123 45"]), ("(?<=\\bfoo )x", "", ["foo x"]), ("(?!(a)b)\\w+", "", ["ab ac"]),
    ("(?>a+)b", "", ["aaab"]), ("(?>a+)ab", "", ["aaab"]), ("(?>a|ab)c", "", ["abc", "ac"]), ("a++b", "", ["aaab"]), ("a++ab", "", ["aaab"]),
    ("a*+a", "", ["aaa"]), ("a?+a", "", ["a", "aa"]), ("a{1,2}+a", "", ["aa", "aaa"]), ("(?:ab)*+a", "", ["ababa", "abab"]), ("(ab)++", "", ["ababx"]),
    ("(?:ab)?+ab", "", ["ab"]), ("(?>(a+))b|(a)", "", ["aac"]),
    ("(a)?(?(1)b|c)", "", ["ab", "c", "ac"]), ("(?P<x>a)?(?(x)b)", "", ["ab", "b"]), ("(<)?\\w+@\\w+(?(1)>|$)", "", ["<a@b>", "a@b", "<a@b"]),
    ("(?(1)a|b)(c)", "", ["bc"]), ("(a)|(?(1)x|y)", "", ["y", "x"]),
    ("\\x41\\u0042\\U00000043", "", ["ABC"]), ("\\101\\060", "", ["A0"]), ("\\0", "", ["a\x00b"]), ("\\07", "", ["\x07"]), ("\\t\\n\\r\\f\\v\\a", "", ["\t\n\r\f\v\a"]),
    ("\\.\\*\\[\\]\\(\\)\\{\\}\\+\\?\\^\\$\\|\\\\\\/", "", [".*[](){}+?^$|\\/"]), ("\\-\\ \\#\\é", "", ["- #é"]), ("\\N{EM DASH}", "", ["a—b"]),
    ("(a+|b+)+c", "", ["aabbac"]), ("(?:(a)|b)*", "", ["ab", "ba"]), ("((a)|(b))*", "", ["ab", "ba"]), ("(a(b)?)+", "", ["aba"]), ("(?:(a)|(b)|(c))+", "", ["abc"]),
    ("(a|b|ab)*c", "", ["ababc"]), ("(?:a?)*?y", "", ["z", "aay"]), ("(?:a?)+y", "", ["aay"]), ("(?:a?){3}b", "", ["aab", "b"]), ("(?:a|b){2,3}?c", "", ["ababc"]),
    ("((?:a|b)*?)(b+)", "", ["abbb"]), ("(.*)(\\d+)", "", ["abc123"]), ("(.*?)(\\d+)", "", ["abc123"]), ("(.*?)(\\d+)$", "", ["abc123"]), ("(\\w+)\\s(\\w+)", "", ["Isaac Newton, physicist"]),
    ("(?:x|(y))z", "", ["xz yz"]), ("()ef", "", ["def"]), ("(((((a)))))", "", ["a"]), ("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "", ["abcdefghijj"]),
    ("^(?:\\d{1,3}\\.){3}\\d{1,3}$", "", ["192.168.1.10", "1.2.3"]), ("^\\s*#?\\s*PermitRootLogin\\b", "", ["#PermitRootLogin yes", "  PermitRootLogin no", "PermitRootLoginX"]),
    ("^#?(net\\.ipv4\\.ip_forward)\\s*=\\s*(.*)$", "m", ["a\n#net.ipv4.ip_forward = 1\nb"]), ("^([^=]+)=(.*)$", "", ["KEY=a=b"]), ("^\\s*(?:;|#).*$", "m", ["a\n # x\n;y"]),
    ("(\\d+)\\.(\\d+)(?:\\.(\\d+))?", "", ["nginx 1.22.1", "1.2"]), ("[^/]+$", "", ["/usr/local/bin"]), ("\\.(?:tar\\.gz|tgz)$", "", ["a.tar.gz", "a.tgz", "a.zip"]),
    ("^([\\w.-]+)@([\\w-]+\\.)+[a-z]{2,}$", "", ["me@example.co.uk", "x@y"]), ("\\$\\{(\\w+)\\}", "", ["a ${HOME} b ${X}"]), ("'([^'\\\\]|\\\\.)*'", "", ["x 'a\\'b' y"]),
    (",\\s*", "", ["a, b,c,  d"]), ("(,)(\\s*)", "", ["a, b,c"]), ("\\s+", "", [" a  b "]), ("[\\r\\n]+", "", ["a\r\nb\n\nc"]), ("(?=[A-Z])", "", ["oneTwoThree"]), ("(\\b|x)", "", ["axb c"]),
    ("a|b|", "", ["xab"]), ("|a", "", ["a"]), ("(?:|a)b", "", ["ab"]), ("a.c", "", ["a\U0001F600c", "a\u0301c", "a\r\nc"]), ("\U0001F600+", "", ["\U0001F600\U0001F600"]), ("e\u0301", "", ["e\u0301", "é"]), ("é", "", ["e\u0301"]),
    ("(?:a{2}){2}", "", ["aaaaa"]), ("(a{0}b)", "", ["ab"]), ("a{0}", "", ["a"]), ("(a){0}b", "", ["ab"]), ("(?:ab){0,2}?c", "", ["ababc"]), ("x{3}|y", "", ["xxyxxx"]), ("[ab]{2,4}b", "", ["aabbab"]), ("[ab]{1,3}?b", "", ["aabbab"]),
    ("(?i)[éè]+", "", ["ÉÈ"]), ("(?i)[^é]+", "", ["Éa"]), ("\\Z", "", ["ab"]), ("(?m)\\Z", "", ["a\n"]), ("(?:^|,)([^,]*)", "", ["a,b,,c"]), ("(?P<a_1>x)(?P<bé>y)", "", ["xy"]),
    ("(?:^)*a", "", ["a"]), ("(^)*a", "", ["ba"]), ("(?:\\b)+a", "", ["a"]), ("(?=a)*a", "", ["a"]), ("(?=a){2}a", "", ["a"]), ("(?:(?=a)a)+", "", ["aa"]), ("(?<=a){2}b", "", ["ab"]),
    ("(?:(\\w)(?!\\1))+", "", ["abcc"]), ("(?s:.)+", "", ["a\nb"]), ("(?<![a-z])(?:cat|dog)s?(?![a-z])", "", ["cats dog dogma"]), ("(?P<n>a)(?P=n)+", "", ["aaab"]),
]

ERRORS = [
    "(", ")", "a)", "(a", "[", "[a", "[]", "[^]", "a**", "a*{2}", "*a", "+", "?", "(*)", "|*", "a{2}{3}", "a{3,2}", "(?", "(?P", "(?Px)", "(?P<", "(?P<>a)", "(?P<1a>a)", "(?P<a", "(?P<a>x)(?P<a>y)",
    "(?P=x)", "(?P=", "\\1", "(a)\\2", "(a\\1)", "(?<=a+)b", "(?<=a|bc)d", "(?<!a*)b", "(?<=(a)\\1)b", "(?<=(a)(?(1)b|c))", "[z-a]", "[a-\\d]", "[\\w-z]", "\\", "a\\", "[\\", "\\q", "\\Q", "[\\q]", "\\x4", "\\u12", "\\U1234", "\\U00110000",
    "\\N", "\\N{", "\\N{}", "\\N{NO SUCH NAME}", "\\400", "[\\400]", "[\\8]", "a(?i)b", "a|(?i)b", "(?L)a", "(?au)a", "(?i", "(?i-", "(?i-i:a)", "(?-a:b)", "(?z)", "(?i,)", "(?-)", "(?-:a)", "(?iz:a)", "(?<a)", "(?<", "(?#", "(?#a", "(?(1)a", "(?(0)a)", "(?(9)a)", "(?(x)a)",
    "(?(1)a|b|c)", "(?(a-b)c)", "(?(1", "(?(", "(?:a", "(?=a", "(?>a", "x{4294967295}", "(?P<a b>c)", "$*", "^*", "\\b*", "(?!a", "(?P>a)", "(?&a)", "(?R)", "(?'a'b)", "(?i:", "\\g<1>", "\\p{L}", "\\z", "\\K", "\\R", "\\h", "(?a-u:b)",
]

SUBS = [
    ("(\\w+) (\\w+)", "\\2 \\1", "hello world foo bar"), ("(?P<a>\\d+)", "<\\g<a>>", "a1b22"), ("(\\d)", "\\g<1>0", "a1b2"), ("a", "\\g<0>\\g<0>", "banana"),
    ("x*", "-", "abxd"), ("", "-", "abc"), ("a", "\\n\\t\\\\", "bab"), ("a", "\\x", "a"), ("(a)|b", "[\\1]", "ab"), ("a", "\\101\\0\\07", "a"), ("a", "\\1", "a"), ("a", "\\g<1>", "a"),
    ("a", "\\g<x>", "a"), ("a", "\\g<", "a"), ("a", "\\g", "a"), ("a", "\\", "a"), ("a", "\\g<>", "a"), ("a", "\\g<1a>", "a"), ("a", "\\.\\-\\/\\ ", "a"), ("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)", "\\10\\1", "abcdefghij"), ("a", "\\400", "a"), ("a", "\\377", "a"),
    ("^", "> ", "a\nb"), ("(?m)^", "> ", "a\nb\n"), ("$", "!", "a\n"), ("\\b", "|", "ab cd"), ("[éè]", "e", "été"), ("(?i)FOO", "bar", "foo Foo fOO"), ("\\s+$", "", "a  "), ("(?<=a)b*", "-", "abbab"), ("(?P<x>.)(?P<y>.)", "\\g<y>\\g<x>", "abcde"), ("a", "$1&", "a"), ("", "\\q", "a"),
    ("\\d+|", "#", "a12b3"), (".*", "x", "abc"), (".*", "x", "abc\ndef"), ("(?m)^\\s*$\\n?", "", "a\n\n \nb\n"),
]

FLAGS = {"i": re.I, "m": re.M, "s": re.S, "x": re.X, "a": re.A}


def quoted(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")


def spans(match):
    if match is None:
        return "none"
    return ";".join("-" if match.start(g) < 0 else "%d,%d" % match.span(g) for g in range(match.re.groups + 1))


def main():
    lines = ["# Made by generate.py with Python's re. Tabs separate the fields; \\t \\n \\r \\0 \\\\ are escapes."]
    for pattern, letters, texts in GROUPS:
        flags = sum(FLAGS[letter] for letter in letters)
        program = re.compile(pattern, flags)
        for text in texts:
            matches = list(program.finditer(text))
            parts = ["-" if part is None else "=" + quoted(part) for part in program.split(text)]
            lines.append("\t".join(["find", quoted(pattern), letters, quoted(text), spans(program.search(text)), spans(program.match(text)), spans(program.fullmatch(text)), "|".join(map(spans, matches)) or "none"]))
            lines.append("\t".join(["split", quoted(pattern), letters, quoted(text)] + parts))
    for pattern in ERRORS:
        try:
            re.compile(pattern)
            raise SystemExit("no error: " + pattern)
        except (re.error, OverflowError) as error:
            lines.append("\t".join(["error", quoted(pattern), quoted(str(error).split(" (line")[0])]))
    for pattern, template, text in SUBS:
        for count in (0, 1):
            try:
                result, number = re.subn(pattern, template, text, count)
                lines.append("\t".join(["sub", quoted(pattern), quoted(template), quoted(text), str(count), str(number), quoted(result)]))
            except (re.error, IndexError) as error:
                lines.append("\t".join(["badsub", quoted(pattern), quoted(template), quoted(str(error))]))
                break
    for text in ["a.b*c", "a-b c#d&e~f", "日本\n\t[x]{1}", "under_score/slash:colon", "\\d+$^|()?"]:
        lines.append("\t".join(["escape", quoted(text), quoted(re.escape(text))]))
    import fnmatch
    for glob, texts in [("*", ["", "a", "a/b"]), ("web*", ["web1", "aweb"]), ("w?b", ["web", "wb"]), ("db[0-9]", ["db1", "dbx"]), ("db[!0-9]", ["db1", "dbx"]), ("[]]", ["]"]), ("[!]]", ["]", "a"]), ("[a", ["[a"]), ("a[", ["a["]), ("*.example.com", ["x.example.com", "example.com"]), ("**a*", ["bab", "b"]), ("a*b*c", ["axxbyyc", "acb"]), ("[a-c-e]", ["-", "d", "e"]), ("[z-a]", ["z", "a"]), ("[!z-a]", ["z"]), ("a\\*", ["a\\b", "a*"]), ("[-a]", ["-"]), ("[a-]", ["-", "b"])]:
        for text in texts:
            lines.append("\t".join(["glob", quoted(glob), quoted(text), str(fnmatch.fnmatchcase(text, glob)).lower()]))
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.txt"), "w", newline="\n") as out:
        out.write("\n".join(lines) + "\n")
    print(len(lines) - 1, "cases")


main()
