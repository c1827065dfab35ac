#!/usr/bin/env bash
# Shows Airut at work on this machine: installs what it needs, builds it, starts it on its embedded
# database, submits the sample invoices and tells where each went and why; then imports bank files,
# moves the clock past the due dates and shows reminders and collection orders. Safe to run again:
# each run begins with an empty database of its own under build/quickstart.
set -euo pipefail
cd "$(dirname "$0")/.."
house=build/quickstart
airut=build/release/airut
export AIRUT_KEY=airut-quickstart-key AIRUT_URL=http://127.0.0.1:8420

say() { printf '\n== %s\n' "$*"; }
stop() {
  [ -f "$house/pid" ] || return 0
  # After a restart of the machine the number may be another's.
  if [ "$(readlink "/proc/$(cat "$house/pid")/exe" | sed 's/ (deleted)$//')" != "$PWD/$airut" ]; then
    rm -f "$house/pid"; return 0
  fi
  kill "$(cat "$house/pid")" 2>/dev/null || true
  for _ in $(seq 100); do kill -0 "$(cat "$house/pid")" 2>/dev/null || break; sleep 0.1; done
  rm -f "$house/pid"
}
clock() {
  curl -fsS "$AIRUT_URL/v1/test/clock" -H "Authorization: Bearer $AIRUT_KEY" \
    -H 'Content-Type: application/json' -d "{\"now\":\"$1T08:00:00Z\"}" >/dev/null
}
settled() {  # waits until nothing is on its way
  for _ in $(seq 150); do
    $airut deliveries list --json --limit 200 | grep -qE '"state":"(queued|dispatching)"' || return 0
    sleep 0.1
  done
  echo "Some deliveries are still on their way." >&2
}
day() {
  clock "$1"
  shift
  [ $# -eq 0 ] || $airut payments import "$@"
}

./.ci/packages build
say "Building Airut (the first time takes some minutes)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake --preset release && cmake --build --preset release --target airut; } >"$log" 2>&1; then
  tail -n 40 "$log"; exit 1
fi

stop
rm -rf "$house"
mkdir -p "$house"/out/{finvoice,peppol,print,collection}
AIRUT_LINK_KEY=$(openssl rand -hex 24)
export AIRUT_LINK_KEY
say "Starting the gateway"
$airut config check -c examples/airut.toml
$airut serve -c examples/airut.toml </dev/null >"$house/log" 2>&1 &
echo $! >"$house/pid"
disown
for _ in $(seq 100); do
  grep -q '"event":"ready"' "$house/log" && break
  kill -0 "$(cat "$house/pid")" 2>/dev/null || break
  sleep 0.1
done
grep -q '"event":"ready"' "$house/log" || { cat "$house/log"; exit 1; }

say "Submitting the sample invoices: number, status, channel, id"
for name in fi-business fi-consumer no-business no-consumer fi-credit-note; do
  $airut submit "examples/invoices/$name.json"
done
say "One with errors is refused, with every finding"
$airut submit examples/invoices/with-errors.json || true
settled
say "Where each went"
$airut invoices list
say "By which channel, why, and which were passed over"
$airut deliveries list

say "27 March: payments come in from the banks"
day 2026-03-30 examples/payments/2026-03-27.ktl examples/payments/2026-03-27.xml
say "30 March: two weeks past due, first reminders (what would happen, then what does)"
$airut day run --as-of 2026-03-30 --dry-run
$airut day run --as-of 2026-03-30
settled
say "14 April: second reminders"
day 2026-04-14 examples/payments/2026-04-13.xml
$airut day run --as-of 2026-04-14
settled
say "29 April: collection orders"
day 2026-04-29 examples/payments/2026-04-28.xml
$airut day run --as-of 2026-04-29
settled
say "The documents are in $house/out"
(cd "$house/out" && find . -type f | sort)
say "The journal of all this, checked link by link"
$airut journal export -o "$house/journal.ndjson"
$airut journal verify "$house/journal.ndjson"
say "Every letter, checked against the law again from the journal alone"
$airut ledger audit "$house/journal.ndjson"
say "Airut runs at $AIRUT_URL (key $AIRUT_KEY); metrics at http://127.0.0.1:8421/metrics"
echo "Stop it with: kill $(cat "$house/pid")"
