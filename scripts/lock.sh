#!/bin/sh
# The two lock files: exact versions with hashes for every platform, and no address of any index.
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}

# The larger one first, so that what runs and what is tested are the same versions.
compile requirements-dev.in -o requirements-dev.lock
compile -c requirements-dev.lock requirements.in -o requirements.lock
