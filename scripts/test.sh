#!/bin/sh
# The whole suite on SQLite, browser tests included; then on PostgreSQL what a database can make different.
# One after the other: four processes on two processors take a tenth longer for the same, and the words stay apart.
set -u
cd "$(dirname "$0")/.."
processes=${TEST_PROCESSES:-2}
outcome=0
# What one process compiles the others read.
unset PYTHONDONTWRITEBYTECODE
DATABASE=sqlite .venv/bin/python -m pytest -n "$processes" --dist worksteal "$@" || outcome=1
DATABASE=postgresql .venv/bin/python -m pytest -n "$processes" --dist worksteal \
    -m "(not browser or both_databases) and not one_database" "$@" || outcome=1
exit $outcome
