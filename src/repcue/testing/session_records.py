"""The event log of a made-up session, to look at displays without lifting: two sets of incline bench press."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from repcue.core.tempo import PHASES, parse_tempo

SAMPLE_RATE: Final = 48_000
_TEMPO: Final = "3-1-2-0"
_SETUP: Final[dict[str, Any]] = {
    "exercise": "incline-bench-press",
    "set_number": 1,
    "sets_planned": 2,
    "target_reps": 3,
    "tempo": _TEMPO,
    "load_kg": 60.0,
    "next_exercise": "lat-pulldown",
}


def session_records() -> tuple[Mapping[str, Any], ...]:
    """Return the records in order of time: about 80 seconds with a refusal, a rest, an alarm and the end."""
    return tuple(sorted(_session(), key=lambda record: float(record["at_seconds"])))


def _session() -> Iterator[dict[str, Any]]:
    yield {"kind": "opened", "at_seconds": 0.0, "sample_rate": SAMPLE_RATE, "engine": "vosk", "voice": "coach"}
    yield from _understood(3.0, "incline bench", "pick_exercise", {"exercise": "incline-bench-press"})
    yield _state(3.1, "idle", "ready") | _SETUP
    yield _play(3.2, "reply", "Incline bench press. Two sets of three.")
    yield {"kind": "heard", "at_seconds": 6.0, "text": "time left"}
    yield {"kind": "refused", "at_seconds": 6.0, "text": "time left", "reason": "wrong_state", "said": "No rest is on."}
    yield from _understood(9.0, "next set", "begin_set", {})
    yield from _work_set(1, 9.1, "external", "bend the bar inwards")
    yield {"kind": "rest", "at_seconds": 31.2, "planned_seconds": 15.0, "left_seconds": 15.0, "change": "started"}
    yield {"kind": "problem", "at_seconds": 36.0, "what": "underflow", "count": 1, "detail": None}
    yield _state(46.2, "resting", "ready")
    yield from _understood(48.0, "muscle cue", "muscle_cue", {})
    yield from _understood(50.0, "next set", "begin_set", {})
    yield from _work_set(2, 50.1, "internal", "squeeze your chest")
    yield _play(73.0, "alert", "") | {"clip": "alarm"}
    yield from _understood(75.0, "end workout", "end_workout", {})
    yield _play(76.0, "reply", "End the workout? Say yes end it, or no carry on.")
    yield _state(75.1, "resting", "confirming")
    yield _state(78.0, "confirming", "finished")
    yield {"kind": "closed", "at_seconds": 80.0, "frames": 80 * SAMPLE_RATE, "underflows": 1}


def _work_set(set_number: int, begun_at_seconds: float, focus: str, cue: str) -> Iterator[dict[str, Any]]:
    """Yield a count-in of three seconds and three repetitions of six."""
    work_set = {"kind": "set", **_SETUP, "set_number": set_number}
    yield work_set | {"at_seconds": begun_at_seconds, "outcome": "started", "reps": 0}
    yield _state(begun_at_seconds, "ready", "count-in")
    for index, word in enumerate(("three", "two", "one")):
        yield _play(begun_at_seconds + index, "count", word)
    at_seconds = begun_at_seconds + 3
    yield _state(at_seconds, "count-in", "lifting")
    tempo = parse_tempo(_TEMPO)
    for rep_number in (1, 2, 3):
        yield {"kind": "cue", "at_seconds": at_seconds, "rep_number": rep_number, "focus": focus, "text": cue}
        for phase in PHASES:
            seconds = tempo.seconds_of(phase, explosive_seconds=1.0)
            yield {
                "kind": "phase",
                "at_seconds": at_seconds,
                "rep_number": rep_number,
                "phase": phase.value,
                "due_frame": round(at_seconds * SAMPLE_RATE),
                "duration_frames": round(seconds * SAMPLE_RATE),
            }
            at_seconds += seconds
        yield {"kind": "rep", "at_seconds": at_seconds, "rep_number": rep_number}
    yield work_set | {"at_seconds": at_seconds, "outcome": "finished", "reps": 3}
    yield _state(at_seconds, "lifting", "resting")


def _state(at_seconds: float, before: str, after: str) -> dict[str, Any]:
    return {"kind": "state", "at_seconds": at_seconds, "from": before, "to": after, "because": ""}


def _understood(at_seconds: float, text: str, name: str, slots: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    yield {"kind": "heard", "at_seconds": at_seconds, "text": text, "engine": "vosk", "lane": "normal", "score": 0.93}
    yield {"kind": "intent", "at_seconds": at_seconds, "name": name, "slots": slots, "text": text}


def _play(at_seconds: float, play_class: str, text: str) -> dict[str, Any]:
    frame = round(at_seconds * SAMPLE_RATE)
    return {
        "kind": "play",
        "at_seconds": at_seconds,
        "class": play_class,
        "text": text,
        "due_frame": frame,
        "started_frame": frame,
        "ended_frame": frame + SAMPLE_RATE,
        "outcome": "played",
    }
