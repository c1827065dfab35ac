"""Prints the benchmarks of one run as one table: python3 table.py FOLDER [channels]

FOLDER holds what run.sh gathered: load.jsonl, peers.jsonl, NAME.json of Google Benchmark, scale.txt
and growth.tsv, which is a table of its own; what is missing is left out. Every figure is CPU time of the process that does the work,
in microseconds each. "limit" is what nothing of the same kind can beat, measured in the same run:
the bare prototype, OpenSSL's own signature, the tree alone. "share" is limit / ours. With "channels"
the table has the channels alone, and says where a target in figures is met.
"""
import datetime
import json
import pathlib
import platform
import re
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])

# work: (what the issues ask for, work of a peer or of several, work that is the limit)
ASKED = {
    "accept 1": ("a lone request waits for one sync", "", ""),
    "accept 64": ("10,000/s, p99 30 ms, 16 a sync", "peer node_pg 64", "peer prototype 64"),
    "accept 64 on PostgreSQL": ("", "peer node_pg 64", ""),
    "whole ubl": ("1,000/s", "", ""),
    "whole ubl+pdf": ("1,000/s", "", ""),
    "whole pdf": ("1,000/s", "", ""),
    "json_read": ("10 us", "", ""),
    "rules_complete_check": ("50 us", "", ""),
    "ubl_write": ("20 us", "", ""),
    "ubl_read": ("67 us", "", "tree_read by airut"),
    "cii_write": ("20 us", "", ""),
    "finvoice_write": ("25 us", "", ""),
    "pdf_invoice/10": ("500 us", "", ""),
    "pdf_hybrid/10": ("200 us", "", ""),
    "pdf_hybrid/60": ("667 us", "", ""),
    "parse_and_check/10": ("1,000 us", "", "parse_only/10"),
    "parse_and_check/100": ("8,000 us", "", "parse_only/100"),
    "rsa_sign": ("90 % of OpenSSL's own rate", "", "openssl speed rsa2048"),
    "whole_send": ("250/s a core: 4,000 us", "", "rsa_sign"),
    "whole_message/10000": ("", "", "rsa_sign"),
    "transmission": ("2,000/s: 500 us", "", "records"),
    "mail of 30 kB, airut": ("smtp-source's rate, 150 us", "mail of 30 kB, smtp-source", ""),
    "letter ": ("bounded memory", "", ""),  # whatever their size and number
    "read_statement": ("5.3 us", "", ""),
    "open item found by its reference": ("2.5 times the peer", "peer postgres-ledger, hash join", ""),
    "statement matched, journalled and committed":
        ("15 us", ("peer postgres-ledger, matched and applied", "peer Tryton 1,000 items, payment"), ""),
    "ageing counted from the items": ("", ("peer postgres-ledger, ageing", "peer Tryton 1,000 items, ageing",
                                           "peer Tryton 10,000 items, ageing"), ""),
    "letters decided, journalled and queued":
        ("10 us", ("peer postgres-ledger, level and fee of an item", "peer Tryton 1,000 items, letter",
                   "peer Tryton 10,000 items, letter"), ""),
    "event replayed": ("6 us", "", ""),
    "ageing of kept day sums": ("5,000 us", "", ""),
}
# Of side_by_side.py: the same work by others.
SIDE = {
    "ubl_write": "UBL of 10 lines written",
    "tree_read": "the same parsed to a tree",
    "ubl_read": "the same read into an invoice",
    "rules_10": "official rules, 10 lines",
    "rules_100": "official rules, 100 lines",
    "pdf": "PDF/A-3b, one page, invoice inside",
}


class Figure:
    def __init__(self, us, more="", instructions=0, rate=0):
        self.us, self.more, self.instructions, self.rate = us, more, instructions, rate


def lines_of(name):
    path = folder / name
    return [json.loads(line) for line in open(path) if line.startswith("{")] if path.exists() else []


