#!/usr/bin/env bash
# Builds Airut, runs every benchmark and the peers beside it, and prints one table. Takes an hour or
# more on a quiet machine; --quick runs each load for two seconds and everything with fewer invoices.
# AIRUT_BENCH_SIZES="10000 ... 10000000" lets the growing store grow further: some 50 GB in TMPDIR.
# With "channels" the channels alone are measured, beside what their targets are told by.
set -euo pipefail
only=all quick=
for word in "$@"; do
  case "$word" in
    channels) only=channels ;;
    --quick) quick=yes ;;
    *) echo "usage: run.sh [channels] [--quick]" >&2; exit 2 ;;
  esac
done
cd "$(dirname "$0")/../.."
seconds=6 invoices=10000 queue=100000 mails=20000 letters=100000 batch=5000 items=1000000 sizes="10000 100000 1000000"
tryton_rounds="1000:run1,pay,aged 10000:run1,aged"
if [ -n "$quick" ]; then
  seconds=2 invoices=1000 queue=5000 mails=1000 letters=5000 batch=1000 items=5000 sizes="5000 10000"
  tryton_rounds="100:run1,pay,aged"
  AIRUT_BENCH_ITEMS=5000
fi
sizes=${AIRUT_BENCH_SIZES:-$sizes}
export AIRUT_BENCH_ITEMS=${AIRUT_BENCH_ITEMS:-100000}

./.ci/packages tests
echo "Building ..." >&2
cmake --preset release >/dev/null
targets=(airut_bench_{peppol,bank,avtalegiro,email,print})
[ "$only" = channels ] || targets+=(airut airut_load airut_bench_{work,formats,ledger,schematron,books,scale,growth})
cmake --build --preset release --target "${targets[@]}" >/dev/null
bench=build/release/tests/bench
work=$(mktemp -d /tmp/airut-bench-XXXXXX)
peer=../shared/peers/perf/http
stopped=() tryton=
finish() {
  for process in "${stopped[@]}"; do kill "$process" 2>/dev/null || true; done
  if [ -d "$work/pg/d" ]; then as_postgres /usr/lib/postgresql/15/bin/pg_ctl -D "$work/pg/d" -m fast stop >/dev/null 2>&1 || true; fi
  rm -rf "$work" "$tryton"
}
trap finish EXIT

say() { echo "$*" >&2; }
# The same with the store on a PostgreSQL server of its own, every commit synced.
on_postgresql() { AIRUT_TEST_STORE=postgresql AIRUT_TEST_SYNC=1 "$@"; }
as_postgres() { su postgres -s /bin/bash -c 'exec "$@"' -- postgres "$@"; }

wait_for_port() {
  for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    sleep 0.1
  done
  return 1
}

# Node and PostgreSQL as a team would write it: the server of ../shared, with a cluster of its own.
run_node_peer() {
  if [ ! -f "$peer/node_pg.js" ]; then say "skipped: no $peer/node_pg.js"; return; fi
  if [ "$(id -u)" -ne 0 ]; then say "skipped: the PostgreSQL peer needs root"; return; fi
  if ! command -v npm >/dev/null || [ ! -d /usr/lib/postgresql/15 ]; then
    say "Installing node, npm and postgresql for the peer ..."
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm postgresql >/dev/null 2>&1 ||
      { say "skipped: node and postgresql cannot be installed"; return; }
  fi
  mkdir "$work/node"
  (cd "$work/node" && npm install --silent pg >/dev/null 2>&1) || { say "skipped: npm has no pg"; return; }
  # A socket's folder must be named whole: "./..." would be looked up as a host.
  sed "s#\./durable/pg#$work/pg#" "$peer/node_pg.js" >"$work/node_pg.js"
  mkdir "$work/pg"
  chown postgres "$work/pg"
  chmod 755 "$work"
  as_postgres /usr/lib/postgresql/15/bin/initdb -D "$work/pg/d" -A trust -E UTF8 --locale=C >/dev/null
  printf "port=55433\nlisten_addresses=''\nunix_socket_directories='%s'\nshared_buffers=2GB\nmax_wal_size=4GB\n" \
    "$work/pg" >>"$work/pg/d/postgresql.conf"
  as_postgres /usr/lib/postgresql/15/bin/pg_ctl -D "$work/pg/d" -l "$work/pg/log" -w start >/dev/null
  psql -q -h "$work/pg" -p 55433 -U postgres -c "CREATE TABLE inv(id bigserial primary key,
    tenant int, idem bytea, number text, state int, due int, amount bigint, body bytea);
    ALTER TABLE inv ALTER body SET STORAGE EXTERNAL; CREATE UNIQUE INDEX i1 ON inv(tenant, idem);
    CREATE INDEX i2 ON inv(tenant, number);" >/dev/null
  (cd "$work" && exec node node_pg.js 8494) 2>"$work/node.log" &
  local server=$!
  stopped+=("$server")
  wait_for_port 8494 || { say "skipped: the node peer did not start: $(tail -n 3 "$work/node.log")"; return; }
  "$bench/airut_load" peer node_pg 8494 64 "$seconds" "$server" "$(head -n 1 "$work/pg/d/postmaster.pid")"
  kill "$server"
}

