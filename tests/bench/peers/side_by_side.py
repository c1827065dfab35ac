"""Airut and its peers at the same work in one run: python3 side_by_side.py BUILD FOLDER

BUILD holds airut_bench_work; FOLDER takes samples and what the peers need. Every program does the
work N times and ends, pinned to one core; the cost of one is the difference between a long and a
short run, so that starting, loading and warming up are not counted. CPU time is user and system time
of the process; instructions (user) come from perf stat, where the machine counts them. Each figure
is the least of three differences; of one, behind a long warm-up, for programs in Java. Prints a JSON
object a line; what is not there is said on stderr.
"""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
from xml.sax.saxutils import escape

here = pathlib.Path(__file__).resolve().parent
root = here.parents[2]
build, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
shared = root.parent / "shared" / "data" / "en16931" / "bench"
official = os.environ.get("AIRUT_OFFICIAL_RULES", "")
java = ["java", "-XX:+UseSerialGC", "-Xmx1g", "-Djava.awt.headless=true",
        "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog"]
jars = {"SaxonPeer": ["Saxon-HE.jar"],
        "FopPeer": ["fop.jar", "fop-core.jar", "fop-events.jar", "fop-util.jar", "batik-all.jar",
                    "xmlgraphics-commons.jar", "fontbox2.jar", "commons-io.jar", "commons-logging.jar",
                    "xml-apis-ext.jar"]}
fop_settings = """<fop version="1.0"><renderers><renderer mime="application/pdf">
<filterList><value>flate</value></filterList><pdf-a-mode>PDF/A-3b</pdf-a-mode><fonts>
<font embed-url="file:/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"><font-triplet name="D" style="normal" weight="normal"/></font>
<font embed-url="file:/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"><font-triplet name="D" style="normal" weight="bold"/></font>
</fonts></renderer></renderers></fop>"""


def say(text):
    print(text, file=sys.stderr)


def cells(*texts, bold=False):
    weight = ' font-weight="bold"' if bold else ""
    return "<fo:table-row>" + "".join(
        f'<fo:table-cell padding="1.5pt"><fo:block{weight}'
        f'{" text-align=" + chr(34) + "end" + chr(34) if at else ""}>{escape(text)}</fo:block></fo:table-cell>'
        for at, text in enumerate(texts)) + "</fo:table-row>"


def table(widths, rows, head=""):
    columns = "".join(f'<fo:table-column column-width="{width}mm"/>' for width in widths)
    top = f"<fo:table-header>{head}</fo:table-header>" if head else ""
    return (f'<fo:table table-layout="fixed" width="180mm" space-before="6mm">{columns}{top}'
            f"<fo:table-body>{''.join(rows)}</fo:table-body></fo:table>")


def party(one):
    place = one["address"]
    return "".join(f"<fo:block>{escape(text)}</fo:block>" for text in (
        one["name"], place["line1"], f"{place['postal_code']} {place['city']}"))


def write_fo(it):
    """The page that Airut and Typst make, as XSL-FO."""
    pay, totals = it["payment"], it["totals"]
    facts = [("Laskun numero", "@NUMBER@"), ("Laskun päivä", it["issue_date"]),
             ("Eräpäivä", it["due_date"]), ("Viitteenne", it["buyer_reference"]),
             ("Asiakasnumero", it["buyer"]["customer_number"]),
             ("Viitenumero", pay["reference"]["value"]), ("Maksuehto", pay["terms_text"])]
    lines = [cells(f"{one['name']} {one['description']}", one["quantity"], one["unit"],
                   one["net_price"], one["vat"]["rate"], one["net_amount"]) for one in it["lines"]]
    taxes = [cells(one["vat"]["rate"], one["taxable"], one["tax"]) for one in it["vat_breakdown"]]
    bars = "".join(f'<rect x="{at * 6}" y="0" width="{1 + ord(c) % 4}" height="40"/>'
                   for at, c in enumerate(pay["reference"]["value"] * 3))
    body = (party(it["seller"]) + '<fo:block font-size="16pt" font-weight="bold">Lasku</fo:block>'
            + party(it["buyer"]) + table((60, 120), [cells(*fact) for fact in facts])
            + table((80, 20, 20, 20, 20, 20), lines,
                    cells("Kuvaus", "Määrä", "Yks.", "Hinta", "ALV %", "Yhteensä", bold=True))
            + table((60, 60, 60), taxes)
            + table((120, 60), [cells("Veroton", totals["net"]), cells("ALV", totals["vat"]),
                                cells("Maksettava EUR", totals["due"], bold=True)])
            + table((90, 90), [cells(pay["accounts"][0]["iban"], pay["reference"]["value"]),
                               cells(pay["accounts"][0]["bic"], it["due_date"])])
            + '<fo:block><fo:instream-foreign-object content-width="105mm"><svg '
              f'xmlns="http://www.w3.org/2000/svg" width="300" height="40">{bars}</svg>'
              "</fo:instream-foreign-object></fo:block>")
    (folder / "invoice.fo").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" '
        'font-family="D" font-size="8.5pt" xml:lang="fi"><fo:layout-master-set><fo:simple-page-master '
        'master-name="a" page-width="210mm" page-height="297mm" margin="15mm"><fo:region-body/>'
        '</fo:simple-page-master></fo:layout-master-set><fo:declarations><pdf:embedded-file '
        'xmlns:pdf="http://xmlgraphics.apache.org/fop/extensions/pdf" filename="factur-x.xml" '
        f'src="url(file:{folder}/invoice.cii.xml)"/></fo:declarations><fo:page-sequence master-reference="a">'
        f'<fo:flow flow-name="xsl-region-body">{body}</fo:flow></fo:page-sequence></fo:root>')
    (folder / "fop.xml").write_text(fop_settings)


