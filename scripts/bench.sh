#!/usr/bin/env bash
# Every promise of speed, measured one after the other on data of its own; then the README's table.
# The example cities are loaded below var/bench, so that nothing of yours is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
export SIBINA_VAR="${SIBINA_VAR:-$PWD/var/bench}"
mkdir -p "$SIBINA_VAR"
python=.venv/bin/python
trap '$python -c "from config.database import stop_embedded; stop_embedded()"' EXIT
.venv/bin/sibina prepare --no-examples
$python -m benchmarks.examples
$python -m benchmarks.import_speed
$python -m benchmarks.gaps
$python -m benchmarks.pages
$python -m benchmarks.plan
$python -m benchmarks.first_page
$python -m benchmarks.table
