"""Stored figures of `benchmarks/hearing_goals.py` → the goals in docs/hearing.md. Nothing is measured here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from repcue.bench.fit import fit_checksum
from repcue.bench.goal_figures import is_destructive
from repcue.bench.hearing_statistics import rate_interval, share_interval
from repcue.core.grammar import Grammar

Document = Mapping[str, Any]
Interval = Sequence[float]

HEARING: Final = "hearing"
ECHO: Final = "echo"
NOT_MEASURED: Final = "not measured"
NO_GOALS_MEASURED: Final = "No figures are stored yet; the command below measures them."
SHORT_RT60_SECONDS: Final = 0.35
LONG_RT60_SECONDS: Final = 1.5
_SESSION_MINUTES: Final = 30.0
OLDER: Final = " †"
ABOUT_OLDER: Final = (
    "† Measured with an earlier fit of how certain the ear is than the one that ships, or before the fit was stored "
    "beside the figure."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure, as far as it was measured."""

    value: float
    shown: str
    of: str
    """Of how much: clips, hours, decisions."""

    interval: Interval | None = None
    is_older: bool = False
    """Whether the weights that ship are not those that it was measured with."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of one ear."""

    rows: Mapping[str, Document]
    echo: Document
    grammar: Grammar
    """As it is, not as it was when something was measured."""

    fit: str | None
    """Checksum of the weights that ship; None where the ear has none."""

    def told(self, reading: Reading, *measured: Document) -> Reading:
        """Return a figure that knows whether what it comes from was measured with the weights that ship."""
        is_older = self.fit is not None and any(each.get("fit") != self.fit for each in measured)
        return replace(reading, is_older=is_older)

    def measured(self, row: str) -> Document:
        """Return how a row was measured."""
        about: Document = self.rows[row].get("measured", {})
        return about


@dataclass(frozen=True, slots=True)
class Goal:
    """One row of the table."""

    what: str
    bound: float
    unit: str
    """What stands behind numbers: nothing for a share."""

    read: Callable[[Stored], Reading | None]
    is_most: bool = False
    """Whether the bound is the most there may be; else the least."""


def _share(row: str, *path: str) -> Callable[[Stored], Reading | None]:
    def read(stored: Stored) -> Reading | None:
        counts: Any = stored.rows.get(row)
        for key in path:
            counts = counts and counts.get(key)
        if not counts:
            return None
        right, clips = (counts["right"], counts["clips"]) if isinstance(counts, Mapping) else counts
        return stored.told(share_reading(right, clips), stored.measured(row)) if clips else None

    return read


def share_reading(right: int, clips: int) -> Reading:
    """Return a share with its interval."""
    low, high = share_interval(right, clips)
    share = right / clips
    return Reading(share, f"{share:.3f} ({low:.3f} to {high:.3f})", f"{right} of {clips} clips", (low, high))


def _rate(row: str) -> Callable[[Stored], Reading | None]:
    def read(stored: Stored) -> Reading | None:
        figures = stored.rows.get(row)
        if figures is None:
            return None
        return stored.told(_per_hour(figures["false_commands"], figures["speech_hours"]), stored.measured(row))

    return read


def _per_hour(count: int, hours: float) -> Reading:
    low, high = rate_interval(count, hours) or (0.0, 0.0)
    return Reading(
        count / hours, f"{count / hours:.1f} ({low:.1f} to {high:.1f})", f"{count} in {hours:.2f} h", (low, high)
    )


def _destructive(stored: Stored) -> Reading | None:
    names = [name for name in ("talk", "short_talk") if name in stored.rows]
    if not names:
        return None
    rows = [stored.rows[name] for name in names]
    count = sum(destructive_in(each, stored.grammar) for each in rows)
    hours = sum(each["speech_hours"] for each in rows)
    return stored.told(Reading(count, str(count), f"{hours:.2f} h"), *map(stored.measured, names))


