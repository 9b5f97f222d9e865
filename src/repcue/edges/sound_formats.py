"""What kind of sound file a file is, by its first bytes.

libsndfile asks its decoders in turn, and that of MP3 complains on stderr of what it does not know; so only what is
allowed comes before it.
"""

import struct
from pathlib import Path
from typing import IO, Final

READ: Final = ("WAV", "FLAC", "OGG", "AIFF")
"""What is read: libsndfile knows more; these are what people have, and AIFF is what macOS's speech writes."""

_MP3: Final = "MP3"
_FORMATS: Final = (
    (b"fLaC", 0, "FLAC"),
    (b"OggS", 0, "OGG"),
    (b"AIFF", 8, "AIFF"),
    (b"AIFC", 8, "AIFF"),
    (b".snd", 0, "AU"),
    (b"caff", 0, "CAF"),
    (b"ftyp", 4, "M4A"),
    (b"riff", 0, "W64"),
)
"""Bytes, where they stand, and the format that they begin."""

_WAVES: Final = {b"RIFF": "<", b"RF64": "<", b"RIFX": ">"}
"""With the order of bytes."""

_MPEG_TAGS: Final = (0x0050, 0x0055)
_EXTENSIBLE_TAG: Final = 0xFFFE
_MOST_CHUNKS: Final = 64
"""So many are looked through for the sound's form; a WAV has it first, or after a few about the recording."""


def sound_format(path: Path) -> str:
    """Return the format of a sound file, such as "WAV" or "MP3", also of one that is not read; "" for any other file.

    A WAV that holds MP3 is "MP3". What is called a sound file and ends early is what its beginning says.

    Args:
        path: any file; its name does not count.
    """
    try:
        with path.open("rb") as file:
            _skip_tags(file)
            return _format_here(file)
    except OSError:
        return ""


def _skip_tags(file: IO[bytes]) -> None:
    """Go past the title and author that some programs write before the sound (ID3v2, section 3.1)."""
    head = file.read(10)
    is_tagged = len(head) == 10 and head.startswith(b"ID3")
    sevens = head[6:] if is_tagged else b""
    file.seek(
        10 + sum((each & 0x7F) << shift for each, shift in zip(sevens, (21, 14, 7, 0), strict=True)) if sevens else 0
    )


def _format_here(file: IO[bytes]) -> str:
    head = file.read(12)
    if head[8:12] == b"WAVE" and (order := _WAVES.get(head[:4])):
        return _MP3 if _tag_of_wave(file, order) in _MPEG_TAGS else "WAV"
    known = (name for sign, offset, name in _FORMATS if head[offset : offset + len(sign)] == sign)
    is_mpeg = len(head) >= 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return next(known, _MP3 if is_mpeg else "")


def _tag_of_wave(file: IO[bytes], order: str) -> int:
    """Return how a WAV's samples are coded, 0 where it does not say."""
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return 0
        size = int(struct.unpack(f"{order}4xI", head)[0])
        if head[:4] != b"fmt ":
            file.seek(size + size % 2, 1)
            continue
        form = file.read(min(size, 26))
        tags = [int(struct.unpack_from(f"{order}H", form, at)[0]) for at in (0, 24) if len(form) >= at + 2]
        return tags[-1] if tags[:1] == [_EXTENSIBLE_TAG] else next(iter(tags), 0)
    return 0
