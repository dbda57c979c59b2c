# shellcheck shell=bash
# Facts about any host.

host_facts() {
  units
  memory
  disks
  clock
  restart
  private_certificate
  backup
}

host_deep_facts() {
  repository
  mail_server
}

units() {
  local failed
  failed=$(systemctl --failed --no-legend --plain | cut -d' ' -f1 | xargs)
  if [[ -z $failed ]]; then
    good "no unit has failed"
  else
    bad units "failed units: $failed" "see journalctl -u ${failed%% *}"
  fi
}

# The kernel tells of the host's memory and of a service's ceiling, systemd of its services.
memory() {
  local killed units
  killed=$(journalctl -k --since=-1h --no-pager 2>/dev/null | grep -ci 'out of memory: killed')
  units=$(journalctl --since=-1h --no-pager --output=json MESSAGE_ID="$OUT_OF_MEMORY" 2>/dev/null |
    jq --raw-output '.UNIT // empty' | sort -u | xargs)
  if [[ $killed -eq 0 && -z $units ]]; then
    good "memory has sufficed for an hour"
  else
    bad memory "out of memory in the last hour: ${units:-$killed processes} ended" \
      "take a larger instance or fewer threads"
  fi
}
# systemd's number for "a process of this unit has been killed by the OOM killer"
OUT_OF_MEMORY=fe6faa94e7774663a0da52717891d8ef

# Every file system that can fill up.
disks() {
  local target percent free text
  while read -r target percent free; do
    text="disk $target: $percent full, $free free$(days_to_full "$target" "$free")"
    if [[ ${percent%\%} -ge $DISK_PERCENT ]]; then
      bad "disk $target" "$text" "enlarge it, or lower mastodon_media_days"
    else
      good "$text"
    fi
  done < <(df --output=target,pcent,avail --block-size=1M 2>/dev/null |
    awk 'NR > 1 && $1 !~ /^\/(proc|sys|dev|run|etc\/lab)/ && !seen[$3]++ { print $1, $2, $3 "MB" }')
}

# days_to_full TARGET FREE: from what was free a week ago; one line per day is kept
days_to_full() {
  local file=/var/lib/provision/disk-${1//\//_} today free=${2%MB} first before days
  today=$(($(date +%s) / 86400))
  grep -q "^$today " "$file" 2>/dev/null || echo "$today $free" >>"$file"
  first=$(tail -n 8 "$file" | head -n 1)
  before=${first#* } days=$((today - ${first% *}))
  [[ $days -gt 0 && $before -gt $free ]] || return 0
  echo ", $((free * days / (before - free))) days to full"
}

clock() {
  # A container has the clock of its machine.
  ! systemd-detect-virt --quiet --container || return 0
  check clock "the clock is set by a time server" \
    "see chronyc sources; signatures and logins need the right time" \
    sh -c 'chronyc -n tracking | grep -q "^Leap status *: Normal"'
}

# An upgrade of the system may want a restart; a week is time enough.
restart() {
  [[ -n $(find /var/run/reboot-required -mtime +7 2>/dev/null) ]] || return 0
  bad restart "a restart has been due for a week" \
    "security upgrades wait for it: restart this host when few are online"
}

private_certificate() {
  check private-certificate "the private certificate lasts a month" \
    "run provision again, it makes a new one" \
    openssl x509 -noout -checkend 2592000 -in /etc/provision/tls/cert.pem
}

backup() {
  [[ $HAS_BACKUP == true ]] || return 0
  local state age
  if ! state=$(provision-backup status 2>/dev/null); then
    bad backup "backup is not set up" "run provision again"
    return
  fi
  age=$(jq .age_hours <<<"$state")
  if [[ $(jq .made <<<"$state") != true && $age -lt $BACKUP_HOURS ]]; then
    good "backup: none yet, the first one is due at night"
  elif [[ $(jq .good <<<"$state") != true ]]; then
    bad backup "the last backup was not good" "see provision logs backup, then run provision backup"
  elif [[ $age -gt $BACKUP_HOURS ]]; then
    bad backup "the last backup is $age hours old" \
      "see provision logs backup, then run provision backup"
  else
    good "backup: $age hours old, $(jq .database_bytes <<<"$state" | numfmt --to=iec), verified"
  fi
  [[ $KIND != mastodon ]] || drill "$(jq .drilled <<<"$state")"
}

# drill MOMENT: of the last good one, 0 when there was none
drill() {
  local days=$((($(date +%s) - $1) / 86400))
  if [[ $1 -eq 0 ]]; then
    good "restore drill: none yet, there is one on each first day of a month"
  elif [[ $days -gt 40 ]]; then
    bad drill "the last good restore drill was $days days ago" "run provision drill"
  else
    good "restore drill: $days days ago"
  fi
}

# --- asking others --------------------------------------------------------------------------

repository() {
  [[ $HAS_BACKUP == true ]] || return 0
  check repository "the backup repository opens" "run provision backup, it says why not" \
    timeout 30 provision-backup list
}

# Logs in and leaves; nothing is sent.
mail_server() {
  local server port
  [[ -f /etc/msmtprc ]] || return 0
  server=$(mail_setting host) port=$(mail_setting port)
  check mail "mail server $server takes our login" \
    "see mail_server, mail_user, mail_password; port $port must be open" \
    log_in "$server" "$port" "$(mail_setting user)" "$(mail_setting password)"
}
mail_setting() { awk -v name="$1" '$1 == name { print $2 }' /etc/msmtprc; }

# log_in SERVER PORT USER PASSWORD
log_in() {
  printf 'user = "%s:%s"\n' "$3" "$4" |
    curl --silent --fail --connect-timeout 5 --max-time 15 --ssl-reqd --request NOOP \
      --config - "smtp://$1:$2"
}
