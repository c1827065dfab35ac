"""What the projections of a store hold: python3 rows.py DATABASE

Prints each table that a replay rebuilds with the digest of its rows, in the order of their keys.
"""
import hashlib
import sqlite3
import sys

kept = {"state", "tenants", "events", "documents", "answers", "cursors", "webhook_attempts",
        "webhook_retries"}
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"
                                            " AND name NOT LIKE 'sqlite_%' ORDER BY name")]
for name in names:
    if name in kept:
        continue
    digest, count = hashlib.sha256(), 0
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
    for row in database.execute(f"SELECT * FROM {name} ORDER BY {', '.join(columns)}"):
        digest.update(repr(row).encode())
        count += 1
    print(name, count, digest.hexdigest())
