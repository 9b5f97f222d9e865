"""Whether the coach ever commands itself: sessions over a loudspeaker while nobody speaks.

The whole pipeline is rehearsed, faster than real time: what the coach says comes back by way of a room, the ear hears
it, and whatever it decides goes through own voice, grammar and certainty as in a live session. The phrases that drive
the session are handed past the microphone. Every session begins with a canceller that knows nothing of the room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from repcue.bench.echo_run import spread
from repcue.bench.echo_scene import HISS, USER_RMS, Place
from repcue.core.clip import Clips, Samples
from repcue.core.messages import AudioBlock, Partial, Utterance
from repcue.core.mixer import Mixer
from repcue.core.script import Line
from repcue.core.sounds import sounds
from repcue.core.units import EAR_RATE, db_from_gain, frames_from_seconds, gain_from_db
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room import Echo
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.pipeline import Pipeline
from repcue.ports import Ear, Record
from repcue.prepare import Prepared, opened_record
from repcue.rehearse import OUTPUT_RATE, Rehearsal, Room, rehearse
from repcue.stages import Stages

SESSION_SECONDS: Final = 150.0

SCRIPT: Final = (
    (0.5, "{exercise}"),
    (6.0, "twelve reps"),
    (9.0, "every rep"),
    (12.0, "next set"),
    (34.0, "slower"),
    (42.0, "how many reps"),
    (50.0, "pause"),
    (54.0, "what can I say"),
    (62.0, "resume"),
    (80.0, "stop"),
    (84.0, "time left"),
    (90.0, "end workout"),
    (96.0, "no carry on"),
    (100.0, "next set"),
    (140.0, "rack it"),
)
"""Makes the coach say "Stopped", "Paused", "Say next set", "Say resume, or stop", "Say yes end it" and the like."""

EXERCISES: Final = ("bench press", "squat", "deadlift", "lat pulldown")
UNSURE_SOUND: Final = "earcon.unsure"

COACH_RMS: Final = 0.166
"""Of what the coach plays, over what is louder than 1 % of the loudest sample; 0.164 to 0.172 for five exercises."""

Advance = Callable[[float], None]


@dataclass(slots=True)
class SelfTriggered:
    """What came of sessions in which nobody spoke."""

    seconds: float = 0.0
    sessions: int = 0
    commands: list[str] = field(default_factory=list)
    """What would not have happened without the echo: the place, the moment and what was understood."""

    sounds: int = 0
    """How often the sound for a doubtful utterance was played though nobody had spoken."""

    heard: int = 0
    over_user_db: list[float] = field(default_factory=list)
    """How far the echo seemed over a user, for every utterance of the ear's while an echo was known of."""

    refused: dict[str, int] = field(default_factory=dict)
    """How many utterances were refused, by reason."""

    def as_json(self) -> dict[str, object]:
        """Return it as the report has it."""
        return {
            "minutes": round(self.seconds / 60.0, 1),
            "commands": len(self.commands),
            "sounds_of_doubt": self.sounds,
            "utterances_heard": self.heard,
            "refused": dict(sorted(self.refused.items())),
            "what": self.commands,
            "echo_over_user_db": spread(self.over_user_db),
        }


def coach_alone(
    prepared: Prepared,
    clips: Clips,
    open_ear: Callable[[], Ear],
    places: Sequence[Place],
    *,
    seconds: float = SESSION_SECONDS,
    advance: Advance = lambda _: None,
    found: SelfTriggered | None = None,
) -> SelfTriggered:
    """Return what the coach makes of its own voice: a session at each place, one exercise after the other.

    Args:
        prepared: packs and grammar.
        clips: the coach's, at the output's rate.
        open_ear: opens a fresh ear for a session.
        places: one session at each.
        seconds: how long each session is.
        advance: told what share is done.
        found: is added to, session by session; by default a fresh one.
    """
    found = found or SelfTriggered()
    for number, place in enumerate(places):
        exercise = EXERCISES[found.sessions % len(EXERCISES)]
        found.sessions += 1
        free = EchoFreeEar(open_ear(), PlayedRing(OUTPUT_RATE))
        ear = _Keeping(free)
        records = session_at(prepared, clips, ear, free, _Training(place, exercise, seconds))
        found.over_user_db += [each.echo_over_user_db for each in ear.decided if each.echo_over_user_db is not None]
        _count(found, records, f"{place.name}, echo {place.user_below_echo_db:g} dB over a usual user")
        advance((number + 1) / len(places))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Training:
    place: Place
    exercise: str
    seconds: float


