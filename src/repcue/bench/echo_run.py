"""A scene, streamed through the canceller and an ear as a live session has them, and the figures of it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from repcue.bench.echo_scene import Place, Scene, Spoken
from repcue.core.clip import Samples
from repcue.core.grammar import Grammar
from repcue.core.judgement import OWN_VOICE, Judge
from repcue.core.messages import AudioBlock, Intent, Partial, Utterance
from repcue.core.own_voice import Said
from repcue.core.units import EAR_RATE, frames_from_seconds
from repcue.dsp.echo_canceller import EchoCancellerSettings
from repcue.dsp.reference import PlayedRing
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.edges.input_clock import InputClock
from repcue.ports import Ear
from repcue.rehearse import OUTPUT_RATE

BLOCK_FRAMES: Final = EAR_RATE // 100
AHEAD_SECONDS: Final = 0.04
"""What is played is known 40 ms before the microphone's block of the same time, as from a mixer."""

EARLY_SECONDS: Final = 0.3
LATE_SECONDS: Final = 1.0
"""An utterance belongs to a command when its last word ends between so long before it began and so long after it."""

STEADY_SECONDS: Final = 30.0
"""From then on a room is known; in a shorter scene from its middle on."""

LAID_OUT_SECONDS: Final = 2.0
"""So far ahead a session knows what it will say."""

Advance = Callable[[float], None]
"""Told what share of a run has been heard, 0 to 1."""


@dataclass(slots=True)
class Tape:
    """An ear that only keeps what it is given."""

    samples: list[Samples] = field(default_factory=list)
    engine: str = "none"
    model: str = "none"

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return nothing, ever."""
        self.samples.append(block.samples)
        return ()

    def close(self) -> None:
        """Do nothing."""

    @property
    def sound(self) -> Samples:
        """Everything so far."""
        return np.concatenate(self.samples)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What the canceller left of a scene."""

    left: Samples
    cpu_share: float
    """Processor seconds per second of sound, of the canceller alone."""

    found_delay_seconds: float | None
    found_drift_ppm: float


def cancelled(
    heard: Samples, played: Samples, drift_ppm: float = 0.0, settings: EchoCancellerSettings | None = None
) -> Cancelled:
    """Return what reaches the ear of what a microphone hears, in place."""
    tape = Tape()
    free = EchoFreeEar(tape, PlayedRing(OUTPUT_RATE), settings)
    began = time.process_time()
    listen(free, heard, played, drift_ppm)
    cpu_share = (time.process_time() - began) / (len(heard) / EAR_RATE)
    left = tape.sound[free.delay_frames :]
    return Cancelled(left, cpu_share, free.echo_delay_seconds, free.drift_ppm)


