# shellcheck shell=bash disable=SC2031,SC2034
# What the fault scenarios share: small playbooks, runs that may fail, and cut wires.
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

WORK=$(mktemp -d)
TAG=$(. "$LAB/lib.sh" && echo "$TAG")
EDGE=$(. "$LAB/lib.sh" && host_address edge)
OUTSIDE=$(. "$LAB/lib.sh" && outer_address public)
CONFIG=$CACHE/run/ssh_config
# What a host's line needs to be edge without the lab's key.
DIRECT="ansible_ssh_common_args='-o HostName=$EDGE -o UserKnownHostsFile=$CACHE/run/known_hosts'"
trap 'mend_all; rm -rf "$WORK"' EXIT

# Each host by the name that the lab's ssh_config has; it also knows the way through edge.
cat >"$WORK/hosts" <<HOSTS
edge
mastodon
internet
[all:vars]
ansible_ssh_common_args='-F $CONFIG'
HOSTS

# play NAME HOSTS TASKS: a playbook that becomes root
play() {
  printf -- '- hosts: %s\n  become: true\n  gather_facts: false\n  tasks:\n%s\n' "$2" "$3" >"$WORK/$1.yml"
}

# run NAME [OPTION…]: its status in $WORK/NAME.status, its output in $WORK/NAME.out
run() {
  local status=0
  timeout 120 "$PROVISION" -i "${HOSTS:-$WORK/hosts}" "$WORK/${PLAY:-$1}.yml" "${@:2}" \
    >"$WORK/$1.out" 2>&1 </dev/null || status=$?
  echo "$status" >"$WORK/$1.status"
}

# answer NAME ANSWER… -- [OPTION…]: the same on a terminal, where the answers are typed
answer() {
  local name=$1 answers=() status=0
  while shift; [[ $1 != -- ]]; do answers+=("$1"); done
  timeout 120 "$LAB/test/answer" "${answers[@]}" -- \
    "$PROVISION" -i "${HOSTS:-$WORK/hosts}" "$WORK/${PLAY:-$name}.yml" "${@:2}" \
    >"$WORK/$name.out" 2>&1 </dev/null || status=$?
  echo "$status" >"$WORK/$name.status"
}

status_of() { cat "$WORK/$1.status"; }

# ended NAME STATUS
ended() {
  [[ $(status_of "$1") == "$2" ]] && return
  tail -n 30 "$WORK/$1.out" >&2
  fail "$1 ended with status $(status_of "$1") instead of $2"
}

# says NAME TEXT: line breaks and indents of the output count as one blank
says() { finds -F "$1" "$2"; }

# says_like NAME REGEX
says_like() { finds -E "$1" "$2"; }

finds() {
  tr -s ' \n' ' ' <"$WORK/$2.out" | grep "$1" -- "$3" >/dev/null && return
  tail -n 30 "$WORK/$2.out" >&2
  fail "$2 does not say: $3"
}

# recap_of NAME HOST FIELD: a number of the play recap
recap_of() { RESULTS=$WORK recap "$1.out" "$2" "$3"; }

# Waits until a command with this text runs on the host.
until_running() {
  local attempt
  for attempt in {1..150}; do
    on "$1" "pgrep -f '$(any_case_class "$2")' >/dev/null" && return
    sleep 0.2
  done
  fail "'$2' was not started on $1 within 30 s ($attempt tries)"
}

# The pattern must not find the shell that looks for it.
any_case_class() { printf '[%s]%s' "${1:0:1}" "${1:1}"; }

# black_hole HOST: its packets vanish without an answer, also to and from the hosts behind it.
black_hole() {
  ip netns exec "$TAG-$1" nft -f - <<'RULES'
table inet black_hole {
  chain in { type filter hook prerouting priority -400; drop; }
  chain out { type filter hook output priority -400; drop; }
}
RULES
}

mend() { ip netns exec "$TAG-$1" nft delete table inet black_hole 2>/dev/null || true; }
mend_all() { mend edge; mend mastodon; mend internet; }

# The faults need hosts that no site has hardened, and an sshd that forgives failed logins.
"$LAB/up" 2>/dev/null
on edge 'test ! -e /etc/ssh/sshd_config.d/10-provision.conf' || "$LAB/reset"
on edge 'cd /etc/ssh/sshd_config.d && { test -e 00-lab.conf ||
  { echo "PerSourcePenalties no" | sudo tee 00-lab.conf >/dev/null; sudo systemctl reload ssh; }; }'
