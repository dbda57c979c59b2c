#!/usr/bin/env python3
"""Writes cases.txt: what ansible-core 2.19 makes of inventories and host patterns, for HostsTests."""
import ast, json, os, random, shlex, tempfile, warnings

warnings.simplefilter("ignore")
os.environ["ANSIBLE_DEPRECATION_WARNINGS"] = "0"
from ansible.inventory.helpers import get_group_vars, sort_groups
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.inventory.ini import InventoryModule
from ansible.utils.vars import combine_vars

HERE = os.path.dirname(os.path.abspath(__file__))

VALUES = r"""1 1.10 -5 +5 --5 0644 00 0x10 0o17 0b11 1_000 1__0 1_ _1 1e3 1E-2 1e3x .5 5. 1.e2 -.5 1j 1e 0x 0xg 1if
True False None true FALSE yes null nil TRUE ~
[1,2] [1,2,] [] (1,2) () (1) (1,) 1,2 1, {1,2} {1,1} {'a':1} {'a':1,} {} {'a':{'b':[1,"x"]}} {1:2} [1 {a:1} {'a'} {'a':1,'b'} set() set(1)
'a' "a" 'a''b' "it's" 'it"s' r'\n' b'x' u'é' f'x' 'a\nb' 'a\\b' 'a\qb' '\x41' '\x4' '\101' '\u00e9' '\u12' '' "" '''a''' 'a "a' ''' 'a'b
... .. 2024-01-01 1:30 a=b a,b a b,c {{x}} {{x}}/y [{{x}}] ['{{x}}'] foo.bar foo() 1+2 1-1 not -True /etc/passwd a#b #x ${X} %d @x *x !x é 日本 10.0.0.1 10.0.0.0/24 192.168.1.1:22 99999999999999999 00.5 0.5 00e1 1.5.1 0_0 0_1""".split() + [
    "'a' 'b'", '"a" # c', "5 # c", "hello # c", "a b", " 'x'", "[1, 2] # c", "[ 1 , 2 ]", "{ 'a' : [ True , None ] }", "( 'a' )", "- 5", "1 ,", "[1, 'a', [2, {'b': None}]]", "[1 2]", "'a' b", "'a',", "1 2", "True False", "[True, False, None, ...]", "\"a\\tb\"", "'unclosed", "", "{'k': '{{ v }}'}", "['a' 'b']", "(1, (2, 3))", "{'a': (1, 2)}", "-1.5e-3", "0xFF_FF"]

LINES = ["h", "h a=1", "h a=1 b=2 # c", "h a='x y'", 'h a="x y" b=z', "h pw=foo#bar x=1", "h d='\"1\"'", "h f={'k':'v'}", "h f=\"{'k':'v'}\"", "h a=\\\"q\\\"", "h a=b\\ c", "h a=", "h a=b=c", "h a='it''s'", "h a=\"a\\\\b\"", "h a=\"a\\nb\"", "h 'a=b c'", "h a=[1,2]", "h a='[1, 2]'", "h a={{x}}", "h a='{{ x }}'", "h ansible_port=22", "h:2222", "h:2222 a=1", "h[1:3]", "h[01:10:3].x", "h[a:c]", "h[1:2]-[a:b]", "h[1:2]:22", "10.0.0.[1:2]", "[::1]:22", "fe80::1", "h.example.com:22", "h_:22", "h-1", "h[:2]", "[2001:db8::1]:2222", "2001:db8::1", "h[10:1]", "h[x:a]", "h[01:100]", "h[1:]", "h:", "h a", "h 'open", "[a b]", "[a:foo]", "h\\", "---", "h[b:d:2]", "h[0:4:2]x", "h@x", "user@h:22", "h a:b=c"]

INVENTORIES = {
    "basic": "u1\nu2 x=1\n[web]\nw1\nw2 a=b\n[db]\nd1\nw1 c=2\n[site:children]\nweb\ndb\n[site:vars]\nv=1\nw = [1, 2]\nx: y=z\n[web:vars]\nv=2\n",
    "depth": "[a]\nh v=host\n[b:children]\na\n[c:children]\nb\n[d]\nh\n[a:vars]\nx=a\ny=a\n[b:vars]\nx=b\ny=b\nz=b\n[c:vars]\nx=c\nz=c\nw=c\n[d:vars]\nx=d\nw=d\nz=d\n[all:vars]\nx=all\nq=all\n",
    "priority": "[a]\nh\n[b]\nh\n[c]\nh\n[a:vars]\nansible_group_priority=10\nx=a\n[b:vars]\nx=b\n[c:vars]\nx=c\nansible_group_priority=2\n",
    "ranges": "[web]\nweb[01:03].example.com\nweb[1:2:1]-[a:b]\n[db]\n10.0.0.[1:3]\ndb:5432\n[mix:children]\nweb\ndb\n",
    "late": "[top:children]\nlater\n[top:vars]\na=1\n[later]\nh1\n[other:vars]\nb=2\n[other]\nh2\n; c\n  # d\n[spaced] # comment\n  h3   k=v  \n",
    "again": "[a]\nh x=1 y=1\n[b]\nh x=2\n[a]\nh2\n[all:children]\nb\n",
    "local": "[a]\nlocalhost\nh1\n",
    "mastodon": "[edge]\nedge ansible_host=203.0.113.5 ansible_user=admin\n\n[mastodon]\nmastodon ansible_host=10.0.1.10 ansible_ssh_common_args='-o ProxyJump=admin@203.0.113.5'\n\n[all:vars]\nansible_python_interpreter=/usr/bin/python3\n",
}

