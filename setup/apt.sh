#!/bin/sh
# Install the Debian packages that are missing, where that needs no password.
# Usage: apt.sh PURPOSE PACKAGE...   Exit 1, after one sentence, when some are still missing.
set -eu
purpose=$1
shift

missing=
for package; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "For $purpose, install:$missing (sudo apt-get install$missing)." >&2
    exit 1
fi

install() {
    # shellcheck disable=SC2086  # each word of $missing is a package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=60 -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
        $missing </dev/null >/dev/null 2>&1
}

echo "Installing with apt:$missing ..."
# A fresh machine has no package lists yet, or old ones.
if ! install; then
    $as_root apt-get update -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 </dev/null >/dev/null 2>&1 || true
    if ! install; then
        echo "For $purpose, these packages are missing and could not be installed:$missing." >&2
        exit 1
    fi
fi
