"""The benchmark's 51 steps, written three times from one list: as a playbook, as the shell script
that a careful person would write by hand, and as a pyinfra deploy."""

import json
import textwrap

FOLDER = "/etc/provision-bench"
# Says the same whether or not the template engine drops the newline after a block.
TEMPLATE = "# step {{ number }}\n{% for word in words %}{{ word }} = {{ loop.index }}\n{% endfor %}"
WORDS = ["alpha", "beta", "gamma", "delta"]


def content(number):
    return "".join(f"setting_{row} = {number * row}\n" for row in range(1, 21))


def rendered(number):
    return f"# step {number}\n" + "".join(f"{word} = {i}\n" for i, word in enumerate(WORDS, 1))


DIRECTORIES = [f"{FOLDER}/{number:02}" for number in range(10)]
COPIES = [(f"{FOLDER}/{number % 10:02}/copied-{number}.conf", number) for number in range(12)]
TEMPLATES = [(f"{FOLDER}/templated-{number}.conf", number) for number in range(8)]
LINES = [(f"{FOLDER}/lines.conf", f"option_{number}", number) for number in range(12)]
PACKAGES = ["openssh-server", "ca-certificates", "curl"]
SERVICES = ["ssh", "dbus", "systemd-logind", "systemd-journald", "user.slice", "timers.target"]


def playbook(template_path):
    tasks = [("file", {"path": path, "state": "directory", "mode": "0755"}) for path in DIRECTORIES]
    tasks += [("copy", {"dest": path, "content": content(n), "mode": "0644"}) for path, n in COPIES]
    tasks += [("template", {"src": template_path, "dest": path, "mode": "0644"}, {"number": n})
              for path, n in TEMPLATES]
    tasks += [("lineinfile", {"path": path, "regexp": f"^{key} = ", "line": f"{key} = {value}",
                              "create": True, "mode": "0644"}) for path, key, value in LINES]
    tasks += [("apt", {"name": name, "state": "present"}) for name in PACKAGES]
    tasks += [("systemd_service", {"name": name, "state": "started"}) for name in SERVICES]
    assert len(tasks) == 51
    play = {"name": "Benchmark", "hosts": "all", "become": True, "gather_facts": False,
            "vars": {"words": WORDS}, "tasks": [task(i, *parts) for i, parts in enumerate(tasks, 1)]}
    return json.dumps([play], indent=1)  # JSON is YAML


def task(number, module, arguments, variables=None):
    built = {"name": f"Step {number}", f"ansible.builtin.{module}": arguments}
    return built | ({"vars": variables} if variables else {})


# Few processes, as the floor of the comparison: two for a file, one for anything else.
SCRIPT_VERBS = """\
set -eu
mode() { [ "$(stat -c '%a %U %G' "$1")" = "$2 root root" ] || { chmod "$2" "$1"; chown root:root "$1"; }; }
directory() { [ -d "$1" ] || mkdir -p "$1"; mode "$1" 755; }
content() {
  [ "$(cat "$1" 2>/dev/null)" = "$2" ] || { printf '%s\\n' "$2" >"$1.new"; mv "$1.new" "$1"; }
  mode "$1" 644
}
line() {
  grep -qxF "$2 = $3" "$1" 2>/dev/null && return
  [ ! -e "$1" ] || sed -i "/^$2 = /d" "$1"
  echo "$2 = $3" >>"$1"
}
package() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed ] || apt-get install -y "$1"; }
service() { systemctl is-active -q "$1" || systemctl start "$1"; }
"""


def script():
    steps = [f"directory {path}" for path in DIRECTORIES]
    steps += [f"content {path} '{content(n).rstrip()}'" for path, n in COPIES]
    steps += [f"content {path} '{rendered(n).rstrip()}'" for path, n in TEMPLATES]
    steps += [f"line {path} {key} {value}" for path, key, value in LINES]
    steps.append(f"mode {LINES[0][0]} 644")
    steps += [f"package {name}" for name in PACKAGES]
    steps += [f"service {name}" for name in SERVICES]
    return SCRIPT_VERBS + "\n".join(steps) + "\n"


def deploy(template_path):
    return textwrap.dedent(f"""\
        from io import StringIO
        from pyinfra.operations import apt, files, systemd

        for path in {DIRECTORIES!r}:
            files.directory(path=path, mode="755")
        for path, text in {[(path, content(n)) for path, n in COPIES]!r}:
            files.put(src=StringIO(text), dest=path, mode="644")
        for path, number in {TEMPLATES!r}:
            files.template(src={template_path!r}, dest=path, mode="644", number=number, words={WORDS!r})
        for path, key, value in {LINES!r}:
            files.line(path=path, line=f"^{{key}} = .*$", replace=f"{{key}} = {{value}}")
        for name in {PACKAGES!r}:
            apt.packages(packages=[name])
        for name in {SERVICES!r}:
            systemd.service(service=name, running=True)
        """)
