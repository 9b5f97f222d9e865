"""The view after one more record of the event log.

Rules:
1. Records that a view has no use for, and fields that are missing, change nothing.
2. `set` and `state` records, and records of the kind `setup` (which `setup_record` makes of a session, for what the log
   tells only when a set begins), may carry any of `exercise, side, set_number, sets_planned, target_reps,
   hold_seconds, tempo, load_kg, load_percent, next_exercise`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from repcue.core.tempo import Phase
from repcue.core.units import seconds_from_frames
from repcue.display.view import PhaseSpan, View

Record = Mapping[str, object]

REFUSALS: Final = MappingProxyType(
    {
        "not_a_command": "no command",
        "wrong_state": "not now",
        "own_voice": "that was me",
        "uncertain": "not sure; say it again",
        "needs_confirmation": "needs a yes",
        "bad_value": "out of range",
    }
)
"""Why words were refused, as a screen says it."""

_PROBLEMS: Final = MappingProxyType(
    {
        "underflow": "the speaker ran dry",
        "overflow": "the microphone was not read in time",
        "device_lost": "an audio device is gone",
        "late": "a sound came too late",
    }
)
ALARM_CLIP: Final = "alarm"
"""The clip that calls for help; other alerts (a rest is over, a refusal) are no alarm."""

_SPANS_KEPT: Final = 12
"""Three repetitions of four phases: more than anybody lays out ahead."""

_SAME_ANSWER_SECONDS: Final = 0.6
"""Replies closer than this are one answer said in pieces; the pause between our sentences is under 0.4 s."""

_PICKS_IN: Final = frozenset({"idle", "ready", "resting"})
"""States in which naming an exercise chooses it."""


def view_after(view: View, record: Record) -> View:
    """Return the view after `record`.

    >>> before = view_after(View(), {"kind": "heard", "at_seconds": 4.0, "text": "next set"})
    >>> after = view_after(before, {"kind": "refused", "at_seconds": 4.0, "text": "next set", "reason": "wrong_state"})
    >>> before.heard, after.refusal
    ('next set', 'not now')
    """
    fold = _FOLDS.get(str(record.get("kind")))
    return fold(view, record) if fold else view


def refusal_text(record: Record) -> str:
    """Return why words were refused and what was probably meant, as a screen says it.

    >>> refusal_text({"reason": "not_a_command", "text": "next said", "nearest": "next set"})
    'no command; did you mean “next set”?'
    >>> refusal_text({"reason": "uncertain", "text": "next set", "nearest": "next set"})
    'not sure; did you mean “next set”? say it again'
    """
    reason, nearest = _text(record, "reason"), _text(record, "nearest")
    if nearest and reason == "uncertain":
        # What was understood in doubt are the words themselves, and they are what is to be said again.
        return f"not sure; did you mean “{nearest}”? say it again"
    if nearest and nearest != _text(record, "text"):
        return f"{_refusal(reason)}; did you mean “{nearest}”?"
    return _refusal(reason)


def _refusal(reason: str) -> str:
    return REFUSALS.get(reason, reason.replace("_", " "))


def exercise_name(identifier: str) -> str:
    """Return an exercise's id as a name to read; a name stays as it is.

    >>> exercise_name("incline-bench-press"), exercise_name("RDL")
    ('Incline bench press', 'RDL')
    """
    words = identifier.replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def load_text(load_kg: float | None, load_percent: float | None) -> str:
    """Return a load to read.

    >>> load_text(62.5, 70), load_text(60.0, None), load_text(None, None)
    ('62.5 kg · 70 %', '60 kg', '')
    """
    parts = ((load_kg, "kg"), (load_percent, "%"))
    return " · ".join(f"{amount:g} {unit}" for amount, unit in parts if amount is not None)


def _text(record: Record, field: str, otherwise: str = "") -> str:
    value = record.get(field)
    return value if isinstance(value, str) else otherwise


def _number(record: Record, field: str) -> float | None:
    value = record.get(field)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(record: Record, field: str, otherwise: int) -> int:
    value = _number(record, field)
    return otherwise if value is None else int(value)


def _at(record: Record, otherwise: float) -> float:
    at_seconds = _number(record, "at_seconds")
    return otherwise if at_seconds is None else at_seconds


def _opened(view: View, record: Record) -> View:
    return replace(
        view,
        engine=_text(record, "engine"),
        voice=_text(record, "voice"),
        sample_rate=max(1, _whole(record, "sample_rate", view.sample_rate)),
    )


def _heard(view: View, record: Record) -> View:
    at_seconds = _at(record, view.heard_at_seconds)
    return replace(view, heard=_text(record, "text"), heard_at_seconds=at_seconds, is_understood=False, refusal="")


def _refused(view: View, record: Record) -> View:
    return replace(
        view,
        heard=_text(record, "text", view.heard),
        heard_at_seconds=_at(record, view.heard_at_seconds),
        is_understood=False,
        refusal=refusal_text(record),
        reply=_text(record, "said", view.reply),
    )


def _intent(view: View, record: Record) -> View:
    at_seconds = _at(record, view.heard_at_seconds)
    # Within one frame the log may tell that an intent was refused before it tells the intent.
    is_refused = bool(view.refusal) and at_seconds == view.heard_at_seconds
    understood = replace(
        view,
        heard=_text(record, "text") or view.heard,
        heard_at_seconds=at_seconds,
        is_understood=not is_refused,
        refusal=view.refusal if is_refused else "",
    )
    slots = record.get("slots")
    if _text(record, "name") == "pick_exercise" and view.state in _PICKS_IN and isinstance(slots, Mapping):
        return replace(understood, exercise=exercise_name(_text(slots, "exercise", view.exercise)))
    return understood


def _setup(view: View, record: Record) -> View:
    changed: dict[str, Any] = {}
    for field in ("tempo", "side"):
        if field in record:
            changed[field] = _text(record, field)
    for field in ("exercise", "next_exercise"):
        if field in record:
            changed[field] = exercise_name(_text(record, field))
    if "set_number" in record:
        changed["set_number"] = _whole(record, "set_number", view.set_number)
    for field in ("sets_planned", "target_reps", "hold_seconds"):
        if field in record:
            changed[field] = _whole(record, field, 0) or None
    if "load_kg" in record or "load_percent" in record:
        changed["load"] = load_text(_number(record, "load_kg"), _number(record, "load_percent"))
    if "set_number" in changed and changed["set_number"] > (changed.get("sets_planned") or view.sets_planned or 99):
        changed["set_number"] = 0
    if changed.get("exercise", view.exercise) != view.exercise:
        changed |= {"cue": "", "focus": ""}
    return replace(view, **changed)


def _state(view: View, record: Record) -> View:
    state = _text(record, "to", view.state)
    kept = view.phases if state in {"lifting", "paused"} else ()
    reply = "" if state == "confirming" else view.reply  # the question is about to be asked
    return _setup(replace(view, state=state, phases=kept, count="", reply=reply), record)


def _set(view: View, record: Record) -> View:
    begun = _text(record, "outcome") == "started"
    reps = _whole(record, "reps", 0 if begun else view.rep_number)
    fresh = replace(view, cue="", focus="", phases=()) if begun else view
    told = _setup(replace(fresh, rep_number=reps), record)
    if begun:
        return told
    is_last = told.sets_planned is not None and told.set_number >= told.sets_planned
    return replace(told, set_number=0 if is_last else told.set_number + 1)


def _rep(view: View, record: Record) -> View:
    return replace(view, rep_number=_whole(record, "rep_number", view.rep_number))


def _phase(view: View, record: Record) -> View:
    due, duration = _number(record, "due_frame"), _number(record, "duration_frames")
    name = _text(record, "phase")
    if due is None or not duration or name not in tuple(Phase):
        return view
    started_at_seconds = seconds_from_frames(int(due), view.sample_rate)
    span = PhaseSpan(
        Phase(name),
        _whole(record, "rep_number", view.rep_number),
        started_at_seconds,
        seconds_from_frames(int(duration), view.sample_rate),
    )
    # What was laid out for later is laid out anew: a pause or another tempo has moved it.
    before = tuple(each for each in view.phases if each.started_at_seconds < started_at_seconds)
    return replace(view, phases=(*before, span)[-_SPANS_KEPT:])


def _cue(view: View, record: Record) -> View:
    if _text(record, "form") == "silent" or not _text(record, "text"):
        return view
    exercise = exercise_name(_text(record, "exercise")) if not view.exercise else view.exercise
    return replace(view, cue=_text(record, "text"), focus=_text(record, "focus"), exercise=exercise)


def _play(view: View, record: Record) -> View:
    if record.get("outcome") == "dropped":
        return view
    match record.get("class"):
        case "reply":
            return _replied(view, record)
        case "count" if view.state == "count-in":
            return replace(view, count=_text(record, "text", view.count))
        case "alert" if record.get("clip") == ALARM_CLIP:
            return replace(view, alarm_at_seconds=_at(record, 0.0))
        case _:
            return view


def _replied(view: View, record: Record) -> View:
    started, ended = _number(record, "started_frame"), _number(record, "ended_frame")
    if started is None or ended is None:
        return replace(view, reply=_text(record, "text", view.reply))
    started_at_seconds = seconds_from_frames(int(started), view.sample_rate)
    continues = 0 <= started_at_seconds - view.reply_ended_at_seconds < _SAME_ANSWER_SECONDS and view.reply
    text = _text(record, "text")
    reply = f"{view.reply} {text}" if continues else text
    # What follows on a cut one is another answer.
    is_cut = record.get("outcome") == "cut"
    ended_at_seconds = -_SAME_ANSWER_SECONDS if is_cut else seconds_from_frames(int(ended), view.sample_rate)
    return replace(view, reply=reply, reply_ended_at_seconds=ended_at_seconds)


def _rest(view: View, record: Record) -> View:
    left = _number(record, "left_seconds")
    planned = _number(record, "planned_seconds")
    return replace(
        view,
        rest_planned_seconds=view.rest_planned_seconds if planned is None else planned,
        rest_ends_at_seconds=view.rest_ends_at_seconds if left is None else _at(record, 0.0) + left,
    )


def _feel(view: View, record: Record) -> View:
    feel, place = _whole(record, "feel", 0), _text(record, "wrong_feel")
    return replace(view, reply=f"felt {feel} of 5" if feel else f"felt in the {place}" if place else view.reply)


def _packs(view: View, record: Record) -> View:
    return replace(view, reply=_text(record, "detail", view.reply))


def _problem(view: View, record: Record) -> View:
    what = _text(record, "what")
    if what == "device_back":
        return replace(view, problem="", problem_at_seconds=_at(record, view.problem_at_seconds))
    count = _whole(record, "count", 1)
    text = _text(record, "detail") or _PROBLEMS.get(what, what.replace("_", " "))
    return replace(
        view,
        problem=text,
        problem_at_seconds=_at(record, view.problem_at_seconds),
        underflows=view.underflows + count if what == "underflow" else view.underflows,
    )


def _closed(view: View, record: Record) -> View:
    return replace(view, state="finished", phases=(), underflows=_whole(record, "underflows", view.underflows))


_FOLDS: Final[Mapping[str, Callable[[View, Record], View]]] = MappingProxyType(
    {
        "opened": _opened,
        "heard": _heard,
        "refused": _refused,
        "intent": _intent,
        "setup": _setup,
        "state": _state,
        "set": _set,
        "rep": _rep,
        "phase": _phase,
        "cue": _cue,
        "play": _play,
        "rest": _rest,
        "feel": _feel,
        "packs": _packs,
        "names": _packs,
        "problem": _problem,
        "closed": _closed,
    }
)
