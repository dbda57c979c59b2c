# shellcheck shell=bash
# What every lab script shares: the host table, paths, namespaces and cgroups.
# Sourced by the scripts beside it; see docs/lab.md.
# shellcheck disable=SC2034

# name       memory  gateway       interfaces: network:address, eth0 first
HOST_TABLE="
edge         512     10.213.77.1   public:10.213.77.10 private:10.213.78.1
mastodon     2048    10.213.78.1   private:10.213.78.20
internet     1024    10.213.77.1   public:10.213.77.30
"
# network    address of the outer machine on it (- : it has none), all are /24
NETWORK_TABLE="
public       10.213.77.1
private      -
"
JUMP_HOST=edge

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=$(realpath -m "${PROVISION_LAB_DIR:-$LAB/.cache}")
RUN=$CACHE/run               # keys, known_hosts, ssh_config, host directories, logs
SNAPSHOTS=$CACHE/snapshots   # one directory per name and host: what lay over the image
STATE=/run/provision-lab     # machine-wide: who owns the one lab of this machine
TAG=provlab                  # prefix of every namespace, link and table

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# --- tables ---------------------------------------------------------------------------------

hosts() { awk 'NF { print $1 }' <<<"$HOST_TABLE"; }
# Those of the table, and those that a checkout with another table has made.
hosts_made() { { hosts; cat "$STATE/hosts" 2>/dev/null || true; } | sort -u; }
networks() { awk 'NF { print $1 }' <<<"$NETWORK_TABLE"; }
host_field() { awk -v name="$1" -v field="$2" '$1 == name { print $field }' <<<"$HOST_TABLE"; }
host_memory() { host_field "$1" 2; }
host_gateway() { host_field "$1" 3; }
host_links() { awk -v name="$1" '$1 == name { for (i = 4; i <= NF; i++) print $i }' <<<"$HOST_TABLE"; }
host_address() { host_links "$1" | head -n 1 | cut -d: -f2; }
host_is_public() { host_links "$1" | grep -q '^public:'; }
outer_address() { awk -v name="$1" '$1 == name { print $2 }' <<<"$NETWORK_TABLE"; }

require_host() { hosts | grep -qx -- "$1" || die "no host '$1'; there are: $(hosts | xargs)"; }

# --- requirements ---------------------------------------------------------------------------

# require_tool COMMAND PACKAGE
require_tool() {
  command -v "$1" >/dev/null || die "'$1' is missing; install the Debian package $2"
}

require_tools() {
  [[ $EUID -eq 0 ]] || die "needs root: namespaces, mounts and containers"
  require_tool systemd-nspawn systemd-container
  require_tool mmdebstrap mmdebstrap
  require_tool ip iproute2
  require_tool nft nftables
  require_tool ssh openssh-client
  require_tool findmnt util-linux
}

# One up, down or reset at a time on this machine; children must not inherit the lock.
take_lock() {
  mkdir -p "$STATE"
  exec 9>/run/lock/provision-lab
  flock --wait 120 9 || die "another lab command is still running on this machine"
}

# --- cgroups --------------------------------------------------------------------------------

# The hierarchies that matter: cgroup2, and where the machine is hybrid, v1 systemd and memory.
cgroup_roots() {
  findmnt -rn -t cgroup2 -o TARGET | head -n 1
  findmnt -rn -t cgroup -o TARGET,OPTIONS |
    awk '$2 ~ /(^|,)(name=systemd|memory)(,|$)/ { print $1 }'
}

# On a machine without a mounted cgroup2 the lab mounts it for itself.
mount_cgroup2() {
  [[ -n $(findmnt -rn -t cgroup2 -o TARGET) ]] && return
  mkdir -p "$STATE/cgroup"
  mount -t cgroup2 none "$STATE/cgroup"
}

# enter_cgroup NAME: moves the calling process into provision-lab/NAME of every hierarchy.
enter_cgroup() {
  local root
  for root in $(cgroup_roots); do
    mkdir -p "$root/provision-lab/$1"
    echo "$BASHPID" >"$root/provision-lab/$1/cgroup.procs"
  done
}

# limit_memory HOST: tells what could not be limited, never fails.
limit_memory() {
  local root bytes=$(($(host_memory "$1") * 1024 * 1024))
  for root in $(cgroup_roots); do
    mkdir -p "$root/provision-lab/$1"
    write_if_present "$root/provision-lab/cgroup.subtree_control" +memory || true
    write_if_present "$root/provision-lab/$1/memory.limit_in_bytes" "$bytes" && return
    write_if_present "$root/provision-lab/$1/memory.max" "$bytes" && return
  done
  say "$1: this machine allows no memory limit"
}

write_if_present() { [[ -e $1 ]] && echo "$2" 2>/dev/null >"$1"; }

# processes NAME: everything in provision-lab/NAME, and below it
processes() {
  local root
  for root in $(cgroup_roots); do
    find "$root/provision-lab/$1" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -un | grep -vx 0 || true
}

host_is_up() { [[ -n $(processes "$1") ]]; }

kill_processes() {
  local pids tries
  for tries in {1..100}; do
    pids=$(processes "$1")
    [[ -z $pids ]] && return
    # The shell's own: a small system has no kill program.
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    sleep 0.1
  done
  die "cannot end the processes of '$1' after $tries tries: $(xargs <<<"$pids")"
}

remove_cgroup() {
  local root
  for root in $(cgroup_roots); do
    find "$root/provision-lab/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

# --- one host, stopped ----------------------------------------------------------------------

stop_host() {
  end_host "$1"
  rm -rf --one-file-system "${RUN:?}/$1"
}

# end_host NAME: its supervisor first, so that nothing boots it again; its files stay.
end_host() {
  kill_processes "supervisor-$1"
  kill_processes "$1"
  remove_cgroup "supervisor-$1"
  remove_cgroup "$1"
  drop_links "$1"
  unmount_host "$1"
}

unmount_host() {
  local mount
  ! mountpoint -q "$RUN/$1/root" || rm -f "$(nspawn_lock "$1")"
  for mount in "$RUN/$1/root" "/run/systemd/nspawn/propagate/$TAG-$1"; do
    while mountpoint -q "$mount"; do umount "$mount"; done
  done
  rm -rf --one-file-system "/run/systemd/nspawn/propagate/$TAG-$1"
}

# The lock file that a killed nspawn leaves behind.
nspawn_lock() { stat --format '/run/systemd/nspawn/locks/inode-%d:%i' "$RUN/$1/root"; }

# --- networks -------------------------------------------------------------------------------

# on_network NAME ARGS…: ip in the namespace of that network's bridge
on_network() {
  case $1 in
    public) ip "${@:2}" ;;
    *) ip -n "$TAG-net-$1" "${@:2}" ;;
  esac
}

link_name() { printf '%s-%.8s%d' vl "$1" "$2"; }

drop_links() {
  local number=0 link
  for link in $(host_links "$1"); do
    on_network "${link%%:*}" link del "$(link_name "$1" $number)" 2>/dev/null || true
    number=$((number + 1))
  done
  ip netns del "$TAG-$1" 2>/dev/null || true
}