def destructive_in(row: Document, grammar: Grammar) -> int:
    """Return how many false commands of a row a grammar calls destructive.

    They are counted anew, as commands become costly or urgent after something was measured; what was counted then
    stands where no intents are stored, or those of another grammar.
    """
    by_intent: Mapping[str, int] | None = row.get("false_by_intent")
    known = {intent.name for intent in grammar.intents}
    if by_intent is None or not known.issuperset(by_intent):
        return int(row["destructive"])
    return sum(count for intent, count in by_intent.items() if is_destructive(intent, grammar))


def _latency(lane: str, point: str) -> Callable[[Stored], Reading | None]:
    def read(stored: Stored) -> Reading | None:
        figures = stored.rows.get("pace", {}).get(f"latency_{lane}")
        if not figures or figures[point] is None:
            return None
        of_sound = figures["of_sound"][point]
        shown = f"{figures[point]:.2f} s, of which {figures[point] - of_sound:.2f} s computing"
        reading = Reading(figures[point], shown, f"{figures['decisions']} decisions")
        return stored.told(reading, stored.measured("pace"))

    return read


def _cost(key: str) -> Callable[[Stored], Reading | None]:
    def read(stored: Stored) -> Reading | None:
        names = [name for name in ("pace", "pace_of_talk") if stored.rows.get(name, {}).get(key) is not None]
        if not names:
            return None
        most = max(stored.rows[name][key] for name in names)
        reading = Reading(most, f"{most:.3f}", "the worse of commands and of reading")
        return stored.told(reading, *map(stored.measured, names))

    return read


def _through_echo(rt60_seconds: float) -> Callable[[Stored], Reading | None]:
    def read(stored: Stored) -> Reading | None:
        for room in stored.echo.get("rooms", ()):
            if room["rt60_seconds"] == rt60_seconds and room["user_below_echo_db"] == 10 and not room["drift_ppm"]:
                shown = f"{room['ratio']:.3f} ({room['with_echo']:.3f} with, {room['without_echo']:.3f} without)"
                return stored.told(Reading(room["ratio"], shown, f"{room['clips']} clips"), stored.echo)
        return None

    return read


def _self_triggered(stored: Stored) -> Reading | None:
    found = stored.echo.get("self_triggered")
    if not found:
        return None
    per_session = found["commands"] * _SESSION_MINUTES / found["minutes"]
    return stored.told(Reading(per_session, str(found["commands"]), f"{found['minutes']:g} min"), stored.echo)


GOALS: Final = (
    Goal("our commands, clean, unseen synthetic voices", 0.97, "", _share("commands")),
    Goal("exercise bike, 10 dB, active mixing", 0.88, "", _share("bike_10")),
    Goal("restaurant, 10 dB, active mixing", 0.85, "", _share("restaurant_10")),
    Goal("music, 5 dB, active mixing", 0.80, "", _share("music_5")),
    Goal("orders, kitchen, 24 dB, peak mixing, all slots", 0.96, "", _share("orders_24")),
    Goal("the same at 12 dB", 0.93, "", _share("orders_12")),
    Goal("the same at 6 dB", 0.85, "", _share("orders_6")),
    Goal("people say *stop*, in our grammar", 0.93, "", _share("words", "by_word", "stop")),
    Goal(
        "people say *go*, which is no phrase of ours, and nothing is done", 0.93, "", _share("words", "by_word", "go")
    ),
    Goal("people say *stop*, in a grammar of single words", 0.93, "", _share("words_alone", "by_word", "stop")),
    Goal("people say *go*, in a grammar of single words", 0.93, "", _share("words_alone", "by_word", "go")),
    Goal("false commands, reading and meetings", 1.0, " an hour", _rate("talk"), is_most=True),
    Goal("false commands, short foreign phrases", 3.0, " an hour", _rate("short_talk"), is_most=True),
    Goal("destructive ones among both", 0.0, "", _destructive, is_most=True),
    Goal(
        "the coach through a speaker, RT60 0.35 s, user 10 dB below: share of the figure without echo",
        0.95,
        "",
        _through_echo(SHORT_RT60_SECONDS),
    ),
    Goal("the same, RT60 1.5 s", 0.90, "", _through_echo(LONG_RT60_SECONDS)),
    Goal("commands that the coach gives itself, 30 minutes over a speaker", 0.0, "", _self_triggered, is_most=True),
    Goal("end of word to decision, urgent, median", 0.25, " s", _latency("urgent", "p50"), is_most=True),
    Goal("the same, 95 % within", 0.45, " s", _latency("urgent", "p95"), is_most=True),
    Goal("end of word to decision, others, median", 0.45, " s", _latency("normal", "p50"), is_most=True),
    Goal("the same, 95 % within", 0.80, " s", _latency("normal", "p95"), is_most=True),
    Goal("share of a core while somebody speaks", 0.35, "", _cost("cpu_in_speech"), is_most=True),
    Goal("share of a core in silence", 0.08, "", _cost("cpu_in_silence"), is_most=True),
)


