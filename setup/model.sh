#!/bin/sh
# Get the speech model, once. Never fails: without it RepCue hears with the recogniser that it brings along.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/repcue models get || echo "Going on with the bundled recogniser; \`make start\` will try again next time."
