#!/bin/sh
# The whole suite on SQLite, browser tests included; then on PostgreSQL what a database can make different.
set -eu
cd "$(dirname "$0")/.."
processes=${TEST_PROCESSES:-2}
echo "Tests on SQLite"
DATABASE=sqlite .venv/bin/python -m pytest -n "$processes" "$@"
echo "Tests on PostgreSQL"
DATABASE=postgresql .venv/bin/python -m pytest -n "$processes" --ignore=tests/architecture \
    -m "not browser or both_databases" "$@"
