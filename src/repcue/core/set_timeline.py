"""The event log of one set → what is heard in each of its repetitions, in seconds from the first one's beginning.

Nothing is worked out here that the log does not say: a preview shows what the pipeline did.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from repcue.core.errors import RepcueError

Record = Mapping[str, Any]

HEARD_AS: Final = ("tick", "count", "cue", "reply")
"""The classes of play that a timeline tells; a set in a preview has no alarm."""

SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: a phase, a tick, or something said."""

    what: str
    """The phase's name; or `tick`, `count`, `cue`, `reply`."""

    text: str
    """What is said; for a tick its clip, empty for a phase."""

    started_seconds: float
    """From the beginning of the first repetition, negative in the count-in."""

    ended_seconds: float

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.ended_seconds - self.started_seconds


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """What became of the cue in a repetition, or before the set."""

    rep_number: int
    """0 is before the set."""

    form: str
    """`set`, `rep`, `key` or `silent`."""

    text: str
    cue: str
    focus: str
    rule: str
    phase: str
    reason: str


@dataclass(frozen=True, slots=True)
class RepTimeline:
    """One repetition."""

    rep_number: int
    started_seconds: float
    ended_seconds: float
    phases: tuple[Span, ...]
    sounds: tuple[Span, ...]
    """Ticks and what is said, in order of time."""

    cue: SpokenCue | None
    """None where the coach had none to say, because it is not said on every repetition."""


@dataclass(frozen=True, slots=True)
class SetTimeline:
    """A set, from its count-in to the words after it."""

    exercise: str
    side: str | None
    """`left` or `right`, where one side is done at a time."""

    started_seconds: float
    """When its first repetition began, from that of the first side; 0 for this one, and where both sides work."""

    tempo: str
    target_reps: int | None
    hold_seconds: int | None
    """How long it is held; None where it is repetitions."""

    load_percent: float | None
    before: tuple[Span, ...]
    """What is heard before the first repetition, but the cue's words."""

    cue_before: tuple[SpokenCue, ...]
    reps: tuple[RepTimeline, ...]
    after: tuple[Span, ...]


@dataclass(slots=True)
class _Reading:
    sample_rate: int
    zero_frame: int
    spans: list[Span] = field(default_factory=list)

    def seconds(self, frame: int) -> float:
        return round((frame - self.zero_frame) / self.sample_rate, 3)


def timelines_of(records: Sequence[Record]) -> tuple[SetTimeline, ...]:
    """Return what is heard in the only set of an event log; where one side is done at a time, one for each side.

    Args:
        records: the whole log, in order of time.

    Raises:
        RepcueError: no repetition was completed in it.
    """
    reps = [record for record in records if record["kind"] == "rep"]
    if not reps:
        raise RepcueError("There is no repetition in the log, so there is nothing to show.")
    sample_rate = int(next(record for record in records if record["kind"] == "opened")["sample_rate"])
    first_frame = int(reps[0]["started_frame"])
    return tuple(_timeline_of(side, sample_rate, first_frame) for side in _sides(records))


def _sides(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Yield the log of each side: what is said of the change belongs to the one before, the count-in to its own."""
    count_ins = [index for index, each in enumerate(records) if each["kind"] == "state" and each["to"] == "count-in"]
    edges = [0, *count_ins[1:], len(records)]
    for begin, end in pairwise(edges):
        side = records[begin:end]
        if any(record["kind"] == "rep" for record in side):
            yield side


def _timeline_of(records: Sequence[Record], sample_rate: int, first_frame: int) -> SetTimeline:
    reps = [record for record in records if record["kind"] == "rep"]
    reading = _Reading(sample_rate, int(reps[0]["started_frame"]))
    begun = next(record for record in records if record["kind"] == "set")
    cues = [_cue(record) for record in records if record["kind"] == "cue"]
    heard = sorted(_heard(records, reading), key=lambda each: each[0])
    by_rep = [_rep(record, records, heard, cues, reading) for record in reps]
    first, last = by_rep[0].started_seconds, by_rep[-1].ended_seconds
    return SetTimeline(
        exercise=begun["exercise"],
        side=begun.get("side"),
        started_seconds=round((reading.zero_frame - first_frame) / sample_rate, 3),
        tempo=begun["tempo"],
        target_reps=begun["target_reps"],
        hold_seconds=begun.get("hold_seconds"),
        load_percent=begun["load_percent"],
        before=tuple(span for anchor, span in heard if anchor < first),
        cue_before=tuple(cue for cue in cues if cue.rep_number == 0),
        reps=tuple(by_rep),
        after=tuple(span for anchor, span in heard if anchor >= last),
    )


def _heard(records: Iterable[Record], reading: _Reading) -> Iterator[tuple[float, Span]]:
    """Yield everything that sounded, with the moment at which a listener hears it."""
    for record in records:
        if record["kind"] == "play" and record["class"] in HEARD_AS and record["started_frame"] is not None:
            started, ended = (reading.seconds(record[name]) for name in ("started_frame", "ended_frame"))
            # A count is heard at its perceptual centre, which is the boundary of two repetitions.
            anchor = reading.seconds(record["anchor_frame"]) if record["class"] == "count" else started
            text = record["clip"] if record["class"] == "tick" else record["text"]
            yield anchor, Span(record["class"], text, started, ended)


def _rep(
    rep: Record,
    records: Iterable[Record],
    heard: Iterable[tuple[float, Span]],
    cues: Iterable[SpokenCue],
    reading: _Reading,
) -> RepTimeline:
    number = int(rep["rep_number"])
    started, ended = reading.seconds(rep["started_frame"]), reading.seconds(rep["ended_frame"])
    phases = [record for record in records if record["kind"] == "phase" and record["rep_number"] == number]
    return RepTimeline(
        rep_number=number,
        started_seconds=started,
        ended_seconds=ended,
        phases=tuple(_phase(record, reading) for record in phases),
        sounds=tuple(span for anchor, span in heard if started <= anchor < ended),
        cue=next((cue for cue in cues if cue.rep_number == number), None),
    )


def _phase(record: Record, reading: _Reading) -> Span:
    due = int(record["due_frame"])
    return Span(record["phase"], "", reading.seconds(due), reading.seconds(due + int(record["duration_frames"])))


def _cue(record: Record) -> SpokenCue:
    fields = ("rep_number", "form", "text", "cue", "focus", "rule", "phase", "reason")
    return SpokenCue(**{name: record[name] for name in fields})