YAML_INVENTORIES = {
    "yaml": "all:\n  hosts:\n    h1:\n    h2: {a: 1, b: [x, y], c: '{{ d }}'}\n  vars:\n    v: yes\n  children:\n    web:\n      hosts:\n        web[1:2].x: {p: 80}\n        'h3:2222':\n      vars: {v: no}\n    db:\n      hosts: dbhost\n      children:\n        inner: {hosts: {i1: null}}\n",
    "yamltop": "web:\n  hosts: {w1: {}, w2: {x: 0644}}\ndb:\n  vars: {ansible_group_priority: 5, y: 1}\n  hosts: {w1: }\nempty:\n",
}

PATTERNS = {
    "basic": ["all", "*", "web", "db", "site", "web,db", "web:db", "web:!db", "!db", "&db", "web:&db", "&db:site", "w1", "w*", "w?", "~w[0-9]", "~(web|db)", "web[0]", "web[-1]", "web[0:1]", "web[1:]", "site[1]", "site[0:1]", "u1,w2", "all:!site", "all,!w1,!u1", "ungrouped", "web, db", "d1:w1", "[uw]1", "*1", "all[0]", "site:!w*", "~.*2$", "web[0],db[0]", "!web:all:&site", "u*,!u1", "w[!1]"],
    "ranges": ["web*", "web0*", "10.0.0.1", "10.0.0.*", "*.example.com", "web01.example.com", "~web0[13]", "mix", "db", "db[3]", "mix:!web", "web[0:2]", "web1-a,db", "web1-?"],
    "local": ["all", "localhost", "127.0.0.1", "a", "h1"], "mastodon": ["all", "edge", "mastodon:edge"], "basic-local": [],
}


def quoted(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")


def native(value):
    return json.loads(json.dumps(value, default=str))


def dump(value):
    return json.dumps(native(value), sort_keys=True)


def load(text, name):
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, name)
    with open(path, "w") as out:
        out.write(text)
    return InventoryManager(loader=DataLoader(), sources=[path])


def own(vars):
    return {key: value for key, value in vars.items() if key not in ("inventory_file", "inventory_dir")}


def main():
    rows = []
    module = InventoryModule()
    from ansible._internal._datatag._tags import Origin
    module._origin = Origin(path="/x", line_num=1)
    for text in VALUES:
        rows.append(("value", text, dump(module._parse_value(text))))
    for line in LINES:
        manager = load(line + "\n", "hosts.ini")
        hosts = {host.name: own(host.vars) for host in manager.hosts.values()}
        rows.append(("line", line, dump(hosts) if hosts else "error"))
    for table, ending in ((INVENTORIES, ".ini"), (YAML_INVENTORIES, ".yml")):
        for name, text in table.items():
            manager = load(text, name + ending)
            rows.append(("inventory", name + ending, text))
            rows.append(("groups", name + ending, dump({group: [host.name for host in manager.groups[group].get_hosts()] for group in manager.groups})))
            for host in manager.hosts.values():
                merged = combine_vars(get_group_vars(sort_groups(host.get_groups())), own(host.vars))
                order = [group.name for group in sort_groups(host.get_groups())]
                rows.append(("host", name + ending, host.name, dump(own(merged)), ",".join(order)))
            for pattern in PATTERNS.get(name, []):
                rows.append(("match", name + ending, pattern, ",".join(host.name for host in manager.get_hosts(pattern))))
    with open(os.path.join(HERE, "cases.txt"), "w", newline="\n") as out:
        out.write("# Made by generate.py with ansible-core. Tabs separate the fields; \\t \\n \\r \\0 \\\\ are escapes.\n")
        for row in rows:
            out.write("\t".join(quoted(field) for field in row) + "\n")
    print(len(rows), "cases")


main()
