#!/bin/sh
# Makes .venv and installs the locked requirements named as arguments (default: requirements.txt).
# Does nothing when these very files were installed before.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- requirements.txt

installed=.venv/.installed
up_to_date() {
    [ -x .venv/bin/python ] || return 1
    for file in "$@"; do cmp -s "$file" "$installed/$file" || return 1; done
}
if up_to_date "$@" 2>/dev/null; then exit 0; fi

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}
python=$(find_python)
if [ -z "$python" ] && ! command -v uv >/dev/null; then
    echo "Python 3.11 or later is needed. Install it, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi

options=""
for file in "$@"; do options="$options -r $file"; done

# The options are words on purpose: one -r for each file.
# shellcheck disable=SC2086
with_uv() {
    command -v uv >/dev/null || return 1
    [ -x .venv/bin/python ] || uv venv --quiet --python "${python:-3.11}" .venv || return 1
    uv pip install --quiet --python .venv/bin/python --require-hashes $options
}
# shellcheck disable=SC2086
with_pip() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        if ! "$python" -m venv --clear .venv; then
            echo "Python's venv module is needed. On Debian or Ubuntu: apt-get install -y python3-venv" >&2
            exit 1
        fi
    fi
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes $options
}

echo "Installing $* into .venv …"
with_uv || with_pip
mkdir -p "$installed"
for file in "$@"; do cp "$file" "$installed/$file"; done
