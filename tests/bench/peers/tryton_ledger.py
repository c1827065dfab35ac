"""Tryton's dunning and payments, as lines of JSON: tryton_ledger.py PEER FOLDER ITEMS STEPS

PEER is ../shared/peers/tryton/peer.py; FOLDER is where its SQLite database and the dump of its
activated modules lie (a file system in memory: activation syncs thousands of times); STEPS are its
steps, as run1,pay. CPU time is what its process used. A letter there is a level and a posted fee,
a payment a line of a statement that names its item.
"""
import json
import os
import subprocess
import sys

peer, folder, items, steps = sys.argv[1:5]
WORKS = {"run1_total": "letter", "payments_posted": "payment", "aged_balance": "ageing"}

# Debian's own Python: another one first in PATH does not see Debian's modules.
run = subprocess.run(["/usr/bin/python3", "-W", "ignore", peer, "--n", items, "--moves", "--sqlsetup",
                      "--steps", steps, "--dir", f"{folder}/data"], text=True,
                     env=os.environ | {"DB_CACHE": f"{folder}/cache"}, stdout=subprocess.PIPE,
                     stderr=subprocess.PIPE)
if run.returncode:
    sys.exit(f"Tryton: {run.stderr[-300:]}")
for line in run.stdout.splitlines():
    told = json.loads(line)
    if told["step"] not in WORKS:
        continue
    count = 1 if told["step"] == "aged_balance" else told["n"]
    print(json.dumps({"name": f"peer Tryton {int(items):,} items, {WORKS[told['step']]}", "value": count,
                      "unit": "pieces", "cpu_us": told["cpu_s"] * 1e6 / count}))