def listen(
    free: EchoFreeEar,
    heard: Samples,
    played: Samples,
    drift_ppm: float = 0.0,
    advance: Advance = lambda _: None,
) -> list[Utterance]:
    """Return what was decided; the microphone's frames are placed on the output's clock as in a live session.

    Args:
        free: fresh.
        heard: at 16 kHz.
        played: at the output's rate, of the same time.
        drift_ppm: how much faster than the speaker's clock the microphone's is.
        advance: told how far it is.
    """
    decided: list[Utterance] = []
    clock, ring = InputClock(EAR_RATE), free.played
    for start in range(0, len(heard) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        now_seconds = (start + BLOCK_FRAMES) / EAR_RATE / (1.0 + drift_ppm * 1e-6)
        ring.write(played[ring.frames : round((now_seconds + AHEAD_SECONDS) * OUTPUT_RATE)])
        stamp = clock.started_at_seconds(start, BLOCK_FRAMES, now_seconds)
        block = AudioBlock(heard[start : start + BLOCK_FRAMES], stamp)
        decided += [each for each in free.feed(block) if isinstance(each, Utterance)]
        if start % EAR_RATE == 0:
            advance(start / len(heard))
    return decided


def heard_by(
    ear: Ear, heard: Samples, played: Samples, drift_ppm: float = 0.0, advance: Advance = lambda _: None
) -> list[Utterance]:
    """Return what an ear behind the canceller decides; it is closed after it."""
    free = EchoFreeEar(ear, PlayedRing(OUTPUT_RATE))
    try:
        return listen(free, heard, played, drift_ppm, advance)
    finally:
        free.close()


def loss_figures(scene: Scene, place: Place) -> dict[str, object]:
    """Return what the canceller alone does at a place: how far the echo sinks, what the user loses, what it costs."""
    alone = cancelled(scene.without_user, scene.played, place.drift_ppm)
    figures: dict[str, object] = {"cpu_share": round(alone.cpu_share, 4)}
    if place.response is None:
        return figures
    seconds = len(alone.left) / EAR_RATE
    return figures | {
        "erle_db": _loss_db(scene.echo, alone.left, min(STEADY_SECONDS, seconds / 2), seconds),
        "erle_first_4_seconds_db": _loss_db(scene.echo, alone.left, *_first_seconds(scene.echo, 4.0)),
        "found_delay_seconds": alone.found_delay_seconds and round(alone.found_delay_seconds, 4),
        "found_drift_ppm": round(alone.found_drift_ppm, 1),
    }


def near_end_gain_db(left: Samples, scene: Scene, spoken: Spoken) -> float:
    """Return how much louder the user is after the canceller than before, median over the commands."""
    gains = []
    for start, end, _ in spoken.commands:
        user = scene.user[start:end]
        gains.append(float(np.dot(left[start:end], user) / np.dot(user, user)))
    return round(20.0 * float(np.log10(max(float(np.median(gains)), 1e-6))), 2)


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the commands."""

    right: int
    commands: int
    other: tuple[str, ...]
    """What else would have been obeyed."""

    own_voice: int
    """Utterances refused as the coach's own voice."""

    missed: Mapping[str, str]
    """Phrases that were not understood, with what was heard instead."""

    over_user_db: Sequence[float]
    """How far the echo was found to be over the user, for every command that was obeyed."""

    @property
    def share(self) -> float:
        """Share of commands that would have been obeyed."""
        return self.right / max(1, self.commands)


def scored(decided: Sequence[Utterance], spoken: Spoken, said: Sequence[Said], judge: Judge, grammar: Grammar) -> Score:
    """Return which commands a session would have obeyed in their time, and what else.

    Args:
        decided: by the ear, in order.
        spoken: the commands.
        said: what the coach said, by time.
        judge: fresh; it is told what was said as a session tells it.
        grammar: what the commands mean.
    """
    obeyed, own, told = _obeyed(decided, said, judge)
    over_user_db, missed = [], {}
    for start, end, phrase in spoken.commands:
        since, until = start / EAR_RATE - EARLY_SECONDS, end / EAR_RATE + LATE_SECONDS
        meant = grammar.understand(phrase)
        found = [each for each in obeyed if since <= each[0].ended_at_seconds <= until and _same(each[1], meant)]
        if found:
            over_user_db.append(found[0][0].echo_over_user_db)
            obeyed.remove(found[0])
        else:
            near = [text for at_seconds, text in told if since <= at_seconds <= until]
            missed[f"{phrase}, {start / EAR_RATE:.1f} s"] = "; ".join(near)
    other = tuple(f"{each.text}, {each.ended_at_seconds:.1f} s" for each, _ in obeyed)
    levels = [each for each in over_user_db if each is not None]
    return Score(len(over_user_db), len(spoken.commands), other, own, missed, levels)


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the 5 %, 50 % and 95 % points; nothing of nothing.

    >>> spread([1.0, 2.0, 3.0])
    {'p5': 1.1, 'p50': 2.0, 'p95': 2.9}
    """
    if not values:
        return {}
    return {f"p{share}": round(float(np.percentile(values, share)), 1) for share in (5, 50, 95)}


def _obeyed(
    decided: Sequence[Utterance], said: Sequence[Said], judge: Judge
) -> tuple[list[tuple[Utterance, Intent]], int, list[tuple[float, str]]]:
    """Return what would be obeyed, how much was the coach's own, and a word on everything with its time."""
    to_come = list(said)[::-1]
    obeyed, own, told = [], 0, []
    for utterance in decided:
        now_seconds = utterance.decided_at_seconds
        while to_come and to_come[-1].started_at_seconds < now_seconds + LAID_OUT_SECONDS:
            judge.note_said(to_come.pop())
        judgement = judge.judge(utterance, now_seconds)
        if judgement.intent is not None:
            obeyed.append((utterance, judgement.intent))
        outcome = "obeyed" if judgement.intent is not None else str(judgement.records[-1]["reason"])
        own += outcome == OWN_VOICE
        told.append((utterance.ended_at_seconds, f"{utterance.text} ({outcome}, {utterance.score:.2f})"))
    return obeyed, own, told


def _same(one: Intent, other: Intent | None) -> bool:
    return other is not None and one.name == other.name and dict(one.slots) == dict(other.slots)


def _first_seconds(echo: Samples, seconds: float) -> tuple[float, float]:
    first = float(np.flatnonzero(np.abs(echo) > 1e-3)[0]) / EAR_RATE
    return first, first + seconds


def _loss_db(echo: Samples, left: Samples, since_seconds: float, until_seconds: float) -> float:
    part = slice(*(frames_from_seconds(each, EAR_RATE) for each in (since_seconds, until_seconds)))
    power = [float(np.sum(np.square(each[: len(left)][part], dtype=np.float64))) + 1e-12 for each in (echo, left)]
    return round(10.0 * float(np.log10(power[0] / power[1])), 1)