class _Keeping:
    """An ear that keeps what it decided."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self.engine, self.model = ear.engine, ear.model
        self.decided: list[Utterance] = []

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        heard = self._ear.feed(block)
        self.decided += [each for each in heard if isinstance(each, Utterance)]
        return heard

    def close(self) -> None:
        self._ear.close()


def session_at(prepared: Prepared, clips: Clips, ear: Ear, free: EchoFreeEar, training: _Training) -> list[Record]:
    """Return the event log of a session that is heard at a place by nobody but its own ear; the ear is closed.

    Args:
        prepared: packs and grammar.
        clips: the coach's, at the output's rate.
        ear: listens through `free`.
        free: takes the coach out; its ring is written here.
        training: what is trained where.
    """
    records: list[Record] = []
    mixer = Mixer(OUTPUT_RATE)
    try:
        stages = Stages(
            prepared.grammar, clips, sounds(OUTPUT_RATE), mixer, records.append, lambda: free.echo_delay_seconds
        )
        pipeline = Pipeline(stages, prepared.session, prepared.settings)
        pipeline.open(opened_record(prepared, OUTPUT_RATE, ear.engine, ear.model))
        words = tuple(Line(at, phrase.format(exercise=training.exercise)) for at, phrase in SCRIPT)
        rehearsal = Rehearsal(training.seconds, words, _room(training.place), ear, played=free.played)
        rehearse(rehearsal, pipeline, mixer, lambda _: None)
    finally:
        ear.close()
    return records


def _room(place: Place) -> Room:
    """Return the room with nobody in it, the echo so loud as it is over the user elsewhere."""
    frames = frames_from_seconds(SESSION_SECONDS, EAR_RATE)
    hiss: Samples = (HISS * np.random.default_rng(7).standard_normal(frames)).astype(np.float32)
    if place.response is None:
        return Room(hiss)
    gain_db = db_from_gain(USER_RMS * gain_from_db(place.user_below_echo_db) / COACH_RMS)
    return Room(hiss, Echo(place.response.astype(np.float32), gain_db, 0))


def _count(found: SelfTriggered, records: Sequence[Record], where: str) -> None:
    """Add a session: an utterance of the ear's that reaches the session is a command, whatever comes of it there."""
    found.seconds += float(str(records[-1]["at_seconds"]))
    found.sounds += sum(1 for each in records if each["kind"] == "play" and each["clip"] == UNSURE_SOUND)
    for utterance in _utterances(records):
        found.heard += 1
        intents = [each for each in utterance if each["kind"] == "intent"]
        reasons = [str(each["reason"]) for each in utterance if each["kind"] == "refused"]
        for reason in reasons:
            found.refused[reason] = found.refused.get(reason, 0) + 1
        if intents and "uncertain" not in reasons:
            at_seconds = float(str(intents[0]["at_seconds"]))
            found.commands.append(f"{where}, {at_seconds:.1f} s: {intents[0]['text']}")


def _utterances(records: Sequence[Record]) -> list[list[Record]]:
    """Return, for each utterance that an ear heard, it and what followed until the next one."""
    found: list[list[Record]] = []
    is_by_ear = False
    for record in records:
        if record["kind"] == "heard":
            is_by_ear = record["engine"] != "script"
            if is_by_ear:
                found.append([])
        if is_by_ear:
            found[-1].append(record)
    return found
