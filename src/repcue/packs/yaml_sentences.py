"""What a YAML reader complains about, in words for people who do not know YAML."""

from collections.abc import Sequence
from typing import Final

from repcue.packs.nodes import Place
from repcue.packs.yaml_colons import NO_COLON, place_without_colon

_COLON_HERE: Final = "mapping values are not allowed here"

_SENTENCES: Final = (
    (
        _COLON_HERE,
        "a colon with a blank after it cannot stand here.",
        "Put a text that holds ': ' in quotes; begin every key in the same column as its neighbours.",
    ),
    (
        "found character '\\t'",
        "a tab cannot indent a line.",
        "Indent with blanks, two for each level.",
    ),
    (
        "found character",
        "a value cannot begin with this sign.",
        "Put the value in quotes.",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes begins a code, and this is none.",
        "Use single quotes around a text with backslashes.",
    ),
    (
        "expected ',' or ']'",
        "this list in square brackets goes wrong here.",
        "Put a comma between its items and ']' at its end.",
    ),
    (
        "expected ',' or '}'",
        "these keys in braces go wrong here.",
        "Put a comma between them and '}' at their end.",
    ),
    (
        "could not find expected ':'",
        *NO_COLON,
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "there is text after the end of the value.",
        "Quotes end a value; write a quote inside single quotes twice: 'it''s'.",
    ),
    (
        "expected <block end>",
        "this line does not fit those above it.",
        "Indent it as its neighbours: keys under keys, '-' under '-'.",
    ),
)
"""How a complaint begins (in PyYAML 6.0), what is wrong, what to do. The first that fits is taken."""

_OPEN_QUOTE: Final = ("the quote that opens here is never closed.", "Put the same quote at the end of the value.")
_OTHERWISE: Final = (
    "the file cannot be read from here on.",
    "Check the indentation, the colons and the quotes of this line and the one above it.",
)


def syntax_sentence(error: object, lines: Sequence[str] = ()) -> tuple[Place, str, str]:
    """Return where a reader's error is, what is wrong there, and what to do.

    Args:
        error: a `yaml.YAMLError` of the reader that is written in Python.
        lines: those of the text; a key without its colon is told where it stands, and not where it confuses the reader.
    """
    complaint = str(getattr(error, "problem", "") or "")
    mark = getattr(error, "problem_mark", None)
    if "quoted scalar" in str(getattr(error, "context", "")) and "end of stream" in complaint:
        mark = getattr(error, "context_mark", mark)
        return _place(mark), *_OPEN_QUOTE
    if complaint == "could not find expected ':'":
        mark = getattr(error, "context_mark", None) or mark
    elif key := place_without_colon(lines, _place(mark).line_index, is_of_text_above=complaint == _COLON_HERE):
        return key, *NO_COLON
    for beginning, sentence, hint in _SENTENCES:
        if complaint.startswith(beginning):
            return _place(mark), sentence, hint + _opening(error)
    return _place(mark), *_OTHERWISE


def opening_line_index(error: object) -> int | None:
    """Return the line, from 0, in which the bracket opens that a reader's error is in; None where it is in none."""
    is_in_bracket = "flow" in str(getattr(error, "context", ""))
    return _place(getattr(error, "context_mark", None)).line_index if is_in_bracket else None


def _opening(error: object) -> str:
    line_index = opening_line_index(error)
    return "" if line_index is None else f" The bracket opens in line {line_index + 1}."


def _place(mark: object) -> Place:
    return Place(getattr(mark, "line", 0), getattr(mark, "column", 0))
