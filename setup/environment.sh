#!/bin/sh
# Make .venv and install what a lock file pins, with hashes. Usage: environment.sh run|test|piper
#
# Three steps: build tools (setup/build.lock), then the lock, then RepCue itself from this folder, so that editing a
# file is enough. RepCue's own build takes the build tools already there: it asks the network for nothing unpinned.
# --no-deps, because a lock is complete and leaves out what pyttsx3 only seems to need (pyproject.toml, tool.uv).
# A stamp holds the folder and the checksums of what was installed; while they stay the same nothing is done.
set -eu
cd "$(dirname "$0")/.."

purpose=$1
case $purpose in
    run) lock=requirements.lock ;;
    test | piper) lock=requirements-$purpose.lock ;;
    *) echo "Usage: environment.sh run|test|piper" >&2; exit 2 ;;
esac
python=.venv/bin/python
log=.venv/install.log
stamp=.venv/installed-$purpose

state() { pwd; cksum setup/build.lock "$1" pyproject.toml; }

if [ -f "$stamp" ] && [ -x "$python" ] && [ "$(cat "$stamp")" = "$(state "$lock")" ]; then
    exit 0
fi

# One line that counts on a terminal, nothing elsewhere; everything pip says is kept in the log.
watch() {
    count=0
    status=failed
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
            Collecting\ * | Processing\ *)
                count=$((count + 1))
                name=${line#* }
                name=${name%%[ =<>;]*}
                ! [ -t 1 ] || printf '\r  %d: %-60.60s' "$count" "${name##*/}"
                ;;
            "Installing collected packages"*) ! [ -t 1 ] || printf '\r  %-65s' "unpacking $count packages" ;;
            "pip is done") status=complete ;;
        esac
    done
    ! [ -t 1 ] || printf '\r%-70s\r' ''
    [ "$status" = complete ]
}

# srt, which vosk imports, has no wheel; anything else without one is a mistake in the lock.
pip() {
    { "$python" -m pip install --disable-pip-version-check --no-input --no-deps --no-build-isolation "$@" 2>&1 \
        && echo "pip is done"; } | watch || {
        grep -v '^WARNING' "$log" | tail -n 5 >&2
        echo "The packages could not be installed (all of it is in $log). Is there a network?" >&2
        exit 1
    }
}

chosen=$(sh setup/python.sh)
if ! [ -x "$python" ] || [ "$(cat .venv/folder 2>/dev/null)" != "$(pwd)" ] || ! "$python" -m pip --version >/dev/null 2>&1; then
    echo "Making .venv with $("$chosen" --version)."
    if ! "$chosen" -c 'import ensurepip' >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        sh setup/apt.sh "a virtual environment" "$("$chosen" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    "$chosen" -m venv --clear .venv
    # Scripts name their Python by its full path, so a folder that was moved needs a new environment.
    pwd >.venv/folder
fi

: >"$log"
echo "Installing what $lock pins; the first time this takes a minute or so."
export PIP_USER=0
pip --require-hashes --only-binary :all: -r setup/build.lock
pip --require-hashes --only-binary :all: --no-binary srt -r "$lock"
pip --no-index --editable .

# The other locks hold everything that requirements.lock holds, at the same versions.
state requirements.lock >.venv/installed-run
state "$lock" >"$stamp"
