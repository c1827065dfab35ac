#!/usr/bin/env bash
# Builds the fuzz targets, gathers seeds from ../shared/data, and runs each target until it has made
# so many executions or used so many seconds. Corpora are shared by both builds and stay in
# AIRUT_FUZZ_FOLDER (build/fuzz-corpus), so that the next run goes on where this one ended; what
# breaks a target is kept there in crashes/TARGET, and executions.tsv sums up what was run.
#   tests/fuzz/run.sh [--fast] [--runs N] [--seconds N] [TARGET...]
# --fast: without AddressSanitizer, with the checks of UBSan and of the standard library.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=10000000 seconds=600 preset=fuzz targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --fast) preset=fuzz-fast; shift ;;
    --runs) runs=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    *) targets+=("$1"); shift ;;
  esac
done
[ ${#targets[@]} -gt 0 ] || targets=(json ubl cii finvoice teapps camt documents finvoice_network peppol as4 bank_ws feedback upload csv ktl tito ocr archive pdf schematron xpath)
data=../shared/data build=build/$preset folder=${AIRUT_FUZZ_FOLDER:-build/fuzz-corpus}
mkdir -p "$folder"

cmake --preset "$preset" >/dev/null
for target in "${targets[@]}"; do echo "airut_${target}_fuzz"; done |
  xargs cmake --build "$build" --target >&2

# Small files that hold a word, of a folder of the shared material.
gather() { # folder, word, into
  [ -d "$1" ] || return 0
  grep -rlIZ --include='*' -e "$2" "$1" 2>/dev/null |
    while IFS= read -r -d '' file; do
      [ "$(stat -c %s "$file")" -gt 16384 ] && continue
      local small
      small=$3/$(echo "$file" | sha1sum | cut -c1-16)
      xmllint --noblanks --nonet "$file" 2>/dev/null | sed 's/> *</></g' >"$small" || cp "$file" "$small"
      [ "$(stat -c %s "$small")" -le 5000 ] || rm "$small"
    done
}

words() { # an XML or XPath dictionary: the names that the sources of these rooms know
  grep -rhoE '"[A-Za-z][A-Za-z0-9:_-]{2,40}"' "$@" | sort -u
}

seed() { # target
  local into=$folder/seeds/$1
  mkdir -p "$into"
  case $1 in
    json) cp examples/invoices/*.json ../shared/reference/api/example_*.json "$into" 2>/dev/null || true ;;
    ubl) gather "$data/en16931/whole" 'schema:xsd:Invoice-2\|schema:xsd:CreditNote-2' "$into" ;;
    cii) gather "$data/en16931/whole" 'CrossIndustryInvoice:100' "$into"
         gather "$data/en16931/en-cii" 'CrossIndustryInvoice:100' "$into" ;;
    finvoice) gather "$data/finvoice" '<Finvoice' "$into"; gather "$data/en16931/whole" '<Finvoice' "$into" ;;
    teapps) cp tests/fuzz/seeds/teapps.xml "$into" ;;
    camt) gather "$data/payments" 'iso:20022' "$into" ;;
    documents) for other in ubl finvoice cii teapps; do seed "$other"; cp "$folder/seeds/$other"/* "$into" 2>/dev/null || true; done ;;
    finvoice_network) gather "$data/finvoice" 'Envelope\|<Finvoice\|Finvoiceack' "$into" ;;
    peppol) gather "$data/peppol" 'StandardBusinessDocument\|ServiceMetadata\|ApplicationResponse\|ServiceGroup' "$into" ;;
    as4) printf 'multipart/related; boundary="b"; type="application/soap+xml"\n--b\r\nContent-Type: application/soap+xml\r\nContent-ID: <a>\r\n\r\n<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"/>\r\n--b\r\nContent-ID: <c>\r\n\r\nx\r\n--b--\r\n' >"$into/parts"
         find "$data/peppol/as4" -type f -size -16k -name '*.xml' 2>/dev/null | head -n 40 |
           while IFS= read -r file; do { echo 'application/soap+xml; charset=UTF-8'; cat "$file"; } >"$into/$(echo "$file" | sha1sum | cut -c1-16)"; done ;;
    bank_ws) gather "$data/bankws" 'Envelope\|ApplicationRe' "$into" ;;
    feedback) gather "$data/payments/norway" '.' "$into"
         printf 'id;status;text\nmsg_1;RECEIVED;"a;b"\n' >"$into/csv"
         printf '{"statuses":[{"id":"msg_1","status":7,"text":"x"}]}' >"$into/json"
         printf '<All><Status><Id>msg_1</Id><Code>OK</Code><text/></Status></All>' >"$into/xml"
         printf 'transaksjon;kid;belop;feilmelding;niva\n1;12345;100,00;FEIL;ADVARSEL\n' >"$into/clearing" ;;
    upload) printf 'multipart/form-data; boundary=b\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n<a/>\r\n--b--\r\n' >"$into/form"
         printf '/v1/invoices?limit=5&q=%%C3%%A5\nclient=a+b&x=%%20' >"$into/target"
         printf 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.fi\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n' >"$into/report" ;;
    csv) printf '\0A;B;C;D;E;F;G;H\n1;2.3.2026;EUR;Ostaja;2;10,50;25,5;1009\n1;;;;1;"a""b";14;\n' >"$into/headings"
         printf '\1"1","2.3.2026",EUR,Ostaja,2,10.5,25,RF18539007547034\r\n' >"$into/places" ;;
    ktl) gather "$data/payments/finland" '.' "$into" ;;
    tito) gather "$data/payments/finland" '^T' "$into" ;;
    ocr) gather "$data/payments/norway" '^NY' "$into" ;;
    archive) python3 - "$into" <<'PY'
import sys, zipfile
for name, kind in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}", "w", kind) as out:
        out.writestr("a.xml", "<a>" + "x" * 100 + "</a>")
        out.writestr("folder/b.json", "{}")
PY
      ;;
    pdf) python3 - "$into" <<'PY'
import sys, zlib
def pdf(stream, extra=b""):
    parts = [b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(factur-x.xml)3 0 R]>>>>/AF[3 0 R]>>",
             b"<</Type/Pages/Kids[]/Count 0>>",
             b"<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/EF<</F 4 0 R>>>>",
             b"<</Type/EmbeddedFile/Length %d%s>>stream\n%s\nendstream" % (len(stream), extra, stream)]
    out, at = b"%PDF-1.7\n", []
    for i, part in enumerate(parts, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, part)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % a for a in at)
    return out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
xml = b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:x'/>"
open(sys.argv[1] + "/plain", "wb").write(pdf(xml))
open(sys.argv[1] + "/flate", "wb").write(pdf(zlib.compress(xml), b"/Filter/FlateDecode"))
PY
      ;;
    schematron) cp tests/fuzz/seeds/rules.sch "$into" ;;
    xpath) grep -rhoE 'test="[^"]{3,300}"' tests/schematron/*.cpp "$data/en16931" --include='*.sch' --include='*.cpp' 2>/dev/null |
             sed 's/^test="//; s/"$//; s/\\$//' | sort -u | head -n 400 |
             while IFS= read -r line; do printf '%s' "$line" >"$into/$(printf '%s' "$line" | sha1sum | cut -c1-16)"; done
           grep -rhoE '"[^"\\]{4,200}"' tests/schematron/functions_test.cpp tests/schematron/operators_test.cpp tests/schematron/paths_test.cpp |
             sed 's/^"//; s/"$//' | sort -u | head -n 800 |
             while IFS= read -r line; do printf '%s' "$line" >"$into/$(printf '%s' "$line" | sha1sum | cut -c1-16)"; done ;;
  esac
}

dictionary() { # target, into: names and a few values
  case $1 in
    schematron | xpath) words formats/schematron ;;
    documents) words formats/ubl formats/finvoice formats/teapps ;;
    finvoice_network) words formats/finvoice_frame formats/finvoice_notice ;;
    peppol) words formats/sbdh formats/smp formats/application_response ;;
    as4) words formats/as4 formats/xml ;;
    feedback) words formats/feedback formats/netsgiro formats/collection formats/efaktura ;;
    upload) words gateway/http channels/mail ;;
    ktl | tito | ocr | archive | pdf | csv) printf '"1"\n' ;;
    *) words "formats/$1" ;;
  esac >"$2"
}

# What these read says all it can in few bytes; documents need room for their elements.
longest() { # target
  case $1 in
    ktl | tito | ocr | csv | schematron) echo 1024 ;;
    xpath) echo 200 ;;
    archive | pdf | json) echo 2048 ;;
    *) echo 5000 ;;
  esac
}

printf '%-11s %12s %8s %8s  %s\n' target executions /s seconds crashes
for target in "${targets[@]}"; do
  [ -d "$folder/seeds/$target" ] || seed "$target"
  mkdir -p "$folder/corpus/$target" "$folder/crashes/$target"
  dictionary "$target" "$folder/$target.dict"
  log=$folder/$target.$preset.log
  "$build/tests/fuzz/airut_${target}_fuzz" -runs="$runs" -max_total_time="$seconds" -timeout=120 -report_slow_units=120 \
    -rss_limit_mb=1500 -max_len="$(longest "$target")" -print_final_stats=1 -verbosity=1 -dict="$folder/$target.dict" \
    -artifact_prefix="$folder/crashes/$target/" "$folder/corpus/$target" "$folder/seeds/$target" >"$log" 2>&1 || true
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf '%s\t%s\t%s\n' "$target" "$preset" "${executed:-0}" >>"$folder/executions.tsv"
  printf '%-11s %12s %8s %8s  %s\n' "$target" "$executed" \
    "$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")" \
    "$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$log")" \
    "$(find "$folder/crashes/$target" -type f | wc -l)"
done
