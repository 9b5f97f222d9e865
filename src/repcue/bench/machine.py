"""Which machine a figure was measured on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from repcue import __version__

PACKAGES = ("numpy", "pocketsphinx", "pyttsx3", "sounddevice", "vosk")


def machine() -> dict[str, object]:
    """Return the machine, the Python and the packages that matter to a figure."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "repcue": __version__,
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def machine_line() -> str:
    """Return the machine in one line."""
    about = machine()
    return f"{about['processor']}, {about['cores']} cores, {about['system']}, Python {about['python']}"


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        for line in cpus.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
