"""Block letters and digits in as many sizes as a terminal has room for.

A pixel is one column wide and half a row high, which is nearly square in a terminal. A size is a face and a whole
number of pixels per pixel of the face, so that every stroke stays as thick as the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from repcue.display.faces import LARGE, SMALL, Face

_HALVES: Final = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}


@dataclass(frozen=True, slots=True)
class Size:
    """How big text is drawn."""

    is_large: bool
    """Five pixels wide and seven high rather than three and five."""

    scale: int
    """Pixels per pixel of the face, from 1."""

    @property
    def face(self) -> Face:
        """The glyphs."""
        return LARGE if self.is_large else SMALL

    @property
    def rows(self) -> int:
        """How many rows of the terminal it takes.

        >>> [size.rows for size in SIZES[:5]]
        [3, 4, 5, 7, 8]
        """
        return (len(self.face["0"]) * self.scale + 1) // 2


SIZES: Final = tuple(
    sorted((Size(is_large, scale) for is_large in (False, True) for scale in range(1, 16)), key=lambda size: size.rows)
)
"""Every size, smallest first; the largest is 53 rows high, more than an 80-row terminal can spare for it."""


@lru_cache(maxsize=256)
def big_text(text: str, size: Size) -> tuple[str, ...]:
    """Return rows of block characters that draw `text` in capitals, all equally wide, `size.rows` of them.

    >>> for row in big_text("12/15", SIZES[0]):
    ...     print(row)
    ▄█  ▀▀█   █ ▄█  █▀▀
     █  █▀▀ ▄▀   █  ▀▀█
    ▀▀▀ ▀▀▀ ▀   ▀▀▀ ▀▀▀
    """
    face, scale = size.face, size.scale
    glyphs = [face.get(character, face[" "]) for character in text.upper()]
    rows = []
    for y in range(len(face["0"])):
        pixels = ".".join(glyph[y] for glyph in glyphs)
        rows.extend(["".join(pixel * scale for pixel in pixels)] * scale)
    if len(rows) % 2:
        rows.append("." * len(rows[0]))
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def big_width(text: str, size: Size) -> int:
    """Return how many columns `big_text` takes.

    >>> big_width("12/15", SIZES[0])
    19
    """
    return len(big_text(text, size)[0])


@lru_cache(maxsize=256)
def largest_size(text: str, columns: int, rows: int) -> Size | None:
    """Return the largest size in which `text` fits, or None when not even the smallest does.

    >>> largest_size("88", 30, 12)
    Size(is_large=False, scale=4)
    >>> largest_size("INCLINE BENCH PRESS", 40, 12) is None
    True
    """
    for size in reversed(SIZES):
        if size.rows <= rows and big_width(text, size) <= columns:
            return size
    return None


def is_drawable(text: str) -> bool:
    """Return whether both faces have every character of `text`.

    >>> is_drawable("Squeeze your chest"), is_drawable("벤치 프레스")
    (True, False)
    """
    return all(character in SMALL for character in text.upper())


@lru_cache(maxsize=256)
def wrapped_big_text(text: str, columns: int, rows: int, *, at_most_lines: int = 2) -> tuple[str, ...]:
    """Return `text` as large as it fits, broken between words into as few lines as that size needs.

    Empty when it does not fit in any size, or has characters that no face draws. The lines are centred on each
    other, and a blank row is between them.

    >>> len(wrapped_big_text("squeeze your chest", 80, 4)), wrapped_big_text("squeeze your chest", 20, 4)
    (3, ())
    """
    if not text or not is_drawable(text):
        return ()
    for size in reversed(SIZES):
        lines = _broken(text.split(), columns, size)
        if lines and len(lines) <= at_most_lines and len(lines) * (size.rows + 1) - 1 <= rows:
            return _stacked([big_text(line, size) for line in lines])
    return ()


def _broken(words: Sequence[str], columns: int, size: Size) -> list[str]:
    """Return lines no wider than `columns`, or none when a word is."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and big_width(longer, size) <= columns:
            lines[-1] = longer
        elif big_width(word, size) <= columns:
            lines.append(word)
        else:
            return []
    return lines


def _stacked(drawn: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    width = max(len(rows[0]) for rows in drawn)
    stacked: list[str] = []
    for rows in drawn:
        if stacked:
            stacked.append(" " * width)
        stacked.extend(row.center(width) for row in rows)
    return tuple(stacked)
