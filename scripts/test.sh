#!/bin/sh
# The whole suite on SQLite, browser tests included; then on PostgreSQL what a database can make different.
set -u
cd "$(dirname "$0")/.."
processes=${TEST_PROCESSES:-2}
outcome=0
DATABASE=sqlite .venv/bin/python -m pytest -n "$processes" --dist worksteal "$@" || outcome=1
DATABASE=postgresql .venv/bin/python -m pytest -n "$processes" --dist worksteal -m "(not browser or both_databases) and not one_database" "$@" \
    || outcome=1
exit $outcome
