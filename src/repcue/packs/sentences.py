"""What pydantic complains about, in words for people who write packs: one sentence for each type of error.

pydantic's own wording, type names and links are never shown.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from repcue.core.errors import did_you_mean
from repcue.packs.nodes import Listing, Node, Scalar
from repcue.packs.values import LICENCE_HINT, shown


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error of pydantic's, with what is needed to say it well."""

    key: str
    """The last key of its place."""

    node: Node | None
    """What stands there."""

    context: Mapping[str, Any]
    """pydantic's numbers and lists: `ge`, `expected`."""

    bounds: str
    """What the field allows: ` Use 1 to 20.`, or nothing."""

    keys: Sequence[str]
    """The keys that are allowed beside this one."""

    @property
    def given(self) -> str:
        """What stands there, as it is quoted."""
        if isinstance(self.node, Scalar):
            return shown(self.node.text)
        return "a list" if isinstance(self.node, Listing) else "a block of keys"


_PHASES: Final = 4

Said = tuple[str, str]
"""What is wrong, and what is allowed."""


def _choice(complaint: Complaint) -> Said:
    allowed = re.findall(r"'([^']*)'", str(complaint.context.get("expected", "")))
    given = complaint.node.text if isinstance(complaint.node, Scalar) else ""
    listed = f"Use one of: {', '.join(allowed)}." if len(allowed) > 1 else f"Use {''.join(allowed)}."
    is_noun = complaint.key not in {"by", "mechanic", "starts", "when"}
    what = complaint.key.replace("_", " ") if is_noun else f"value of {complaint.key!r}"
    return f"{complaint.given} is no {what}.", f"{listed}{did_you_mean(given, allowed)}"


MISSING_HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aliases": "Write what one says to pick it, like aliases: [bench press].",
        "author": "Write who made it, like author: Robin Rivera.",
        "cues": "Write at least one, with focus and rep.",
        "exercises": "Write at least one below it.",
        "focus": "Write focus: internal for the muscle, or focus: external for the bar, the floor or another thing.",
        "format": "Write format: 1.",
        "id": "Write one in lower-case letters and digits joined by hyphens, like id: bench-press.",
        "licence": LICENCE_HINT,
        "muscles": "Write at least the one that works most, like muscles: {primary: [chest]}.",
        "name": "Write what is shown on the screen, like name: Bench press.",
        "rep": "Write the words said on a repetition, like rep: Push the floor away.",
        "title": "Write what is shown in lists, like title: Leg day.",
        "version": "Write version: 1.0.0.",
    }
)
"""What to write under keys that have to be there."""


def _missing(complaint: Complaint) -> Said:
    return f"key {complaint.key!r} is missing.", MISSING_HINTS.get(complaint.key, "")


def _unknown_key(complaint: Complaint) -> Said:
    suggestion = did_you_mean(complaint.key, complaint.keys)
    return f"unknown key {shown(complaint.key)}.{suggestion}", f"Keys here: {', '.join(complaint.keys)}."


def _neither(complaint: Complaint) -> Said:
    return f"{complaint.given} is neither true nor false.", "Use true or false."


def _no(kind: str, hint: str) -> Callable[[Complaint], Said]:
    return lambda complaint: (f"{complaint.given} is no {kind}.", f"{hint}{complaint.bounds}")


def _stands_where(belongs: str, hint: str) -> Callable[[Complaint], Said]:
    return lambda complaint: (f"{_a(complaint)} stands where {belongs} belongs.", hint)


def _a(complaint: Complaint) -> str:
    return f"the text {complaint.given}" if isinstance(complaint.node, Scalar) else complaint.given


def _limit(word: str, name: str) -> Callable[[Complaint], Said]:
    return lambda complaint: (
        f"{complaint.given} is {word}.",
        complaint.bounds.strip() or f"The limit is {complaint.context.get(name)}.",
    )


def _length(word: str, limit: str, name: str, *, of: str) -> Callable[[Complaint], Said]:
    def say(complaint: Complaint) -> Said:
        text = complaint.node.text if isinstance(complaint.node, Scalar) else ""
        count = len(complaint.node.items) if isinstance(complaint.node, Listing) else len(text)
        of_what = of[:-1] if count == 1 else of
        if count == 0:
            return f"this is empty; it needs {of}.", f"Use at {limit} {complaint.context.get(name)}."
        return f"this has {count} {of_what}, which is too {word}.", f"Use at {limit} {complaint.context.get(name)}."

    return say


def _own(complaint: Complaint) -> Said:
    return str(complaint.context.get("sentence")), str(complaint.context.get("hint", ""))


def _raised(complaint: Complaint) -> Said:
    return str(complaint.context.get("error")), ""


_KEYS = _stands_where("a block of keys", "Write 'key: value' lines under it, indented by two blanks.")
_LIST = _stands_where("a list", "Write each item on its own line after '- ', or all in [ ] with commas between.")


def _text(complaint: Complaint) -> Said:
    if complaint.key == "tempo":
        items = complaint.node.items if isinstance(complaint.node, Listing) else ()
        parts = [item.text for item in items if isinstance(item, Scalar)]
        meant = "-".join(parts) if len(parts) == len(items) == _PHASES else "3-1-1-0"
        return f"{complaint.given} stands where a tempo belongs.", f"Write it as {meant}, without brackets."
    if isinstance(complaint.node, Listing):
        return "a list stands where a text belongs.", "Write one text after the colon, without brackets or hyphens."
    return f"{complaint.given} stands where a text belongs.", "Write it on the same line, after the colon."


SENTENCES: Final[Mapping[str, Callable[[Complaint], Said]]] = MappingProxyType(
    {
        "bool_parsing": _neither,
        "bool_type": _neither,
        "dict_type": _KEYS,
        "enum": _choice,
        "extra_forbidden": _unknown_key,
        "finite_number": _no("finite number", "Write digits, like 62.5."),
        "float_parsing": _no("number", "Write digits, like 62.5."),
        "float_type": _no("number", "Write digits, like 62.5."),
        "greater_than": _limit("too small", "gt"),
        "greater_than_equal": _limit("too small", "ge"),
        "int_from_float": _no("whole number", "Write digits, like 10."),
        "int_parsing": _no("whole number", "Write digits, like 10."),
        "int_parsing_size": _no("whole number of a sensible size", "Write fewer digits."),
        "int_type": _no("whole number", "Write digits, like 10."),
        "less_than": _limit("too large", "lt"),
        "less_than_equal": _limit("too large", "le"),
        "list_type": _LIST,
        "literal_error": _choice,
        "missing": _missing,
        "model_type": _KEYS,
        "sentence": _own,
        "string_too_long": _length("long", "most", "max_length", of="characters"),
        "string_too_short": _length("short", "least", "min_length", of="characters"),
        "string_type": _text,
        "string_unicode": _no("text", "Save the file with the encoding UTF-8."),
        "too_long": _length("long", "most", "max_length", of="items"),
        "too_short": _length("short", "least", "min_length", of="items"),
        "tuple_type": _LIST,
        "value_error": _raised,
    }
)
"""By type of error. `sentence` is the type of our own rules (`packs/values.py`)."""


def said(error_type: str, complaint: Complaint) -> Said:
    """Return what is wrong and what is allowed; of a type that is not foreseen, only that it is wrong."""
    foreseen = SENTENCES.get(error_type)
    return foreseen(complaint) if foreseen else (f"{complaint.given} cannot stand here.", complaint.bounds.strip())
