"""Keys without their colon: told at the line that lacks it, and read as if it stood there.

YAML takes such a line for a text, and complains of it, or of the line below, or of a bracket further on.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from repcue.packs.nodes import Place
from repcue.packs.sentences import MISSING_HINTS

NO_COLON: Final = ("this line has no colon after its key.", "Write 'key: value', with a blank after the colon.")
"""The sentence and its hint."""

_LINE: Final = re.compile(r"(?P<head>[ ]*(?:-[ ]+)*)(?P<key>\w[\w-]*)(?P<value>[ ].*|)")
_BRACKET: Final = re.compile(r"[ ]+[\[{]")
_KEY: Final = re.compile(r"[ ]*[\w-]+[ ]*:(?:[ ]|$)")


class WithColon(NamedTuple):
    """A line with the colon that it lacks."""

    line: str
    column_index: int
    """Of the colon; what stands behind it has moved one column to the right."""


def with_colon(line: str) -> WithColon | None:
    """Return a line with a colon after its first word, or None where no word begins it.

    >>> with_colon("  - focus internal"), with_colon("exercises"), with_colon("'x' y")
    (WithColon(line='  - focus: internal', column_index=9), WithColon(line='exercises:', column_index=9), None)
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    end = found.end("key")
    return WithColon(f"{line[:end]}:{line[end:]}", end)


def place_without_colon(lines: Sequence[str], line_index: int, *, is_of_text_above: bool) -> Place | None:
    """Return the key that lacks its colon where YAML complains of something else; None where none does.

    Args:
        lines: those of the file.
        line_index: the line that YAML complains of.
        is_of_text_above: whether it complains of a colon there; then what stands above may be a text that runs on.

    >>> place_without_colon(["muscles {primary: [glutes]}"], 0, is_of_text_above=False)
    Place(line_index=0, column_index=0)
    >>> place_without_colon(["- focus internal", "  rep: Push"], 1, is_of_text_above=True)
    Place(line_index=0, column_index=2)
    """
    if line_index >= len(lines):
        return None
    found = _LINE.fullmatch(lines[line_index])
    if found and _BRACKET.match(found["value"]):
        return Place(line_index, found.start("key"))
    if not is_of_text_above or _KEY.match(lines[line_index]) is None:
        return None
    column = len(lines[line_index]) - len(lines[line_index].lstrip(" "))
    first = None
    # A text runs on over several such lines.
    for above in range(line_index - 1, -1, -1):
        found = _LINE.fullmatch(lines[above])
        if found and found["key"] in MISSING_HINTS and found.start("key") == column:
            first = Place(above, column)
        elif _holds_something(lines[above]):
            break
    return first


def _holds_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
