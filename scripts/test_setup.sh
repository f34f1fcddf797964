#!/bin/sh
# Everything the tests need: locked packages, Chromium, PostgreSQL, Pango, gettext. With the argument "check" only what
# `make check` needs. Installs what is missing where it may, and names the command where it may not.
set -eu
cd "$(dirname "$0")/.."
sh scripts/install.sh requirements.txt requirements-dev.txt requirements-pdf.txt

missing=""
need() { missing="$missing $1"; }
# The first is Chromium without its windows: it does the same with less work, and is taken where both are there.
has_browser() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return
    done
    return 1
}
has_library() { .venv/bin/python -c "import ctypes.util, sys; sys.exit(not ctypes.util.find_library('$1'))"; }

command -v msgfmt >/dev/null && command -v xgettext >/dev/null || need gettext
if [ "${1:-}" != check ]; then
    has_browser || need chromium-headless-shell
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need "postgresql postgresql-contrib"
    { has_library pango-1.0 && has_library pangoft2-1.0; } || need "libpango-1.0-0 libpangoft2-1.0-0"
    fc-list 2>/dev/null | grep -q . || need "fontconfig fonts-dejavu-core"
fi
[ -n "$missing" ] || exit 0

command="apt-get update && apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null; then
    echo "The tests need$missing (names of Debian packages). Install them and run this again." >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "The tests need more system packages. Run as root: $command" >&2
    exit 1
fi
echo "Installing$missing …"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! sh -c "$command" >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "Installing failed. Run it by hand: $command" >&2
    exit 1
fi
rm -f "$log"
