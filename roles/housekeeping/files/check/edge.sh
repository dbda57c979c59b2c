# shellcheck shell=bash
# Facts about edge: what the public gets, and whether the private hosts get out.

facts() {
  maintenance
  site_answers
  addresses_lead_on
  websockets
  media
  certificates
  check forwarding "packets of the private hosts are forwarded" "run provision again; see sysctl net.ipv4.ip_forward" \
    grep -qx 1 /proc/sys/net/ipv4/ip_forward
}

deep_facts() {
  public_address 4
  public_address 6
}

# Through both proxies, whatever the public names lead to.
site() {
  curl --silent --show-error --max-time 15 --resolve "$WEB:443:127.0.0.1" --resolve "$DOMAIN:443:127.0.0.1" "$@"
}
# answers STATUS ARGUMENTS…
answers() { [[ $(site --output /dev/null --write-out '%{http_code}' "${@:2}") == "$1" ]]; }

maintenance() {
  [[ -f $MAINTENANCE ]] || return 0
  bad maintenance "visitors see the maintenance page since $(date -r "$MAINTENANCE" '+%F %H:%M')" "when done: provision maintenance off"
}

site_answers() {
  check web "web answers through both proxies" "see provision logs web and provision logs nginx" answers 200 "https://$WEB/health"
  check instance "the application reaches its database" "see provision logs web" answers 200 "https://$WEB/api/v2/instance"
  check nodeinfo "nodeinfo answers" "see provision logs web" answers 200 "https://$WEB/nodeinfo/2.0"
  check webfinger "webfinger answers for $DOMAIN" "other servers cannot find accounts; see provision logs nginx" \
    answers 200 --location "https://$DOMAIN/.well-known/webfinger?resource=acct:$DOMAIN@$DOMAIN"
}

# What the application hears about a request, and what no request gets past.
addresses_lead_on() {
  check scheme "the application knows its name and its scheme" "see the headers in roles/proxy; LOCAL_DOMAIN and WEB_DOMAIN" \
    knows_its_name
  check http "http leads to https and keeps the path" "see the site's nginx configuration" keeps_path
  check stranger "names that are not ours get no answer" "see the default server of nginx" is_refused
}
knows_its_name() { site "https://$WEB/.well-known/nodeinfo" | grep -q "\"https://$WEB/nodeinfo/"; }
keeps_path() {
  [[ $(curl --silent --max-time 15 --output /dev/null --write-out '%{redirect_url}' \
    --resolve "$WEB:80:127.0.0.1" "http://$WEB/a/b?c") == "https://$WEB/a/b?c" ]]
}
is_refused() {
  ! curl --silent --insecure --max-time 15 --output /dev/null --resolve stranger.invalid:443:127.0.0.1 https://stranger.invalid/
}

# Without a token streaming refuses the handshake: 401 is what a living one says.
websockets() {
  check websocket "websockets reach streaming" "see provision logs streaming" \
    answers 401 --http1.1 --header 'Connection: Upgrade' --header 'Upgrade: websocket' \
    --header 'Sec-WebSocket-Version: 13' --header 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
    "https://$WEB/api/v1/streaming"
}

# A file that is not there: the bucket itself says so, and its list is not for everybody.
media() {
  local answer
  [[ -n $FILES ]] || return 0
  answer=$(curl --silent --max-time 15 --output /dev/null --write-out '%{http_code}' --resolve "$FILES:443:127.0.0.1" \
    "https://$FILES/media_attachments/provision-probe-$(date +%s)")
  if [[ $answer == 403 || $answer == 404 ]]; then
    good "media: the bucket answers behind $FILES"
  else
    bad media "media: the bucket behind $FILES does not answer ($answer)" "see files_bucket_url, the bucket's policy and provision logs nginx"
  fi
  check listing "media: the bucket's list is closed" "everybody can list all uploads: close the bucket's policy" is_closed
}
is_closed() {
  ! curl --silent --max-time 15 --resolve "$FILES:443:127.0.0.1" "https://$FILES/" | grep -q ListBucketResult
}

certificates() {
  local name issuer days judgement list text
  read -ra list <<<"${NAMES?}"
  while IFS=$'\t' read -r name issuer days _ judgement; do
    text="certificate of $name: $days days left, issued by $issuer"
    if [[ $judgement == good ]]; then good "$text"; else bad "certificate $name" "$text, $judgement" "run provision renew"; fi
  done < <(provision-certificate-check --table 3 "${list[@]}" </dev/null)
}

# --- as others see it -----------------------------------------------------------------------

# public_address 4|6: a family that is published must answer
public_address() {
  local published
  published=$(getent "ahostsv$1" "$WEB" | awk '$1 !~ /^::ffff:/ { print $1; exit }')
  if [[ -z $published && $1 == 6 ]]; then
    good "$WEB has no IPv6 address"
    return
  fi
  check "address-$1" "$WEB answers over IPv$1${published:+ at $published}" "let its address record point here, ports 80 and 443 open" \
    curl "-$1" --silent --fail --output /dev/null --max-time 15 "https://$WEB/health"
}
