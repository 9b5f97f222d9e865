"""What the clip cache no longer needs: what was not used for longest, beyond a size that is plenty.

When a clip was used is its file's time, which a use sets where it is a day old; the disk's own time of reading is
seldom kept. Several programs may do this at once: a file that is gone already is no trouble, and one that cannot be
removed stays.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 500_000_000
"""Three voices with all that `essentials` says: a clip at 48 kHz has 0.1 to 0.14 MB (1,276 of them 175 MB)."""

LEFT_SHARE: Final = 0.8
"""Of the most, so that it is done seldom."""

MARKED_SECONDS: Final = 86_400.0
"""A file's time is set no oftener: loading 1,148 clips took 1.3 s, 0.03 to 0.07 s of it for that, and left
as many changes for the disk to write."""

IN_USE_SECONDS: Final = 86_400.0 + MARKED_SECONDS
"""What was used within a day stays, whatever the size: another session may be at it, and this one will come back. A
file that was used that lately has a time of at most so long ago."""


def mark_used(file: Path, now_seconds: float) -> None:
    """Let a file count as used, unless it does so already; where that cannot be written, it counts by its age.

    Args:
        file: a clip.
        now_seconds: the time as files have it.
    """
    with suppress(OSError):
        if abs(now_seconds - file.stat().st_mtime) >= MARKED_SECONDS:
            os.utime(file)


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files of a folder have."""
    return sum(size for _, size, _ in _files(folder))


def prune(folder: Path, most_bytes: int, now_seconds: float, kept: Collection[str] = ()) -> int:
    """Remove what was not used for longest, if a folder has more than `most_bytes`, and return what it has then.

    Args:
        folder: of clips; files that were left half written go as well, once they are old.
        most_bytes: so much stays untouched; beyond it, `LEFT_SHARE` of it is left.
        now_seconds: the time as files have it.
        kept: names of files that stay.
    """
    files = sorted(_files(folder))
    total = sum(size for _, size, _ in files)
    if total <= most_bytes:
        return total
    for used_seconds, size, path in files:
        if total <= LEFT_SHARE * most_bytes or now_seconds - used_seconds < IN_USE_SECONDS:
            break
        if path.name in kept:
            continue
        with suppress(OSError):
            path.unlink()
            total -= size
    return total


def _files(folder: Path) -> list[tuple[float, int, Path]]:
    """Return when each file was used, its bytes and its place; none where there is no such folder."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):  # another program has just removed it
                if entry.is_file(follow_symlinks=False) and entry.name.endswith((".clip", ".part")):
                    status = entry.stat(follow_symlinks=False)
                    found.append((status.st_mtime, status.st_size, Path(entry.path)))
    return found
