#!/usr/bin/env bash
# Hashed requirement files: no registry's address stands in them.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=(.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet)
"${uv[@]}" requirements/base.in -o requirements/base.txt
"${uv[@]}" requirements/dev.in -c requirements/base.txt -o requirements/dev.txt
echo uv | "${uv[@]}" - -o requirements/uv.txt
