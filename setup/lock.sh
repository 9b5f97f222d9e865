#!/bin/sh
# Write the lock files anew from pyproject.toml: every version and hash, for Python 3.11 to 3.13 on Linux, macOS and
# Windows. Old pins are kept where they still fit; `sh setup/lock.sh --upgrade` moves them.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m pip install -q --disable-pip-version-check uv==0.13.9

compile() {
    lock=$1
    shift
    echo "Writing $lock"
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" --output-file "$lock" "$@"
}

compile setup/build.lock --group build "$@"
compile requirements.lock pyproject.toml "$@"
compile requirements-test.lock --extra test --constraint requirements.lock pyproject.toml "$@"
compile requirements-piper.lock --extra piper --constraint requirements.lock pyproject.toml "$@"
