"""Prints the benchmarks of one run as a table: python3 table.py FOLDER

FOLDER holds load.jsonl of airut_load, formats.json, ledger.json and postgresql.json of Google
Benchmark, and peers.jsonl of peers/side_by_side.py.
"""
import datetime
import json
import pathlib
import platform
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])

PART_TARGETS = {
    "json_read": "<= 10 us",
    "ubl_write": "50,000/s/core",
    "ubl_read": "15,000/s/core",
    "cii_write": "50,000/s/core",
    "finvoice_write": "40,000/s/core",
    "pdf_invoice/10": "2,000/s/core",
}


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*names):
    row(*names)
    print("|" + " --- |" * len(names))


def load_table(lines):
    named = {line["name"]: line for line in lines if "rate" in line}
    node = named.get("peer node_pg 64")
    targets = {
        "accept 1": "one sync each",
        "accept 64": "10,000/s, p99 30 ms, 16 per sync",
        "whole ubl": "1,000/s",
        "whole pdf": "1,000/s",
        "whole ubl+pdf": "1,000/s",
    }
    head("work", "a second", "CPU us each", "p50 ms", "p99 ms", "per sync", "node + PostgreSQL",
         "target", "answers")
    for name, line in named.items():
        ratio = ""
        if node and name in ("accept 64", "accept 64 on PostgreSQL"):
            ratio = f"{line['rate'] / node['rate']:.1f} x rate, {node['cpu_us'] / line['cpu_us']:.1f} x less CPU"
        row(name, f"{line['rate']:,.0f}", line["cpu_us"], line["p50_ms"], line["p99_ms"],
            line["per_sync"] or "-", ratio, targets.get(name, ""), line["statuses"])
    print()
    head("figure", "value", "CPU us each")
    for line in lines:
        if "value" in line:
            row(line["name"], f"{line['value']:,.1f} {line['unit']}", line["cpu_us"] or "-")


def part_table(results):
    head("part", "CPU us each", "a second and core", "bytes", "target")
    for one in results:
        name = one["name"].split("/process_time")[0].split("/real_time")[0].split("/iterations")[0]
        scale = {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6}[one["time_unit"]]
        count = one["items_per_second"] * one["real_time"] * scale / 1e6
        if "process_time" not in one["name"] and "real_time" not in one["name"]:
            count = one["items_per_second"] * one["cpu_time"] * scale / 1e6
        each = one["cpu_time"] * scale / max(count, 1)
        row(name + one["engine"], f"{each:,.1f}", f"{1e6 / each:,.0f}", f"{one.get('bytes', 0):,.0f}" if "bytes" in one else "",
            PART_TARGETS.get(name, ""))


WORKS = {
    "ubl_write": "UBL of 10 lines written",
    "tree_read": "the same parsed to a tree",
    "ubl_read": "the same read into an invoice",
    "rules_10": "official rules, 10 lines",
    "rules_100": "official rules, 100 lines",
    "pdf": "PDF/A-3b, one page, invoice inside",
}


def peer_table(lines):
    head("the same work, one core", "by", "CPU us each", "instructions", "times Airut's")
    for line in lines:
        counted = line["instructions"]
        row(WORKS[line["work"]], line["program"], f"{line['cpu_us']:,.1f}",
            f"{counted:,.0f}" if counted else "-", f"{line['ratio']:,.1f}")


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    cores = sum(line.startswith("processor") for line in open("/proc/cpuinfo"))
    load = open("/proc/loadavg").read().split()[0]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True,
                            text=True).stdout.strip()
    today = datetime.date.today().isoformat()
    return f"{today}, commit {commit}, {cores} x {model}, load at the end {load}"


print(f"# Results\n\n{machine()}\n")
load_table([json.loads(line) for line in open(folder / "load.jsonl")])
print()
parts = []
for name, engine in (("formats.json", ""), ("ledger.json", ""), ("postgresql.json", " on PostgreSQL")):
    for one in json.load(open(folder / name))["benchmarks"]:
        parts.append({**one, "engine": engine})
part_table(parts)
print()
peer_table([json.loads(line) for line in open(folder / "peers.jsonl")])
