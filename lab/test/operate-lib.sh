# shellcheck shell=bash
# What the scenarios of operating the site share: an installed site with one account.
# shellcheck source=mastodon-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/mastodon-lib.sh"

# installed: the site as it was right after its installation, brought up to date with the roles
installed() {
  "$LAB/rewind" installed
  wait_for_site
  play site-rewound site
}

# How often the site is looked at while it starts: once a second, a minute long.
wait_for_site() {
  local try
  for try in {1..60}; do
    [[ $(status "https://$WEB/api/v2/instance" 2>/dev/null) != 200 ]] || return 0
    sleep 1
  done
  fail "the site does not answer after $try s"
}

# account: makes alice, and signs her in
account() {
  play admin admin -e admin_name=alice -e admin_email=alice@stranger.test
  api /oauth/token --data username=alice@stranger.test --data "password=$(first_password)" |
    field access_token >"$TOKEN_FILE"
}
first_password() { grep -o 'New password: [0-9a-f]*' "$RESULTS/admin" | head -n 1 | cut -d' ' -f3; }

says() { grep -hq -- "$2" "$RESULTS/$1" "$RESULTS/$1.errors" || fail "$1 does not say '$2': $(tail -n 40 "$RESULTS/$1" "$RESULTS/$1.errors")"; }

# mails SUBJECT: how many messages with that subject have been taken
mails() { on internet "cat /srv/lab/mail/*.eml 2>/dev/null | grep -c '^Subject: .*$1'" || true; }

# Runs a line of a host's cron table as cron would: cron HOST FILE WORDS
cron() {
  on "$1" "sudo sh -c '
    line=\$(grep \"root .*$3\" /etc/cron.d/$2) || { echo \"no line with $3 in $2\" >&2; exit 1; }
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -c \"\${line#* root }\"'"
}
