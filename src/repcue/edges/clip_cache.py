"""Clips that were made before, by what they were made from.

One file a clip, named by its key: a header (`_HEADER`), then 16-bit samples. A file is written beside its place and
moved there, so none is ever half; one that is damaged all the same does not fit its checksum and is made again. A disk
that is full or read-only costs the cache and nothing else: the first failure is kept in `problem`. What was not used
for longest is removed beyond a size (`edges/clip_pruning.py`).
"""

import os
import struct
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.edges.clip_pruning import LEFT_SHARE, MOST_BYTES, folder_bytes, mark_used, prune
from repcue.edges.clock import file_time_seconds

_HEADER: Final = struct.Struct("<8sIIII")
"""Magic, frames per second, centre frame, frames, CRC-32 of the samples."""

_MAGIC: Final = b"RepCue1\n"


def clip_key(text: str, fingerprint: str, processing: str, sample_rate: int) -> str:
    """Return the name of everything that makes a clip sound as it does, as 64 hexadecimal digits.

    Args:
        text: what is said.
        fingerprint: the voice's, or that of a recording.
        processing: version of what is done to the sound.
        sample_rate: frames per second.
    """
    return sha256("\0".join((text, fingerprint, processing, str(sample_rate))).encode()).hexdigest()


class ClipCache:
    """A folder of clips. Used by one thread."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, now_seconds: float | None = None) -> None:
        """Remember the folder; it is made when the first clip is stored.

        Args:
            folder: where the clips lie; several processes may share it.
            most_bytes: what they may have together before the longest unused are removed.
            now_seconds: when what is loaded counts as used, as files have it; None is the present.
        """
        self._now_seconds = file_time_seconds() if now_seconds is None else now_seconds
        self._folder = folder
        self._most_bytes = most_bytes
        self._bytes: int | None = None
        """What the folder has, as far as this program knows; None until it stores something."""

        self._used: set[str] = set()
        self.problem: str | None = None
        """Why nothing is stored any more, as a sentence; None while all is well."""

    def load(self, key: str, sample_rate: int) -> tuple[Samples, int] | None:
        """Return samples (float32, shape (frames,)) and centre frame, or None if the clip is not there or damaged."""
        try:
            content = self._path(key).read_bytes()
        except OSError:
            return None
        if len(content) < _HEADER.size:
            return None
        magic, rate, centre_frame, frames, checksum = _HEADER.unpack_from(content)
        body = memoryview(content)[_HEADER.size :]
        if magic != _MAGIC or rate != sample_rate or len(body) != 2 * frames or zlib.crc32(body) != checksum:
            return None
        self._used.add(self._path(key).name)
        mark_used(self._path(key), self._now_seconds)
        return np.frombuffer(body, dtype="<i2").astype(np.float32) / np.float32(32768), centre_frame

    def store(self, key: str, samples: Samples, centre_frame: int, sample_rate: int) -> None:
        """Keep a clip, whose samples lie on the grid of 16 bits; nothing happens once `problem` is set."""
        if self.problem is not None:
            return
        body = np.round(samples * 32768).astype("<i2").tobytes()
        header = _HEADER.pack(_MAGIC, sample_rate, centre_frame, len(samples), zlib.crc32(body))
        unfinished = self._folder / f".{key}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(header + body)
            unfinished.replace(self._path(key))
            with suppress(FileNotFoundError):  # another program has just pruned it
                self._make_room(self._path(key))
        except OSError as error:
            self.problem = (
                f"Rendered speech cannot be kept in {str(self._folder)!r} ({error.strerror}); "
                f"the session goes on, and the next start makes it again."
            )
            self._remove(unfinished)

    def _make_room(self, stored: Path) -> None:
        """Count a clip that was stored, and prune where that makes it too much."""
        status = stored.stat()
        self._used.add(stored.name)
        self._bytes = folder_bytes(self._folder) if self._bytes is None else self._bytes + status.st_size
        if self._bytes > self._most_bytes:
            left = prune(self._folder, self._most_bytes, status.st_mtime, self._used)
            # Where more is in use, it is looked at again after as much as is removed at once, and not at every clip.
            self._bytes = min(left, round(LEFT_SHARE * self._most_bytes))

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.clip"

    def _remove(self, unfinished: Path) -> None:
        try:
            unfinished.unlink(missing_ok=True)
        except OSError:
            return  # `problem` says already that the folder cannot be written to
