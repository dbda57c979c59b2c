# shellcheck shell=bash
# What the lab tests share. A scenario is a file NN-name in this directory that ends with status
# zero when all held; they run in order and build on each other's hosts.
set -euo pipefail

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
ROOT=$(dirname "$LAB")
CACHE=$(realpath -m "${PROVISION_LAB_DIR:-$LAB/.cache}")
RESULTS=$CACHE/test
INVENTORY=${INVENTORY:-inventory/lab.txt}
PROVISION=${PROVISION:-build/provision}
mkdir -p "$RESULTS"
cd "$ROOT"

fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

# expect WHAT ACTUAL WANTED
expect() { [[ $2 == "$3" ]] || fail "$1"$'\n'"  is:     $2"$'\n'"  should: $3"; }

on() { "$LAB/ssh" "$@"; }

# provision RESULT ARGUMENTS…: keeps the output as RESULT, for the scenarios after this one.
provision() {
  local result=$RESULTS/$1 status=0
  $PROVISION "$INVENTORY" "${@:2}" >"$result" 2>"$result.errors" || status=$?
  [[ $status -eq 0 ]] && return
  tail -n 40 "$result" "$result.errors" >&2
  fail "provision ${*:2} ended with status $status"
}

# tasks STATUS RESULT: "play | task | host", sorted, one line per task and host that had STATUS
tasks() {
  awk -v status="$1" '
    /^PLAY \[/ { play = title($0) }
    /^(TASK|RUNNING HANDLER) \[/ { task = title($0) }
    index($0, status ": [") == 1 {
      host = substr($0, length(status) + 4); sub(/[] ].*/, "", host)
      print play " | " task " | " host
    }
    function title(line) { sub(/^[^[]*\[/, "", line); sub(/\] \**$/, "", line); return line }
  ' "$RESULTS/$2" | sort -u
}

# recap RESULT HOST FIELD: a number of the play recap
recap() {
  awk -v host="$2" -v field="$3" '
    /^PLAY RECAP/ { inside = 1 }
    inside && $1 == host { for (i = 2; i <= NF; i++) if (split($i, a, "=") && a[1] == field) print a[2] }
  ' "$RESULTS/$1"
}

recap_hosts() { awk 'inside && / : ok=/ { print $1 } /^PLAY RECAP/ { inside = 1 }' "$RESULTS/$1"; }

# expect_recap RESULT FIELD NUMBER: on every host
expect_recap() {
  local host
  [[ -n $(recap_hosts "$1") ]] || fail "$1 has no play recap"
  for host in $(recap_hosts "$1"); do
    expect "$2 of $host in $1" "$(recap "$1" "$host" "$2")" "$3"
  done
}

# manifest: every file that the hosts have changed since they were made
manifest() { "$LAB/test/manifest" "$CACHE"/run/{edge,mastodon}/upper; }

# A rebooting host vanishes without closing its connections, hence the time limits.
reboot_host() {
  local before now tries
  before=$(boot_time "$1")
  timeout 5 "$LAB/ssh" "$1" sudo systemctl reboot 2>/dev/null || true
  for tries in {1..60}; do
    now=$(boot_time "$1" 2>/dev/null || echo "$before")
    [[ $now == "$before" ]] || return 0
    sleep 0.5
  done
  fail "$1 did not come back after its reboot ($tries tries)"
}

# When PID 1 started, in clock ticks of the machine: the boot id is the machine's own.
boot_time() { timeout 3 "$LAB/ssh" "$1" "cut -d' ' -f22 /proc/1/stat"; }
