"""YAML that cannot be read, made readable for the rest of it: blanks that are none, and lines with a broken value.

Every other line keeps its place, so that what is told of it points where it stands.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import name as sign_name

from repcue.packs.nodes import Document, Keyed, Listing, Node, Path, Place, Scalar

MOST_MENDED_LINES: Final = 5
"""Lines that are made readable in one file; each takes two more readings."""

MOST_MENDED_CHARACTERS: Final = 200_000
"""Longest text that is mended: some 200 exercises, of which a reading takes 0.4 s where the last line is broken."""

_BLANKS: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WITHOUT_WIDTH: Final = "\u200b\u2060\ufeff"
_ODD: Final = f"[{_BLANKS}{_WITHOUT_WIDTH}]"
_ANY_BLANK: Final = f"[ \\t{_BLANKS}{_WITHOUT_WIDTH}]"
IS_ODD_BLANK: Final = re.compile(_ODD)
"""A sign that looks like a blank, or like nothing."""

_DASHES: Final = rf"{_ANY_BLANK}*(?:-(?:{_ANY_BLANK}+|$))*"
_KEY: Final = rf"[\w.{_WITHOUT_WIDTH}-]+{_ANY_BLANK}*:(?:{_ODD}{_ANY_BLANK}*|(?=[ \t]|$))"
_HEAD: Final = re.compile(f"{_DASHES}(?:{_KEY})?")
"""What YAML reads by its blanks: the indentation, dashes, the key, and a sign right after its colon."""

_VALUE: Final = re.compile(r"(?P<head>[ ]*(?:-[ ]+)*(?P<key>[\w-]+)[ ]*:|[ ]*(?:-[ ]+)*-)(?P<value>[^#]*\S.*)")
_KEY_LINE: Final = re.compile(r"[ ]*(?:-[ ]+)*[\w-]+[ ]*:(?:[ ]|$)")
_NAMING: Final = re.compile(r"\b(?:ids?|languages?)[ ]*:")
"""Keys that other lines refer to; where one is unreadable, these would be wrong without being so."""


@dataclass(frozen=True, slots=True)
class OddBlank:
    """A sign that looks like a blank, or like nothing, and that YAML reads as a letter."""

    place: Place
    sentence: str
    hint: str
    mended: str
    """Its whole line with ordinary blanks."""


def odd_blanks(lines: Sequence[str], content: Collection[int]) -> Iterator[OddBlank]:
    """Yield the first such sign of each line where only an ordinary blank will do.

    Args:
        lines: those of the file.
        content: the indices of lines that are text within quotes or a block, where every sign may stand.

    >>> [(blank.place.column_index, blank.mended) for blank in odd_blanks(["title:" + chr(0xA0) + "X"], ())]
    [(6, 'title: X')]
    """
    for index, line in enumerate(lines):
        head = _HEAD.match(line)
        found = IS_ODD_BLANK.search(head[0]) if head else None
        if head and found and index not in content and (":" in head[0] or "-" in head[0] or line[head.end() :]):
            yield OddBlank(Place(index, found.start()), *_told(head[0], found.start()), _mended(line, head.end()))


def _told(head: str, column: int) -> tuple[str, str]:
    name = sign_name(head[column]).lower()
    article = "an" if name[0] in "aeiou" else "a"
    is_between = head[:column].rstrip().endswith((":", "-")) and head[column - 1 : column] in {":", "-"}
    is_blank = re.match(f"[{_BLANKS}]", head[column]) is not None
    hint = "Use an ordinary blank" if is_blank or is_between else "Delete it"
    return f"{article} {name} stands here.", f"{hint}; copied text often brings such signs along."


def _mended(line: str, end: int) -> str:
    head = re.sub(f"(?<=[-:]){_ODD}|[{_BLANKS}]", " ", line[:end])
    head = re.sub(f"[{_WITHOUT_WIDTH}]", "", head)
    return head + " " * (end - len(head)) + line[end:] if head.endswith((":", " ")) else head + line[end:]


def without_value(lines: Sequence[str], index: int) -> str | None:
    """Return a line with a plain word in place of its value, as long as before; None where that would not do.

    >>> without_value(["    name: Row: barbell"], 0), without_value(["author Ann"], 0)
    ('    name: xxxxxxxxxxxx', None)
    """
    found = _VALUE.fullmatch(lines[index]) if index < len(lines) else None
    if found is None or _NAMING.search(lines[index]) or _is_between_levels(lines, index):
        return None
    return f"{found['head']} {'x' * max(1, len(found['value']) - 1)}"


def _is_between_levels(lines: Sequence[str], index: int) -> bool:
    """Return whether more stands beneath a line, or the line itself beneath one that has a value."""
    above = next((line for line in reversed(lines[:index]) if _holds_something(line)), "")
    below = next((line for line in lines[index + 1 :] if _holds_something(line)), "")
    here = _column(lines[index])
    is_list_below = below.lstrip(" ").startswith("-") and ":" in lines[index]
    indent_below = len(below) - len(below.lstrip(" "))
    has_value_above = _VALUE.fullmatch(above) is not None
    return (
        indent_below > here or (is_list_below and indent_below == here) or (has_value_above and _column(above) < here)
    )


def _holds_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _column(line: str) -> int:
    """Return where a key begins, after the dashes before it."""
    found = re.match("[ ]*(?:-[ ]+(?=[^ ]))*", line)
    return found.end() if found else 0


def swallows_keys(document: Document) -> bool:
    """Return whether a text runs over lines that look like keys: a quote stands open, and they are lost in it."""
    return any(
        _KEY_LINE.match(document.lines[index])
        for _, node in _nodes(document.root)
        if isinstance(node, Scalar)
        for index in range(node.start.line_index + 1, min(node.end.line_index + 1, len(document.lines)))
        if (index, node.end.column_index) != (node.end.line_index, 0)
    )


def paths_on(document: Document, lines: Collection[int]) -> Iterator[Path]:
    """Yield where the values are that begin on some lines."""
    return (path for path, node in _nodes(document.root) if isinstance(node, Scalar) and node.start.line_index in lines)


def _nodes(root: Node | None) -> Iterator[tuple[Path, Node]]:
    waiting: list[tuple[Path, Node]] = [((), root)] if root else []
    while waiting:
        path, node = waiting.pop()
        yield path, node
        if isinstance(node, Keyed):
            waiting += [((*path, key), each) for key, each in node.values.items()]
        elif isinstance(node, Listing):
            waiting += [((*path, index), each) for index, each in enumerate(node.items)]