def java_peer(name):
    """The command of a peer in Java, compiled; nothing when its jars are not here."""
    path = ":".join(f"/usr/share/java/{jar}" for jar in jars[name])
    missing = [jar for jar in path.split(":") if not os.path.exists(jar)]
    if missing or not shutil.which("javac"):
        return say(f"skipped: {name} needs {missing or 'javac'}")
    subprocess.run(["javac", "-cp", path, "-d", folder, here / f"{name}.java"], check=True)
    return java + ["-cp", f"{path}:{folder}", name]


def peers():
    """work, program, command without its number of times, short run, long run."""
    own = [str(build / "airut_bench_work")]
    pugi, lxml = folder / "pugixml_peer", ["/usr/bin/python3", str(here / "lxml_peer.py")]
    saxon, fop = java_peer("SaxonPeer") if official else None, java_peer("FopPeer")
    for work in ("ubl_write", "tree_read"):
        yield work, "Airut", own + [work], 2000, 22000
        yield work, "lxml", lxml + [work], 200, 2200
        if pugi.exists():
            yield work, "pugixml", [str(pugi), work], 2000, 22000
    yield "ubl_read", "Airut", own + ["ubl_read"], 2000, 22000
    if official:
        for lines, short in (("rules_10", 500), ("rules_100", 300)):
            yield lines, "Airut", own + [lines], 20, 420
            if saxon:
                yield lines, "Saxon-HE", saxon + [lines], short, short + 200
    else:
        say("skipped: AIRUT_OFFICIAL_RULES does not name a folder with the official rule files")
    yield "pdf", "Airut", own + ["pdf"], 500, 5500
    if fop:
        yield "pdf", "FOP", fop + ["pdf"], 500, 700
    if os.environ.get("AIRUT_PEER_MODULES") and shutil.which("node"):
        yield "pdf", "Typst", ["node", str(here / "typst_peer.mjs"), "pdf"], 40, 240


def counted():
    """Whether this machine counts instructions."""
    if not shutil.which("perf"):
        return False
    shown = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", "true"],
                           capture_output=True, text=True).stderr
    return shown.split(",")[0].strip().isdigit()


def run(command, times, counts):
    """CPU seconds and user instructions of one run on one core."""
    words = ["taskset", "-c", "0"] + command + [str(folder), str(times)]
    if counts:
        words = ["perf", "stat", "-x,", "-o", str(folder / "perf.txt"), "-e", "instructions:u"] + words
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(words, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-400:]}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if not counts:
        return seconds, 0
    rows = [row for row in (folder / "perf.txt").read_text().splitlines() if "instructions" in row]
    return seconds, int(rows[0].split(",")[0])


def measure(command, short, long, counts):
    best, instructions = None, None
    for _ in range(1 if command[0] == "java" else 3):
        low, high = run(command, short, counts), run(command, long, counts)
        each = (high[0] - low[0]) / (long - short)
        best = each if best is None else min(best, each)
        instructions = (high[1] - low[1]) / (long - short)
    return best * 1e6, instructions if counts else None


def main():
    subprocess.run([str(build / "airut_bench_work"), "samples", folder], check=True)
    for name in ("inv10.xml", "inv100.xml"):
        if (shared / name).exists():
            shutil.copy(shared / name, folder)
    write_fo(json.loads((folder / "invoice.json").read_text())["invoice"])
    counts = counted()
    own = {}
    for work, program, command, short, long in peers():
        try:
            micros, instructions = measure(command, short, long, counts)
        except RuntimeError as fault:
            say(f"skipped: {fault}")
            continue
        if program == "Airut":
            own[work] = micros
        print(json.dumps({"work": work, "program": program, "cpu_us": round(micros, 1),
                          "instructions": instructions, "ratio": round(micros / own[work], 1)}),
              flush=True)


main()
