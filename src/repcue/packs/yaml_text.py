"""Packs written as a trainer would write them: YAML that reads back as the same texts, short things on one line."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

WIDEST_LINE: Final = 110

Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]

_PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[\w .'’!?/()+-]*[\w.'’!?)])?", re.ASCII)
"""What needs no quotes anywhere; a text with a comma or a colon gets them."""

_OTHERWISE: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
"""What other readers of YAML take for something else than text."""


def yaml_text(value: Mapping[str, Value], indent: int = 0) -> str:
    """Return keys and values as YAML, each key on a line of its own.

    >>> print(yaml_text({"id": "legs", "aliases": ["squat", "back squat"], "rep": "Push: now"}))
    id: legs
    aliases: [squat, back squat]
    rep: "Push: now"
    """
    return "\n".join(line for key, each in value.items() for line in _lines(key, each, indent))


def scalar(value: str | int | bool) -> str:
    """Return one value, in quotes where it needs them.

    >>> scalar("3-1-1-0"), scalar("no"), scalar(True), scalar("a, b")
    ('3-1-1-0', '"no"', 'true', '"a, b"')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _OTHERWISE
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _lines(key: str, value: Value, indent: int) -> list[str]:
    blanks = " " * indent
    one_line = f"{blanks}{scalar(key)}: {_flow(value)}"
    if isinstance(value, str | int) or (len(one_line) <= WIDEST_LINE and not _holds_keys(value)):
        return [one_line]
    if isinstance(value, Mapping):
        return [f"{blanks}{scalar(key)}:", yaml_text(value, indent + 2)]
    return [f"{blanks}{scalar(key)}:", *(_item(each, indent + 2) for each in value)]


def _item(value: Value, indent: int) -> str:
    blanks = " " * indent
    one_line = f"{blanks}- {_flow(value)}"
    if not isinstance(value, Mapping) or (len(one_line) <= WIDEST_LINE and not any(map(_is_nested, value.values()))):
        return one_line
    return f"{blanks}- {yaml_text(value, indent + 2).lstrip()}"


def _holds_keys(value: Value) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(e, Mapping) for e in value)


def _is_nested(value: Value) -> bool:
    return isinstance(value, Mapping) or _holds_keys(value)


def _flow(value: Value) -> str:
    if isinstance(value, str | int):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"