def goals_markdown(
    results: Sequence[Document], grammar: Grammar, fit_of: Callable[[str], str | None] = fit_checksum
) -> str:
    """Return a table for each ear that was measured: figure, interval, goal, and by how much it is missed.

    Args:
        results: what `benchmarks/figures` holds, of benchmark `hearing` and `echo`.
        grammar: ours; what is destructive follows from it.
        fit_of: tells the checksum of the weights that ship for an engine.
    """
    ears = [each for each in results if each["benchmark"] == HEARING]
    tables = [_table(ear, stored_of(ear, results, grammar, fit_of(ear["engine"]))) for ear in ears]
    return "\n\n".join(tables) or NO_GOALS_MEASURED


def stored_of(ear: Document, results: Sequence[Document], grammar: Grammar, fit: str | None) -> Stored:
    """Return an ear's rows, and what is stored of the echo with the same engine."""
    echoes = [each for each in results if each["benchmark"] == ECHO and each.get("engine") == ear["engine"]]
    return Stored(ear["rows"], echoes[0] if echoes else {}, grammar, fit)


def verdict(goal: Goal, reading: Reading) -> str:
    """Return whether a goal is met, and else by how much it is missed.

    >>> verdict(Goal("", 0.93, "", lambda _: None), share_reading(90, 100))
    'missed by 0.03'
    >>> verdict(Goal("", 0.93, "", lambda _: None), share_reading(96, 100))
    'met, not for sure'
    """
    missing = (reading.value - goal.bound) if goal.is_most else (goal.bound - reading.value)
    if missing > 0:
        return f"missed by {missing:.2g}{goal.unit}" if missing >= 0.005 else "missed by a hair"
    if reading.interval is None:
        return "met"
    low, high = reading.interval
    return "met" if (high <= goal.bound if goal.is_most else low >= goal.bound) else "met, not for sure"


def _table(ear: Document, stored: Stored) -> str:
    lines = [
        f"### {ear['engine']} ear, {str(ear['model']).rpartition('/')[2]}",
        "",
        "| what | goal | measured | of | |",
        "| --- | --- | --- | --- | --- |",
    ]
    readings = [(goal, goal.read(stored)) for goal in GOALS]
    for goal, reading in readings:
        wanted = f"{'≤' if goal.is_most else '≥'} {goal.bound:g}{goal.unit}"
        told = (_marked(reading), reading.of, verdict(goal, reading)) if reading else (NOT_MEASURED, "", "")
        lines.append(f"| {goal.what} | {wanted} | {' | '.join(told)} |")
    if any(reading and reading.is_older for _, reading in readings):
        lines += ["", ABOUT_OLDER]
    return "\n".join(lines)


def _marked(reading: Reading) -> str:
    return reading.shown + OLDER if reading.is_older else reading.shown
