#!/usr/bin/env bash
# Makes .venv from the hashed requirements. Needs Python 3.11 or later, and what python3-venv brings.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }

root_do() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi; }
apt_install() { command -v apt-get >/dev/null && { root_do apt-get install -y -qq "$@" >/dev/null 2>&1 || { root_do apt-get update -qq >/dev/null 2>&1 && root_do apt-get install -y -qq "$@" >/dev/null 2>&1; }; }; }

python=""
for name in python3.11 python3.12 python3.13 python3; do
  if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then python=$name; break; fi
done
[ -n "$python" ] || { say "Python 3.11 atau lebih baru tidak ditemukan. Pasang python3 lalu ulangi."; exit 1; }

if [ ! -x .venv/bin/python ]; then
  say "Menyiapkan .venv dengan $($python --version)…"
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    # Debian keeps the bundled pip in a package of its own.
    rm -rf .venv
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    apt_install "python$version-venv" || apt_install python3-venv || { say "Modul venv tidak ada. Pasang paket python$version-venv lalu ulangi."; exit 1; }
    "$python" -m venv .venv
  fi
fi
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
say "Memasang pustaka…"
.venv/bin/uv pip install --quiet --require-hashes -r requirements/dev.txt
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .
touch .venv/ready
say "Siap: .venv/bin/sibina"
