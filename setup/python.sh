#!/bin/sh
# Print the Python to use: $PYTHON if set, else the first that suits, `python3` before others because it is the one
# people expect. Exit 1 with one sentence when there is none.
set -eu

# pocketsphinx 5.0.4, the one for Python 3.12, has no wheel for Linux on ARM.
suits='
import platform, sys
version = sys.version_info[:2]
on_arm = sys.platform == "linux" and platform.machine() != "x86_64"
sys.exit(not (3, 11) <= version <= (3, 13) or (on_arm and version == (3, 12)))
'

for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c "$suits" >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
    if [ "$candidate" = "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON is no Python 3.11, 3.12 or 3.13; set it to one, or leave it out." >&2
        exit 1
    fi
done
found=$(python3 --version 2>/dev/null || echo "no python3")
echo "RepCue needs Python 3.11, 3.12 or 3.13 (on ARM Linux 3.11 or 3.13); here is $found." \
    "Install one, or name it: make start PYTHON=/path/to/python3.13" >&2
exit 1
