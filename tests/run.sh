#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs all tests. Safe to run again; says only
# what it does and what went wrong. AIRUT_PRESET chooses another preset (debug, asan, tsan).
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${AIRUT_PRESET:-release}

./.ci/packages tests
echo "Building Airut and its tests ($preset) ..."
cmake --preset "$preset" >build-log.txt 2>&1 || { cat build-log.txt; rm -f build-log.txt; exit 1; }
cmake --build --preset "$preset" >>build-log.txt 2>&1 || { tail -n 60 build-log.txt; rm -f build-log.txt; exit 1; }
rm -f build-log.txt
echo "Running the tests ..."
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
status=0
ctest --preset "$preset" --parallel 3 --no-tests=error | tee "$summary" || status=$?

# A case whose material or program is missing passes: what was not tested is said.
if left_out=$(grep -ahoE 'skipped: .*' "build/$preset/Testing/Temporary/LastTest.log"); then
  echo "Not tested here ($(wc -l <<<"$left_out") cases left out):"
  sort <<<"$left_out" | uniq -c
  grep -a 'tests passed' "$summary"
fi
exit "$status"
