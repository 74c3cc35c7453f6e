#!/usr/bin/env bash
# Counts test outcomes in the .trx files below a folder, test by test: the files' own summary counters leave skipped
# and inconclusive tests out.
#
#   bash eng/count-results.sh FOLDER
#
# Prints one line per result file, the tests that did not pass, and at the end "N passed, N failed" (", N skipped" if
# there are any). Exit code 0 only if at least one test ran and every one passed.
set -uo pipefail
export LC_ALL=C

folder=${1:?which folder holds the .trx files}
total_passed=0
total_failed=0
total_skipped=0

# A result is one element <UnitTestResult … outcome="Passed" …>; attribute values never contain a bare '<'.
results_of() {
    grep -oP '<UnitTestResult\s[^<]*' "$1"
}

# count_matches PATTERN: how many lines of standard input match; an outcome that is missing matches nothing.
count_matches() {
    grep -cE "$1" || true
}

while IFS= read -r -d '' file; do
    results=$(results_of "$file")
    all=$(count_matches '<UnitTestResult' <<<"$results")
    passed=$(count_matches ' outcome="Passed"' <<<"$results")
    skipped=$(count_matches ' outcome="(NotExecuted|Inconclusive|Pending|NotRunnable)"' <<<"$results")
    failed=$((all - passed - skipped))
    echo "$(basename "$(dirname "$file")"): $passed passed, $failed failed, $skipped skipped"
    if ((passed < all)); then
        grep -v ' outcome="Passed"' <<<"$results" |
            sed -E 's/.* testName="([^"]*)".*/\1 &/; s/^(.*) <UnitTestResult.* outcome="([^"]*)".*/  \2: \1/'
    fi
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
done < <(find "$folder" -name '*.trx' -print0 2>/dev/null | sort -z)

line="$total_passed passed, $total_failed failed"
if ((total_skipped > 0)); then
    line+=", $total_skipped skipped"
fi
echo "$line"
((total_passed > 0 && total_failed == 0 && total_skipped == 0))