def loads():
    found = {}
    for one in lines_of("load.jsonl"):
        if "rate" in one:
            more = [f"{one['rate']:,.0f}/s"]
            if "p99_ms" in one:
                more.append(f"p50 {one['p50_ms']} and p99 {one['p99_ms']} ms")
            if one.get("per_sync"):
                more.append(f"{one['per_sync']} a sync")
            if one.get("memory_mb"):
                more.append(f"{one['memory_mb']:.0f} MB")
            # The same work in turns: the best of the rounds.
            before = found.get(one["name"])
            if not before or one["cpu_us"] < before.us:
                found[one["name"]] = Figure(one["cpu_us"], ", ".join(more))
            found[one["name"]].rate = max(one["rate"], before.rate if before else 0)
        else:
            found[one["name"]] = Figure(one["cpu_us"], f"{one['value']:,.1f} {one['unit']}")
    return found


def parts(name):
    """One run of Google Benchmark: CPU time of one piece."""
    path, found = folder / f"{name}.json", {}
    if not path.exists():
        return found
    suffix = " on PostgreSQL" if name == "postgresql" else ""
    for one in json.load(open(path))["benchmarks"]:
        if one.get("error_occurred"):
            continue
        work = re.sub(r"/(process_time|real_time|iterations:\d+)", "", one["name"]) + suffix
        us = one["cpu_time"] * {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6}[one["time_unit"]]
        by_wall = "real_time" in one["name"]
        if "items_per_second" in one:
            seconds = one["real_time" if by_wall else "cpu_time"] / one["cpu_time"] * us / 1e6
            us /= max(one["items_per_second"] * seconds, 1)
        us = one.get("cpu_us_each", us)
        found[work] = Figure(us, f"{1e6 / us:,.0f} a second and core",
                             rate=one.get("items_per_second", 0) if by_wall else 0)
    return found


def many_items():
    """Rows of airut_bench_scale: the last of each work, on the fullest store."""
    path, found = folder / "scale.txt", {}
    for line in open(path) if path.exists() else []:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 6 and cells[4].endswith(" us"):
            found[cells[0]] = Figure(float(cells[4].split()[0]), f"{cells[1]} in {cells[2]}, {cells[5]}")
        elif len(cells) >= 5 and ("bytes" in cells[4] or cells[0].startswith("memory")):
            found[cells[0]] = Figure(0, f"{cells[1]} {cells[4]}".strip())
    return found


def print_growth():
    """Rows of airut_bench_growth: a work, and its figure at each size of the one store."""
    path, works, sizes = folder / "growth.tsv", {}, []
    for line in open(path) if path.exists() else []:
        size, work, figure, unit = line.rstrip("\n").split("\t")
        if size == "invoices":
            continue
        if size not in sizes:
            sizes.append(size)
        works.setdefault(f"{work}, {unit}", {})[size] = float(figure)
    if not sizes:
        return
    print()
    row("invoices in the store", *(f"{int(size):,}" for size in sizes))
    print("|" + " --- |" * (len(sizes) + 1))
    for work, figures in works.items():
        row(work, *(f"{figures[size]:,.1f}" if size in figures else "" for size in sizes))


def openssl():
    try:
        told = subprocess.run(["openssl", "speed", "-seconds", "2", "rsa2048"], capture_output=True,
                              text=True).stdout
        rate = float(re.search(r"rsa\s+2048 bits\s+\S+\s+\S+\s+(\S+)", told).group(1))
    except (OSError, AttributeError):
        return {}
    return {"openssl speed rsa2048": Figure(1e6 / rate, f"{rate:,.0f} a second and core")}


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def against(ours, other):
    return f"{other.us / ours.us:,.2f}" if other and ours.us and other.us else ""


def asked_of(work):
    beginning = work.split(" ")[0] + " "
    return ASKED.get(work) or ASKED.get(beginning, ("", "", ""))


