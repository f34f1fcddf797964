#!/bin/sh
# The whole suite on SQLite, browser tests included; then on PostgreSQL what a database can make different.
# One after the other: twice as many processes at once take a tenth longer for the same, and the words stay apart.
set -u
cd "$(dirname "$0")/.."
# One process more than processors: while one waits for its browser or its database, another works.
processes=${TEST_PROCESSES:-3}
outcome=0
# What one process compiles the others read.
unset PYTHONDONTWRITEBYTECODE
DATABASE=sqlite .venv/bin/python -m pytest -n "$processes" --dist worksteal "$@" || outcome=1
DATABASE=postgresql .venv/bin/python -m pytest -n "$processes" --dist worksteal \
    -m "(not browser or both_databases) and not one_database" "$@" || outcome=1
exit $outcome
