#!/bin/sh
# Runs every check, tells which failed, and fails at the end if any did.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
failed=""

step() {
    name=$1
    shift
    printf '%s … ' "$name"
    if output=$("$@" 2>&1); then
        echo fine
        [ -z "$output" ] || echo "$output" | tail -n 1
    else
        echo "FAILED"
        echo "$output" | tail -n 60
        failed="$failed, $name"
    fi
}

step "lint" $python -m ruff check --quiet .
step "format" $python -m ruff format --check --quiet .
step "types" $python -m mypy --no-error-summary
step "missing migrations" $python manage.py makemigrations --check --dry-run
step "safe migrations" $python manage.py lintmigrations --settings tests.settings --quiet ignore ok
step "templates" $python -m djlint --lint --quiet templates
step "translations" $python scripts/check_translations.py
step "dependencies used" $python -m deptry --no-ansi .
step "dependency audit" $python scripts/audit.py
step "settings for a server" $python scripts/check_deploy.py

[ -z "$failed" ] || { echo "Failed: ${failed#, }"; exit 1; }
echo "All checks passed."
