#!/usr/bin/env bash
# Every promise of speed, measured one after the other on data of its own; then the README's table.
# The example cities are loaded anew below var/bench, so that nothing of yours is touched; with SIBINA_VAR the data
# there is used as it is. A bench that fails keeps its old figures, stops none of the others, and is named at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
stop() { $python -c "from config.database import stop_embedded; stop_embedded()"; }
if [ -z "${SIBINA_VAR:-}" ]; then
  export SIBINA_VAR="$PWD/var/bench"
  [ ! -d "$SIBINA_VAR" ] || stop
  rm -rf "$SIBINA_VAR"
fi
mkdir -p "$SIBINA_VAR"
trap stop EXIT
.venv/bin/sibina prepare --no-examples
failed=""
for bench in examples import_speed certificates gaps pages attendance plan example_plans mentoring ledger first_page; do
  printf '\n== %s\n' "$bench"
  $python -m "benchmarks.$bench" || failed="$failed $bench"
done
$python -m benchmarks.table
[ -z "$failed" ] || { printf 'Not measured:%s\n' "$failed" >&2; exit 1; }
