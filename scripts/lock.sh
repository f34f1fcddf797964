#!/bin/sh
# Compiles requirements*.in into requirements*.txt, with hashes and without the name of any host.
# Arguments go to uv: --upgrade, or --upgrade-package NAME.
set -eu
cd "$(dirname "$0")/.."
for name in requirements requirements-dev requirements-pdf; do
    .venv/bin/python -m uv pip compile "$name.in" --output-file "$name.txt" --quiet --generate-hashes \
        --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
done
