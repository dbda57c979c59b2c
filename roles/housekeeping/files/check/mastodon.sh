# shellcheck shell=bash
# Facts about the private host: the application and what it lives on.

facts() {
  versions
  services
  unfinished_upgrade
  schema
  pools
  queues
  media_store
  weekly_work
  fingerprints
}

deep_facts() {
  application_mail
  updates
}

# --- asking ---------------------------------------------------------------------------------

# setting NAME: of the application's configuration
setting() { sed -n "s/^$1=//p" /etc/mastodon/env.production 2>/dev/null | sed "s/^'\(.*\)'\$/\1/"; }

ask_redis() {
  case $REDIS in
    unix:*) redis-cli -s "${REDIS#unix://}" "$@" ;;
    *) REDISCLI_AUTH=$(redis_password) redis-cli -u "$REDIS" "$@" ;;
  esac 2>/dev/null
}

# As it is in the address that the application has.
redis_password() {
  local word
  word=$(setting REDIS_URL | sed -n 's|^[a-z]*://[^:/@]*:\([^@]*\)@.*|\1|p')
  printf '%b' "${word//%/\\x}"
}

ask_database() {
  if [[ $DATABASE_HOST == /* ]]; then
    (cd / && runuser -u postgres -- psql -At "$DATABASE" -c "$1")
  else
    PGPASSWORD=$(setting DB_PASS) PGSSLMODE=$DATABASE_TLS PGCONNECT_TIMEOUT=10 \
      PGSSLROOTCERT=$(setting PGSSLROOTCERT) psql -At \
      -h "$DATABASE_HOST" -p "$DATABASE_PORT" -U "$(setting DB_USER)" "$DATABASE" -c "$1"
  fi 2>/dev/null
}

# --- what runs ------------------------------------------------------------------------------

versions() {
  local release since
  release=$(basename "$(readlink "$FOLDER/live" 2>/dev/null)")
  since=$(systemctl show -p ActiveEnterTimestamp --value mastodon-web.service)
  if [[ -z $release ]]; then bad release "no release is installed" "run provision"; return; fi
  good "Mastodon $release since $(date -d "$since" '+%F %H:%M' 2>/dev/null)"
  local ruby node postgresql redis
  # The application may write there, so it is not root who runs it.
  ruby=$(/usr/sbin/runuser -u "$(stat --format=%U "$FOLDER")" -- \
    "$FOLDER/live/.runtime/bin/ruby" -e 'print RUBY_VERSION')
  node=$(node --version)
  postgresql=$(ask_database 'SHOW server_version' | cut -d' ' -f1)
  redis=$(ask_redis info server | sed -n 's/^redis_version:\([0-9.]*\).*/\1/p')
  good "Ruby $ruby, Node ${node#v}, PostgreSQL $postgresql, Redis $redis"
}

services() {
  local unit log
  for unit in \
    $(systemctl list-unit-files --no-legend --state=enabled 'mastodon-*' | cut -d' ' -f1) \
    $(units_like 'mastodon-*@*'); do
    [[ $unit != *@.service ]] || continue
    log=${unit_logs[${unit%%[@.]*}]:-web}
    check "$unit" "$unit runs" "systemctl start $unit; see provision logs $log" \
      systemctl is-active --quiet "$unit"
  done
  check web "web answers" "see provision logs web" \
    curl --silent --fail --max-time 15 --unix-socket /run/mastodon/web.sock http://localhost/health
  check nginx "nginx runs" "systemctl status nginx" systemctl is-active --quiet nginx
  check database "PostgreSQL answers" "see provision logs postgres" ask_database 'SELECT 1'
  check redis "Redis answers" "systemctl status redis-server" test "$(ask_redis ping)" = PONG
}
units_like() { systemctl list-units --all --no-legend --plain "$1" | cut -d' ' -f1; }
declare -A unit_logs=([mastodon-web]=web [mastodon-sidekiq]=sidekiq [mastodon-streaming]=streaming)

unfinished_upgrade() {
  local from to
  [[ -f /var/lib/provision/upgrade ]] || return 0
  read -r from to </var/lib/provision/upgrade
  bad upgrade "the upgrade from $from to $to was interrupted" \
    "run provision upgrade --to $to, it goes on"
}

# Every migration of the running release has been done.
schema() {
  local finished pending
  finished=$(ask_database 'SELECT version FROM schema_migrations') || return 0
  pending=$(find "$FOLDER/live/db/" -path '*migrate/*.rb' -printf '%f\n' | cut -d_ -f1 |
    sort | comm -23 - <(sort <<<"$finished") | wc -l)
  if [[ $pending -eq 0 ]]; then
    good "all migrations are done, the last is $(sort <<<"$finished" | tail -n 1)"
  else
    bad schema "$pending migrations are pending" \
      "run provision upgrade --to $(basename "$(readlink "$FOLDER/live")")"
  fi
}

# All connections that all processes may open at once, and ten for people and cron.
pools() {
  local web jobs streaming sum allowed text unit
  allowed=$(ask_database 'SHOW max_connections')
  [[ -n $allowed ]] || return 0
  if [[ $(setting DB_HOST) != "$DATABASE_HOST" ]]; then
    shared_pool "$allowed"
    return
  fi
  web=$(environment_of mastodon-web.service | awk -F= '
    $1 == "WEB_CONCURRENCY" { processes = $2 } $1 == "MAX_THREADS" { threads = $2 }
    END { print (processes > 1 ? processes : 1) * threads }')
  jobs=$(sed -n 's/^DB_POOL=//p' /etc/mastodon/sidekiq-* | sum_up)
  streaming=$(for unit in $(units_like 'mastodon-streaming@*'); do
    environment_of "$unit" | sed -n 's/^DB_POOL=//p'
  done | sum_up)
  sum=$((web + jobs + streaming + 10))
  text="database connections: $web web, $jobs Sidekiq, $streaming streaming, 10 others = $sum"
  if [[ $sum -le $((allowed - 3)) ]]; then
    good "$text of $allowed"
  else
    bad pools "$text, allowed are $allowed less 3" \
      "take threads away, or raise postgresql_max_connections and mastodon_database_connections"
  fi
}
# Behind pgbouncer only its own connections count.
shared_pool() {
  local size sum
  size=$(sed -n 's/^default_pool_size = //p' /etc/pgbouncer/pgbouncer.ini)
  sum=$((size + 10))
  if [[ $sum -le $(($1 - 3)) ]]; then
    good "database connections: $size of pgbouncer, 10 others = $sum of $1"
  else
    bad pools "database connections: $size of pgbouncer, 10 others = $sum, allowed are $1 less 3" \
      "let mastodon_database_connections be what the database server allows"
  fi
}
sum_up() { awk '{ sum += $1 } END { print sum + 0 }'; }
environment_of() { systemctl show -p Environment --value "$1" | tr ' ' '\n'; }

# --- jobs -----------------------------------------------------------------------------------

# The age of the oldest waiting job of each queue, as the administrator's page computes it.
queues() {
  local queue job since text
  [[ $(ask_redis ping) == PONG ]] || return 0
  for queue in default push ingress mailers pull scheduler fasp; do
    job=$(ask_redis lindex "queue:$queue" -1)
    since=0
    [[ -z $job ]] || since=$(jq "$seconds_since" <<<"$job" 2>/dev/null)
    text="queue $queue: $(ask_redis llen "queue:$queue") jobs wait, the oldest for ${since:-0} s"
    if [[ ${since:-0} -gt $LATENCY ]]; then
      bad "queue $queue" "$text" "see provision logs sidekiq; more threads in mastodon_sidekiq"
    else
      good "$text"
    fi
  done
  good "jobs: $(ask_redis zcard retry) to try again, $(ask_redis zcard dead) given up"
  check heartbeat "Sidekiq's processes beat" \
    "systemctl restart 'mastodon-sidekiq@*'; see provision logs sidekiq" test "$(beating)" -gt 0
}
# Newer Sidekiqs count in milliseconds.
seconds_since='(.enqueued_at // now)
  | if . > 100000000000 then . / 1000 else . end | now - . | floor'
beating() {
  local process beat count=0
  for process in $(ask_redis smembers processes); do
    beat=$(ask_redis hget "$process" beat | cut -d. -f1)
    [[ $beat =~ ^[0-9]+$ ]] || continue
    [[ $(($(date +%s) - beat)) -gt 60 ]] || count=$((count + 1))
  done
  echo $count
}

# --- storage and secrets ----------------------------------------------------------------------

media_store() {
  local bucket
  if [[ $(setting S3_ENABLED) != true ]]; then
    good "media is kept on this host: $(du -sh "$FOLDER/system" | cut -f1)"
    return
  fi
  bucket=$(setting S3_ENDPOINT)
  bucket=${bucket:-https://$(setting S3_BUCKET).s3.$(setting S3_REGION).amazonaws.com}
  check bucket "the media bucket's server answers" \
    "uploads fail: see mastodon_bucket and this host's way out" \
    curl --silent --connect-timeout 5 --max-time 15 --output /dev/null "$bucket"
}

# The orphan check and the database's statistics.
weekly_work() {
  local kept=/var/lib/provision/housekeeping days
  [[ -f $kept ]] || return 0
  days=$((($(date +%s) - $(stat --format=%Y "$kept")) / 86400))
  if [[ $days -gt 9 ]]; then
    bad weekly "the weekly work was done $days days ago" "see journalctl -t provision-housekeeping"
  else
    good "weekly work $days days ago: $(head -n 1 "$kept")"
  fi
}

# What the application runs with is what it was set up with.
fingerprints() {
  local name sum wrong=
  declare -A names=(
    [secret_key_base]=SECRET_KEY_BASE
    [vapid_private_key]=VAPID_PRIVATE_KEY
    [vapid_public_key]=VAPID_PUBLIC_KEY
    [encryption_primary_key]=ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY
    [encryption_deterministic_key]=ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY
    [encryption_salt]=ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT)
  while read -r name sum; do
    [[ -n ${names[$name]:-} ]] || continue
    [[ $(fingerprint "$(setting "${names[$name]}")") == "$sum" ]] || wrong+=" $name"
  done < <(cat /etc/mastodon/fingerprints 2>/dev/null || echo secret_key_base none)
  if [[ -z $wrong ]]; then
    good "the secrets are those this server was set up with"
  else
    bad secrets "secrets missing or changed:$wrong" \
      "run provision with the secrets file of this server, or provision restore"
  fi
}
fingerprint() { printf %s "$1" | sha256sum | cut -d' ' -f1; }

application_mail() {
  local server
  server=$(setting SMTP_SERVER)
  [[ -n $server ]] || return 0
  check application-mail "mail server $server takes the application's login" \
    "nobody can sign up or reset a password: see mastodon_smtp_server, mastodon_smtp_user" \
    log_in "$server" "$(setting SMTP_PORT)" "$(setting SMTP_LOGIN)" "$(setting SMTP_PASSWORD)"
}

# What Mastodon's own makers say about this version; no answer is no finding.
updates() {
  local release answer versions
  [[ -n $UPDATES ]] || return 0
  release=$(basename "$(readlink "$FOLDER/live")")
  answer=$(curl --silent --fail --max-time 10 "$UPDATES?version=${release#v}") || return 0
  versions=$(jq --raw-output '[.updatesAvailable[]?.version] | join(", ")' <<<"$answer")
  if [[ $(jq '[.updatesAvailable[]? | select(.urgent)] | length' <<<"$answer") -gt 0 ]]; then
    bad updates "an urgent update is available: $versions" "run provision upgrade --to it"
  else
    good "updates: ${versions:-none}"
  fi
}