# The set-based ledger of ../shared on the same server, with as many items as our own.
run_ledger_peer() {
  local folder=../shared/peers/postgres-ledger
  if [ ! -d "$folder" ]; then say "skipped: no $folder"; return; fi
  if [ ! -d "$work/pg/d" ]; then say "skipped: the ledger peer needs PostgreSQL"; return; fi
  python3 tests/bench/peers/postgres_ledger.py "$folder" "$items" \
    psql -h "$work/pg" -p 55433 -U postgres >>"$work/load.jsonl" || say "the ledger peer failed"
}

# Tryton's dunning, with few items: it takes milliseconds for each.
run_tryton_peer() {
  local peer=../shared/peers/tryton/peer.py
  if [ ! -f "$peer" ]; then say "skipped: no $peer"; return; fi
  local wanted=(tryton-server tryton-proteus tryton-modules-account-invoice
    tryton-modules-account-dunning-fee tryton-modules-account-statement)
  dpkg-query -W "${wanted[@]}" >/dev/null 2>&1 ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null 2>&1 ||
    { say "skipped: Tryton cannot be installed"; return; }
  tryton=$(mktemp -d /dev/shm/airut-tryton-XXXXXX)
  mkdir "$tryton/cache"
  for round in $tryton_rounds; do
    python3 tests/bench/peers/tryton_ledger.py "$peer" "$tryton" "${round%:*}" "${round#*:}" >>"$work/load.jsonl" ||
      say "Tryton failed"
  done
}

# The bare prototype whose figures are the limit: one table, no rules, no journal.
run_prototype() {
  if [ ! -f "$peer/intake.cpp" ]; then say "skipped: no $peer/intake.cpp"; return; fi
  printf '#include <simdjson.h>\n' | clang++-19 -E -x c++ - >/dev/null 2>&1 ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libsimdjson-dev >/dev/null 2>&1 ||
    { say "skipped: the prototype needs libsimdjson-dev"; return; }
  clang++-19 -O2 -w "$peer/intake.cpp" -o "$work/intake" -lsimdjson -lsqlite3 -lpthread
  (cd "$work" && exec ./intake 8493 sqlite 1) 2>/dev/null &
  local server=$!
  stopped+=("$server")
  wait_for_port 8493
  "$bench/airut_load" peer prototype 8493 64 "$seconds" "$server"
  kill "$server"
}

# The strong peers at the same work, as far as Debian and npm have them.
run_side_by_side() {
  local wanted=(libpugixml-dev libsaxonhe-java fop python3-lxml)
  dpkg-query -W "${wanted[@]}" >/dev/null 2>&1 ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null 2>&1 ||
    say "not all of ${wanted[*]} can be installed"
  clang++-19 -std=c++20 -O2 tests/bench/peers/pugixml_peer.cpp -o "$work/pugixml_peer" -lpugixml ||
    say "skipped: pugixml"
  if command -v npm >/dev/null && (cd "$work" && npm install --silent @myriaddreamin/typst-ts-node-compiler@0.7.0 >/dev/null 2>&1); then
    export AIRUT_PEER_MODULES=$work/node_modules
  else
    say "skipped: Typst, npm has no @myriaddreamin/typst-ts-node-compiler"
  fi
  python3 tests/bench/peers/side_by_side.py "$bench" "$work" >"$work/peers.jsonl"
}

part() { "$bench/airut_bench_$1" --benchmark_format=json 2>/dev/null; }

# Letters of one batch and of many: the memory is the same when it is bounded.
run_channels() {
  say "Peppol, banks and AvtaleGiro ..."
  for name in peppol bank avtalegiro; do part "$name" >"$work/$name.json"; done
  say "Mails and letters ..."
  {
    "$bench/airut_bench_email" "$mails"
    "$bench/airut_bench_print" "$batch" "$batch"
    "$bench/airut_bench_print" "$letters" "$batch"
  } >"$work/load.jsonl"
}

if [ "$only" = channels ]; then
  run_channels
  python3 tests/bench/table.py "$work" channels
  exit
fi

{
  say "Loads ..."
  for connections in 1 64 512; do "$bench/airut_load" accept "$connections" "$seconds"; done
  for connections in 1 64 512; do on_postgresql "$bench/airut_load" accept "$connections" "$seconds"; done
  run_prototype
  run_node_peer
  for format in ubl pdf ubl+pdf; do "$bench/airut_load" whole "$format" "$invoices"; done
  "$bench/airut_load" outage "$queue"
  "$bench/airut_load" convert "$invoices"
} >"$work/load.jsonl"
say "Parts ..."
for name in formats ledger books peppol bank avtalegiro; do part "$name" >"$work/$name.json"; done
on_postgresql part ledger >"$work/postgresql.json"
if [ -d "${AIRUT_OFFICIAL_RULES:-}" ]; then
  part schematron >"$work/schematron.json"
else
  say "skipped: AIRUT_OFFICIAL_RULES does not name a folder with the official rule files"
fi
say "Mails, letters and many items ..."
"$bench/airut_bench_email" "$mails" >>"$work/load.jsonl"
"$bench/airut_bench_print" "$letters" >>"$work/load.jsonl"
"$bench/airut_bench_scale" "$items" >"$work/scale.txt"
run_ledger_peer
run_tryton_peer
say "Side by side ..."
run_side_by_side
say "A store that grows ..."
# shellcheck disable=SC2086  # each size is a word
"$bench/airut_bench_growth" $sizes >"$work/growth.tsv"
if command -v gnuplot >/dev/null && [ -z "$quick" ]; then
  gnuplot -e "table='$work/growth.tsv'" tests/bench/growth.gp >tests/bench/growth.svg
fi
python3 tests/bench/table.py "$work"
