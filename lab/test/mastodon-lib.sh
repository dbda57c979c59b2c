# shellcheck shell=bash
# What the scenarios of the Mastodon site share. PLAYER=ansible-playbook runs the same with Ansible.
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

INVENTORY=${SITE_INVENTORY:-inventory/mastodon-lab/hosts.txt}
SECRETS=$("$LAB/internet/secrets")
# shellcheck disable=SC2034
WEB=social.toot.test
# shellcheck disable=SC2034
FILES=files.toot.test

# The private host's own address, as the inventory has it.
# shellcheck disable=SC2034
PRIVATE=$(awk '/^mastodon\.lab/ { sub(/.*ansible_host=/, ""); print $1 }' "$INVENTORY")

# play RESULT PLAYBOOK ARGUMENTS…: keeps the output as RESULT
play() {
  local result=$RESULTS/$1
  try_play "$@" && return
  tail -n 40 "$result" "$result.errors" >&2
  fail "$2 ${*:3} failed"
}

# try_play: the same, for runs that are to fail
try_play() {
  ${PLAYER:-$PROVISION} -i "$INVENTORY" -e "@$SECRETS" "playbooks/$2.yml" "${@:3}" \
    >"$RESULTS/$1" 2>"$RESULTS/$1.errors"
}

# A client somewhere in the world: it knows only public names.
client() { on internet "curl --silent --show-error --max-time 30 $*"; }
# api PATH ARGUMENTS…
api() { client "https://$WEB$1" "${@:2}"; }
status() { client --output /dev/null --write-out '%{http_code}' "$@"; }

# field NAME: of the JSON object on standard input
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

TOKEN_FILE=$RESULTS/token
bearer() { printf "'Authorization: Bearer %s'" "$(cat "$TOKEN_FILE")"; }
# toot TEXT: prints its id
toot() { api /api/v1/statuses --header "$(bearer)" --data-urlencode "'status=$1'" | field id; }
sql() { on mastodon "cd /; sudo -u postgres psql -At mastodon_production -c \"$1\""; }

# fresh_site: bare hosts, an empty store, and the lab's internet
fresh_site() {
  "$LAB/reset" ${PYTHON:+--with-python} edge mastodon
  "$LAB/internet/start"
  on internet "sudo systemctl restart lab-s3; until curl --silent --output /dev/null https://s3.internet.test:9000/media; do sleep 0.2; done"
}

# bare_site: the same, unless the hosts are bare still
bare_site() {
  local host
  for host in edge mastodon; do
    on $host 'test ! -e /etc/provision && test -e /usr/local/share/ca-certificates/lab-acme.crt' >/dev/null 2>&1 || { fresh_site; return; }
  done
}

# expect_prediction DRY REAL: what was said to change has changed, and everything else that has
# changed was unknown beforehand, or part of what was unknown: it is shown.
expect_prediction() {
  tasks changed "$1" >"$RESULTS/said"
  tasks 'known after apply' "$1" >"$RESULTS/unknown"
  tasks changed "$2" >"$RESULTS/done"
  echo "predicted: $(wc -l <"$RESULTS/said"), known after apply: $(wc -l <"$RESULTS/unknown"), changed: $(wc -l <"$RESULTS/done")"
  comm -23 "$RESULTS/said" "$RESULTS/done" >"$RESULTS/wrong"
  [[ ! -s $RESULTS/wrong ]] || fail "the dry run predicted changes that the run did not make"$'\n'"$(cat "$RESULTS/wrong")"
  comm -13 <(sort -u "$RESULTS/said" "$RESULTS/unknown") "$RESULTS/done" >"$RESULTS/missed"
  echo "inside what was unknown:"
  cat "$RESULTS/missed"
}

# served_queues: every queue as often as processes listen to it, as Sidekiq itself says in Redis
served_queues() {
  on mastodon 'ask() { sudo redis-cli -s /run/redis/redis-server.sock "$@"; }
    for process in $(ask smembers processes); do ask hget "$process" info; done' |
    python3 -c 'import json, sys; print(*sorted(queue for line in sys.stdin for queue in set(json.loads(line)["queues"])))'
}
