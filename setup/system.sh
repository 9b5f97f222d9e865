#!/bin/sh
# Install the system libraries that no wheel brings. Usage: system.sh run|test
# Never fails: without PortAudio RepCue rehearses, without PulseAudio the tests on a real sound server are skipped.
set -eu
cd "$(dirname "$0")/.."

# On macOS and Windows sounddevice's wheel brings PortAudio.
[ "$(uname -s)" = Linux ] || exit 0

if command -v apt-get >/dev/null 2>&1; then
    packages=libportaudio2
    purpose="a microphone and a speaker"
    if [ "$1" = test ]; then
        packages="libportaudio2 libasound2-plugins pulseaudio pulseaudio-utils"
        purpose="the tests on a real sound server"
    fi
    # shellcheck disable=SC2086  # each word is a package
    sh setup/apt.sh "$purpose" $packages || true
elif ! .venv/bin/python -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("portaudio"))'; then
    echo "For a microphone and a speaker, install PortAudio (Fedora: dnf install portaudio; Arch: pacman -S portaudio)." >&2
fi
