# shellcheck shell=bash
# How a fact is reported. A finding has a key, which stays the same while its numbers change.
TOLD=/var/lib/provision/told
findings=

# good WHAT
good() { printf '✓ %s\n' "$1"; }

# bad KEY WHAT ADVICE
bad() {
  printf '✗ %s: %s\n' "$2" "$3"
  findings+="$1"$'\t'"$2: $3"$'\n'
}

# check KEY WHAT ADVICE COMMAND…
check() { if "${@:4}" >/dev/null 2>&1; then good "$2"; else bad "$1" "$2" "$3"; fi; }

# tell: mails what is new since the last time, and when all is well again
tell() {
  local new
  touch "$TOLD"
  new=$(grep -vFf <(sed 's/$/\t/' "$TOLD") <<<"$findings" | cut -f2-)
  if [[ -s $TOLD ]]; then
    [[ -n $findings ]] || echo "Nothing is wrong any more." | provision-alarm "all is well again"
  else
    new=$(cut -f2- <<<"$findings")
  fi
  [[ -z ${new//[[:space:]]/} ]] || provision-alarm "something is wrong" <<<"$new"
  cut -f1 <<<"$findings" | grep . >"$TOLD"
}
