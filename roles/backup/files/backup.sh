# shellcheck shell=bash
# What the commands of the backup share; sourced by them.
set -euo pipefail
# shellcheck source=/dev/null
. /etc/provision/backup.conf
STATE=/var/lib/provision/backup

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# --- database -------------------------------------------------------------------------------

# Before a command of PostgreSQL: its administrator on this host. Elsewhere the application's user
# asks, whose password is in the environment and in nobody's arguments.
if [[ $DATABASE_HOST == /* ]]; then
  DATABASE_CLIENT=(runuser -u postgres --)
else
  DATABASE_CLIENT=()
  export PGHOST=$DATABASE_HOST PGPORT=$DATABASE_PORT PGUSER=$DATABASE_USER
  export PGPASSWORD=$DATABASE_PASSWORD PGSSLMODE=$DATABASE_TLS PGCONNECT_TIMEOUT=20
  [[ $DATABASE_TLS != verify* ]] || export PGSSLROOTCERT=/etc/ssl/certs/ca-certificates.crt
fi
as_database() { (cd / && "${DATABASE_CLIENT[@]}" "$@"); }
ask() { as_database psql -At --dbname="$1" --command="$2"; }

count() { ask "$DATABASE" "SELECT count(*) FROM $1"; }

has_database_17() { [[ $(ask postgres 'SHOW server_version_num') -ge 170000 ]]; }

# The server's own locale does not change with the system's library, so indexes stay good.
create_database() {
  local locale=(--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8)
  has_database_17 || locale=()
  as_database createdb --owner="$DATABASE_USER" --template=template0 --encoding=UTF8 \
    ${locale[@]+"${locale[@]}"} "$1"
}

# fill_database NAME FILE. Older servers do not know a setting that the client makes.
fill_database() {
  if has_database_17; then
    as_database pg_restore --exit-on-error --no-owner --role="$DATABASE_USER" --jobs="$(nproc)" \
      --dbname="$1" "$2"
  else
    pg_restore --no-owner --file=- "$2" | sed '/^SET transaction_timeout = 0;$/d' |
      as_database psql -qX --set=ON_ERROR_STOP=1 --dbname="$1" >/dev/null
  fi
}

# A restore fills a database beside the one in use, and a drill another.
require_servers() {
  local may
  may=$(ask postgres 'SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user') ||
    die "the database server $DATABASE_HOST does not answer. Nothing has been changed."
  [[ $may == t ]] ||
    die "$DATABASE_HOST does not let $DATABASE_USER make databases: run there, as its" \
      "administrator, ALTER ROLE $DATABASE_USER CREATEDB. Nothing has been changed."
  [[ $REDIS == unix:* ]] || "$KEYS" count >/dev/null
}

# --- Redis ----------------------------------------------------------------------------------

# This host's own is kept as its file, another server's as a list of keys.
KEYS=/usr/local/lib/provision/redis-keys
export REDIS REDIS_PASSWORD
is_list_of_keys() { restic --no-lock ls "$1" | grep -x /redis.keys >/dev/null; }

# --- where a dump is put before it is restored ------------------------------------------------

database_folder() {
  if [[ -d /var/lib/postgresql ]]; then echo /var/lib/postgresql; else echo /var/tmp; fi
}

# make_work NAME: prints a new folder on the disk, which only a server of this host may enter.
make_work() {
  local work
  work=$(mktemp -d --tmpdir="$(database_folder)" "$1.XXXXXX")
  [[ $DATABASE_HOST != /* ]] || chown postgres "$work"
  say "$work"
}

# fetch_dump ID FILE
fetch_dump() {
  restic --no-lock dump --quiet "$1" database.dump >"$2"
  [[ $DATABASE_HOST != /* ]] || chown postgres "$2"
}

# --- repository -----------------------------------------------------------------------------

# Reading never locks: a host that died in the middle of a backup must not stand in a restore's way.

# Says what is wrong with the repository; 10 and 12 are restic's own.
require_repository() {
  local status=0
  timeout 90 restic --no-lock cat config >/dev/null 2>"$STATE/answer" || status=$?
  case $status in
    0) ;;
    10) return 10 ;;
    12)
      die "the repository $RESTIC_REPOSITORY has another password than backup_password:" \
        "take the one of the secrets file that belongs to it; nothing has been changed"
      ;;
    124)
      die "the repository $RESTIC_REPOSITORY does not answer:" \
        "see backup_repository and this host's way out"
      ;;
    *) die "the repository $RESTIC_REPOSITORY cannot be opened: $(tail -n 1 "$STATE/answer")" ;;
  esac
}

# archives: one line for each archive of a verified run: moment, kind, version, id; oldest first
archives() {
  restic --no-lock snapshots --json --host="$HOST" | jq --raw-output '
    .[] | select(.tags // [] | index("verified"))
    | (.tags[] | select(test("^[0-9]{4}-"))) as $moment
    | (.tags[] | select(. == "database" or . == "redis" or . == "files")) as $kind
    | ([.tags[] | select(test("^version="))][0] // "version=" | ltrimstr("version=")) as $version
    | "\($moment) \($kind) \($version | if . == "" then "-" else . end) \(.short_id)"' | sort
}

# choose ARCHIVES MOMENT|latest: the last run that is not younger than what is asked for. Where only
# certificates are kept the first one serves as well.
choose() {
  local wanted chosen
  if [[ $2 == latest ]]; then
    wanted=9999
  else
    wanted=$(date --utc --date="$2" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null) ||
      die "\"$2\" is no moment: write it as 2026-11-20T12:00:00Z, or latest"
  fi
  chosen=$(awk -v wanted="$wanted" '$1 <= wanted { last = $1 } END { print last }' <<<"$1")
  [[ -n $chosen || -n $DATABASE ]] || chosen=$(awk 'NR == 1 { print $1 }' <<<"$1")
  [[ -n $chosen ]] ||
    die "there is no verified backup of $HOST from $2 or before; provision-backup list shows all"
  say "$chosen"
}

# recorded ID NAME: what was counted when the archive was made, or nothing
recorded() {
  restic --no-lock snapshots --json "$1" | jq --raw-output --arg name "$2=" \
    '[.[].tags[] | select(startswith($name)) | ltrimstr($name)][0] // ""'
}

# archive ARCHIVES MOMENT KIND: its id, or nothing
archive() { awk -v moment="$2" -v kind="$3" '$1 == moment && $2 == kind { print $4 }' <<<"$1"; }

# size_of ARGUMENTS…: bytes of an archive, named by its id, or of the latest with --tag
size_of() {
  [[ $1 != --tag=* ]] || set -- "--host=$HOST" "$1" latest
  restic --no-lock ls --json "$@" | jq --slurp 'map(.size // 0) | add'
}

live_version() { [[ ! -e $FOLDER/live ]] || basename "$(readlink "$FOLDER/live")"; }

# require_room BYTES FOLDER: twice the dump, for it and for what it becomes
require_room() {
  local free
  free=$(df --output=avail --block-size=1 "$2" | tail -n 1)
  [[ $free -gt $(($1 * 2)) ]] ||
    die "restoring needs $(($1 * 2 / 1048576)) MB in $2, there are $((free / 1048576)) MB:" \
      "enlarge the disk"
}
