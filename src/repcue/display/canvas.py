"""Text put at columns and rows, turned into lines that fill a screen exactly.

Nothing here fails for want of room: what lies outside is cut off. Wide characters (two columns) are counted as such.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style

Line = tuple[Segment, ...]
"""One row of the screen; its segments are together exactly as wide as the screen."""

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_IN_ASCII: Final = str.maketrans(
    {
        "█": "#", "▀": '"', "▄": "_", "▲": "^", "▼": "v", "■": "=", "░": ".", "·": "|", "…": "~", "✓": "+", "✗": "x",
        "╭": "+", "╮": "+", "╰": "+", "╯": "+", "─": "-", "│": "|", "“": '"', "”": '"', "’": "'",
        **dict.fromkeys(_EIGHTHS[1:], "#"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the screen, in columns and rows from the top left."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the whole screen; a rich renderable."""

    lines: tuple[Line, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the lines from top to bottom."""
        for line in self.lines:
            yield from line
            yield Segment.line()


def in_ascii(line: Line) -> Line:
    """Return the line for a terminal that has no block characters; what has no likeness becomes `?`."""
    return tuple(
        Segment(segment.text.translate(_IN_ASCII).encode("ascii", "replace").decode("ascii"), segment.style)
        for segment in line
    )


def shortened(text: str, columns: int) -> str:
    """Return `text` in at most so many columns, its end replaced by `…` where it is longer.

    >>> shortened("not a command", 8), shortened("stop", 8), shortened("stop", 0)
    ('not a c…', 'stop', '')
    """
    if cell_len(text) <= columns:
        return text
    return set_cell_size(text, columns - 1).rstrip() + "…" if columns > 0 else ""


class Canvas:
    """Pieces of text at their places; `frame` puts them together."""

    def __init__(self, width: int, height: int, blank: Style) -> None:
        """Begin with an empty screen.

        Args:
            width: columns, 0 or more.
            height: rows, 0 or more.
            blank: the style of what nothing is put on.
        """
        self.width = max(0, width)
        self.height = max(0, height)
        self._blank = blank
        self._rows: list[list[tuple[int, str, Style]]] = [[] for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, style: Style) -> int:
        """Put `text` at a column and row; return the column after it.

        What lies outside is cut off; control characters, which could steer the terminal, become blanks.
        """
        if not text.isprintable():
            text = "".join(character if character.isprintable() else " " for character in text)
        if text and 0 <= y < self.height and 0 <= x < self.width:
            self._rows[y].append((x, text, style))
        return x + cell_len(text)

    def put_rows(self, x: int, y: int, rows: Sequence[str], style: Style) -> None:
        """Put several rows under each other."""
        for index, row in enumerate(rows):
            self.put(x, y + index, row, style)

    def put_centred(self, region: Region, y: int, text: str, style: Style) -> None:
        """Put one row of text in the middle of a region, shortened to its width."""
        fitting = shortened(text, region.width)
        self.put(region.x + (region.width - cell_len(fitting)) // 2, y, fitting, style)

    def put_bar(self, region: Region, fraction: float, filled: Style, track: Style) -> None:
        """Fill a region from the left, to an eighth of a column; `fraction` is 0 to 1."""
        eighths = round(min(1.0, max(0.0, fraction)) * region.width * 8)
        whole, rest = divmod(eighths, 8)
        ink = "█" * whole + (_EIGHTHS[rest] if rest else "")
        for y in range(region.y, region.y + region.height):
            x = self.put(region.x, y, ink, filled)
            self.put(x, y, "░" * (region.width - len(ink)), track)

    def frame(self) -> Frame:
        """Return the picture; of pieces that overlap, the one that begins further left is whole."""
        return Frame(tuple(self._line(pieces) for pieces in self._rows))

    def _line(self, pieces: list[tuple[int, str, Style]]) -> Line:
        segments = []
        column = 0
        for x, text, style in sorted(pieces, key=lambda piece: piece[0]):
            if x < column:
                continue
            if x > column:
                segments.append(Segment(" " * (x - column), self._blank))
            fitting = text if x + cell_len(text) <= self.width else set_cell_size(text, self.width - x)
            segments.append(Segment(fitting, style))
            column = x + cell_len(fitting)
        if column < self.width:
            segments.append(Segment(" " * (self.width - column), self._blank))
        return tuple(segments)
