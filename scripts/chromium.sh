# Sourced: sets SIBINA_CHROMIUM, installing the browser from the system's packages where it is missing.
find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
SIBINA_CHROMIUM=${SIBINA_CHROMIUM:-$(find_chromium)}
if [ -z "$SIBINA_CHROMIUM" ]; then
  echo "Memasang Chromium…" >&2
  as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
  if command -v apt-get >/dev/null; then
    as_root apt-get update -qq >/dev/null 2>&1 || true
    as_root apt-get install -y -qq chromium >/dev/null 2>&1 || true
  fi
  SIBINA_CHROMIUM=$(find_chromium)
fi
[ -n "$SIBINA_CHROMIUM" ] || { echo "Chromium tidak ditemukan dan tidak dapat dipasang. Pasang paket chromium lalu ulangi." >&2; exit 1; }
export SIBINA_CHROMIUM
