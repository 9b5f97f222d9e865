"""One line for every record worth telling: for logs, screen readers, and what `rehearse` prints."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from repcue.display.fold import ALARM_CLIP, Record, exercise_name, load_text, refusal_text

_SPOKEN: Final = frozenset({"cue", "reply", "alert"})
"""Play classes whose words are told; ticks and counts would drown the rest."""


def line_of(record: Record) -> str | None:
    """Return the line that tells a record, or None when it is not worth one.

    The line is plain text without colour or line breaks: the time in seconds, who or what it is about, and what
    happened.

    >>> print(line_of({"kind": "heard", "at_seconds": 7.25, "text": "next set"}))
        7.2  heard    next set
    >>> line_of({"kind": "phase", "at_seconds": 8.0, "rep_number": 1, "phase": "eccentric"}) is None
    True
    """
    tell = _TELLINGS.get(str(record.get("kind")))
    told = tell(record) if tell else None
    if told is None:
        return None
    who, what = told[0], " ".join(told[1].split())
    at_seconds = record.get("at_seconds")
    clock = f"{at_seconds:7.1f}" if isinstance(at_seconds, int | float) else " " * 7
    return f"{clock}  {who:<8} {what}".rstrip()


def _told(record: Record, field: str) -> str:
    value = record.get(field)
    return "" if value is None else str(value)


def _opened(record: Record) -> tuple[str, str] | None:
    engine, model, voice = (_told(record, field) for field in ("engine", "model", "voice"))
    ear = f"{engine} ({model})" if model else engine
    return "open", f"ear {ear}, voice {voice}"


def _heard(record: Record) -> tuple[str, str] | None:
    return "heard", _told(record, "text")


def _refused(record: Record) -> tuple[str, str] | None:
    return "refused", f"{_told(record, 'text')} — {refusal_text(record)}"


def _state(record: Record) -> tuple[str, str] | None:
    return "state", _told(record, "to")


def _set(record: Record) -> tuple[str, str] | None:
    reps = _told(record, "reps")
    done = "" if record.get("outcome") == "started" else f"{reps} reps"
    target = f"{record['target_reps']} reps wanted" if record.get("target_reps") and not done else ""
    tempo = f"tempo {record['tempo']}" if record.get("tempo") else ""
    if record.get("hold_seconds"):
        done, target = f"held {_told(record, 'held_seconds')} s" if done else "", f"hold {record['hold_seconds']} s"
        tempo = ""
    load = load_text(_amount(record, "load_kg"), _amount(record, "load_percent"))
    number = " ".join(part for part in (_told(record, "set_number"), _told(record, "outcome")) if part)
    parts = (exercise_name(_told(record, "exercise")), _told(record, "side"), done or target, tempo, load)
    return "set", ", ".join([number, *(part for part in parts if part)])


def _amount(record: Record, field: str) -> float | None:
    value = record.get(field)
    return float(value) if isinstance(value, int | float) else None


def _rep(record: Record) -> tuple[str, str] | None:
    return "rep", _told(record, "rep_number")


def _play(record: Record) -> tuple[str, str] | None:
    text, outcome = _told(record, "text"), _told(record, "outcome")
    if record.get("clip") == ALARM_CLIP and outcome != "dropped":
        return "alarm", "help is called for"
    if record.get("class") not in _SPOKEN or not text:
        return None
    who = "coach" if record.get("class") == "reply" else _told(record, "class")
    if outcome in {"cut", "dropped"}:
        because = f": {_told(record, 'reason')}" if record.get("reason") else ""
        return who, f"{text} ({outcome}{because})"
    return who, text


def _rest(record: Record) -> tuple[str, str] | None:
    left = _amount(record, "left_seconds")
    change = _told(record, "change")
    return "rest", f"{change}, {left:.0f} s left" if left is not None else change


def _packs(record: Record) -> tuple[str, str] | None:
    return "packs", _told(record, "detail")


def _problem(record: Record) -> tuple[str, str] | None:
    count = record.get("count")
    times = f" {count} times" if isinstance(count, int) and count > 1 else ""
    detail = f": {record['detail']}" if record.get("detail") else ""
    return "problem", f"{_told(record, 'what').replace('_', ' ')}{times}{detail}"


def _closed(record: Record) -> tuple[str, str] | None:
    return "closed", f"{_told(record, 'underflows') or 0} underflows, {_told(record, 'dropped') or 0} sounds dropped"


_TELLINGS: Final[Mapping[str, Callable[[Record], tuple[str, str] | None]]] = MappingProxyType(
    {
        "opened": _opened,
        "heard": _heard,
        "refused": _refused,
        "state": _state,
        "set": _set,
        "rep": _rep,
        "play": _play,
        "rest": _rest,
        "packs": _packs,
        "names": _packs,
        "problem": _problem,
        "closed": _closed,
    }
)