def print_row(figures, work):
    ours = figures[work]
    asked, peers, limit = asked_of(work)
    peer, *others = [peers] if isinstance(peers, str) else peers
    peer_figure, limit_figure = figures.get(peer), figures.get(limit)
    row(work, f"{ours.us:,.1f}" if ours.us else "", ours.more,
        f"{peer}: {peer_figure.us:,.1f}" if peer_figure else "", against(ours, peer_figure),
        f"{limit}: {limit_figure.us:,.1f}" if limit_figure else "", against(ours, limit_figure),
        f"{ours.instructions:,.0f}" if ours.instructions else "", asked)
    for other in others:
        if other in figures:
            row(work, f"{ours.us:,.1f}", "", f"{other}: {figures[other].us:,.1f}",
                against(ours, figures[other]), "", "", "", "")


def print_side(lines):
    ours = {one["work"]: one for one in lines if one["program"].lower().startswith("airut")}
    for one in lines:
        if one is ours.get(one["work"]):
            continue
        own = ours.get(one["work"])
        if own:
            row(SIDE[one["work"]], f"{own['cpu_us']:,.1f}", "", f"{one['program']}: {one['cpu_us']:,.1f}",
                f"{one['cpu_us'] / own['cpu_us']:,.2f}", "", "",
                f"{own['instructions']:,.0f}" if own["instructions"] else "", "")


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    cores = sum(line.startswith("processor") for line in open("/proc/cpuinfo"))
    load = open("/proc/loadavg").read().split()[0]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True,
                            text=True).stdout.strip()
    today = datetime.date.today().isoformat()
    return f"{today}, commit {commit}, {cores} x {model}, load at the end {load}"


def verdict(asked, ours, other):
    """Of what is asked for in figures; "" where it is in words."""
    most, least = re.search(r"([\d,]+) us", asked), re.match(r"([\d,]+)/s:", asked)
    share = re.match(r"(\d+) % of", asked)
    held = []
    if most:
        held.append(ours.us <= float(most.group(1).replace(",", "")))
    if least and ours.rate:
        held.append(ours.rate >= float(least.group(1).replace(",", "")))
    if share and other:
        held.append(other.us / ours.us >= int(share.group(1)) / 100)
    if "smtp-source's rate" in asked and other:
        held.append(ours.rate >= other.rate)
    return ("met" if all(held) else "missed") if held else ""


def print_channels():
    """Each program's own rows: two of them have an rsa_sign."""
    beside = openssl() | loads()
    rows = [(name, work, found) for name in ("peppol", "bank", "avtalegiro")
            for found in [parts(name)] for work in found]
    names = {"mail": "email", "letter": "print", "openssl": "beside"}
    rows += [(names[work.split(" ")[0]], work, beside) for work in beside if "smtp-source" not in work]
    row("channel", "work", "CPU us each", "more", "beside it, CPU us", "share of it or times ours",
        "asked for", "told")
    print("|" + " --- |" * 8)
    for channel, work, found in rows:
        asked, peer, limit = asked_of(work)
        ours, other = found[work], peer or limit
        known = found.get(other) or beside.get(other)
        by_clock = f", {ours.rate:,.0f}/s by the clock" if "/s" not in ours.more and ours.rate else ""
        row(channel, work, f"{ours.us:,.1f}", ours.more + by_clock,
            f"{other}: {known.us:,.1f}" + (f", {known.rate:,.0f}/s" if known.rate else "") if known else "",
            against(ours, known), asked, verdict(asked, ours, known))


if sys.argv[2:] == ["channels"]:
    print(f"{machine()}\n")
    print_channels()
    sys.exit()

side = lines_of("peers.jsonl")
figures = loads()
for name in ("formats", "schematron", "ledger", "postgresql", "books", "peppol", "bank", "avtalegiro"):
    figures.update(parts(name))
figures.update(many_items())
figures.update(openssl())
for one in side:
    if one["work"] == "tree_read" and one["program"].lower().startswith("airut"):
        figures["tree_read by airut"] = Figure(one["cpu_us"], "", one["instructions"] or 0)

print(f"{machine()}\n")
row("work", "CPU us each", "more", "peer, CPU us", "times ours", "limit, CPU us", "share of it",
    "user instructions", "asked for")
print("|" + " --- |" * 9)
for work in figures:
    if not work.startswith("peer ") and not work.endswith("smtp-source"):
        print_row(figures, work)
print_side(side)
print_growth()
