"""The set-based ledger of ../shared/peers/postgres-ledger on a PostgreSQL server, as lines of JSON.

python3 postgres_ledger.py FOLDER ITEMS PSQL...: FOLDER holds its setup.sql and run.sql, PSQL is the
command that reaches the server. CPU time is what the server's executor says of itself; nothing is
journalled there, and its tables are unlogged. It only matches by reference and amount, and only
counts a level and a fee for an item that is due.
"""
import json
import pathlib
import re
import subprocess
import sys

folder, items, psql = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
JOIN = ("set client_min_messages = log; set log_executor_stats = on; set jit = off;"
        " set work_mem = '256MB'; set max_parallel_workers_per_gather = 0; set enable_nestloop = off;"
        " select count(*) from pay p join open_item o on o.ref = p.ref and o.open_c = p.amount_c;")


def told(*arguments):
    run = subprocess.run([*psql, "-X", "-q", *arguments], text=True, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)
    if run.returncode:
        sys.exit(f"{' '.join(psql)}: {run.stdout[-300:]}")
    return run.stdout


def cpu_seconds(text):
    """Of each statement of the text, user and system."""
    return [float(user) + float(system) for user, system in
            re.findall(r"!\t([\d.]+) s user, ([\d.]+) s system, [\d.]+ s elapsed", text)]


def say(name, seconds, count, unit):
    print(json.dumps({"name": f"peer postgres-ledger, {name}", "value": count, "unit": unit,
                      "cpu_us": seconds * 1e6 / max(count, 1)}))


told("-v", f"n={items}", "-f", str(folder / "setup.sql"))
joined = told("-c", JOIN)
matched = int(re.search(r"^\s+(\d+)$", joined, re.M).group(1))
say("hash join", cpu_seconds(joined)[-1], matched, "payments")

# Two of ageing, the match and its count, the dunning and its count.
run = told("-f", str(folder / "run.sql"))
ageing, _, match, _, dunning, _ = cpu_seconds(run)
letters = int(re.search(r"dunned\s*\n-+\n\s*(\d+)", run).group(1))
say("ageing", ageing, 1, "report")
say("matched and applied", match, matched, "payments")
say("level and fee of an item", dunning, letters, "items")
