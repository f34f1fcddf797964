#!/bin/sh
# The whole suite on SQLite, browser tests included; and on PostgreSQL what a database can make different.
# Both at once: while tests wait for the browser, the others use the processors. PostgreSQL's words come after SQLite's.
set -u
cd "$(dirname "$0")/.."
processes=${TEST_PROCESSES:-2}
outcome=0
# What one process compiles the others read: six of them start.
unset PYTHONDONTWRITEBYTECODE
told=$(mktemp)
trap 'rm -f "$told"' EXIT
trap 'kill "$other" 2>/dev/null; exit 130' INT TERM
DATABASE=postgresql .venv/bin/python -m pytest -n "$processes" --dist worksteal \
    -m "(not browser or both_databases) and not one_database" "$@" >"$told" 2>&1 &
other=$!
DATABASE=sqlite .venv/bin/python -m pytest -n "$processes" --dist worksteal "$@" || outcome=1
wait "$other" || outcome=1
cat "$told"
exit $outcome
