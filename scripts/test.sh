#!/usr/bin/env bash
# Every test, the browser's included. Installs Chromium from the system's packages where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/chromium.sh
# A file stays in one process: its costly ground (a server, a whole house, example cities) is made once.
exec .venv/bin/python -m pytest -n 2 --dist loadfile "$@"
