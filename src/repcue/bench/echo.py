"""How well the ear hears through the coach's own sound: the canceller's figures, and commands said while it counts.

Everything runs in memory. The coach rehearses sets without a rest; a room made of numbers, or a measured one, brings it
to the microphone; commands by other voices lie over it, their level stated against the echo's. Every figure is taken
behind `EchoFreeEar` and judged as in a live session, and held against the same commands heard by the same ear without
any echo or canceller. Besides, whole sessions in which nobody speaks tell whether the coach commands itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcue.bench.echo_run import Advance, Score, cancelled, heard_by, loss_figures, near_end_gain_db, scored, spread
from repcue.bench.echo_scene import (
    Coach,
    Place,
    Scene,
    Spoken,
    coaching,
    modelled_room,
    scene_at,
    spoken_on_track,
)
from repcue.bench.echo_self import SESSION_SECONDS, SelfTriggered, coach_alone
from repcue.bench.fit import fit_checksum
from repcue.bench.hearing_statistics import share_interval
from repcue.bench.machine import machine
from repcue.core.clip import Clips, Samples
from repcue.core.judgement import Judge
from repcue.core.units import EAR_RATE
from repcue.ports import Ear
from repcue.prepare import Prepared

RT60_SECONDS: Final = (0.35, 1.5)
"""A furnished room and a hall: the two that the goals are stated for."""

USER_BELOW_ECHO_DB: Final = 10.0
JUMP_SECONDS: Final = 0.06
"""A buffer more or less of a sound server."""

LOUDER_DB: Final = (0.0, 10.0, 20.0)
"""How much louder than usual the speaker is, from session to session, when the coach is alone."""

HEADPHONES: Final = Place("headphones", None)

_COMMANDS: Final = (
    "stop|pause|rack it|done|next set|begin|slower|faster|resume|carry on|two more|last one|skip rest|time left|"
    "muscle cue|bar cue|another cue|how many reps|what tempo|louder|quieter|ten reps|sixty kilos|help me|less talking|"
    "no cues|warm up|repeat that|normal tempo|hold it|easier|harder"
)
PHRASES: Final = tuple(_COMMANDS.split("|"))
"""What is said where no clips are given: every intent that needs no exercise, short words above all."""

Progress = Callable[[float, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Wants:
    """What is to be measured."""

    rooms: Sequence[Place]
    phrases: Sequence[tuple[str, Samples]]
    """Commands and how they sound, at 16 kHz."""

    minutes_alone: float = 30.0
    """How long the coach is alone with its echo; 0 for not at all."""

    is_bare: bool = False
    """Whether the ear is also tried without a canceller."""

    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What all runs share."""

    prepared: Prepared
    open_ear: Callable[[], Ear]
    coach: Coach
    spoken: Spoken

    def score(self, heard: Samples, played: Samples, place: Place, advance: Advance) -> Score:
        """Return which commands a session would have obeyed of what a microphone hears."""
        decided = heard_by(self.open_ear(), heard, played, place.drift_ppm, advance)
        judge = Judge(self.prepared.grammar, lambda: None)
        return scored(decided, self.spoken, self.coach.said, judge, self.prepared.grammar)


def usual_rooms(levels_db: Sequence[float] = (USER_BELOW_ECHO_DB,)) -> list[Place]:
    """Return the modelled rooms that the goals are stated for, at each level of the user below the echo."""
    return [modelled_room(rt60, level) for level in levels_db for rt60 in RT60_SECONDS]


def with_troubles(rooms: Sequence[Place], drifts_ppm: Sequence[float], jump_seconds: float) -> list[Place]:
    """Return the rooms, and the first of them once more with each drift and with a delay that jumps."""
    first = rooms[0]
    common = (first.name, first.response, first.rt60_seconds, first.user_below_echo_db)
    drifting = [Place(*common, drift_ppm=ppm) for ppm in drifts_ppm if ppm]
    return [*rooms, *drifting, *([Place(*common, jump_seconds=jump_seconds)] if jump_seconds else [])]


def measure(
    prepared: Prepared,
    clips: Clips,
    open_ear: Callable[[], Ear],
    wants: Wants,
    *,
    progress: Progress = lambda _done, _whole: None,
    keep: Callable[[Mapping[str, object]], None] = lambda _: None,
) -> dict[str, object]:
    """Return every figure of `repcue bench echo`.

    Args:
        prepared: packs and grammar.
        clips: the coach's, at the output's rate.
        open_ear: opens a fresh ear for a run; it is closed after it.
        wants: what is measured.
        progress: told how much of how much is done.
        keep: takes the report after each run, so that a long measurement can be read while it goes on.
    """
    spoken = spoken_on_track(wants.phrases, wants.seed)
    bench = Bench(prepared, open_ear, coaching(prepared, clips, len(spoken.track) / EAR_RATE), spoken)
    sessions = _places_alone(wants)
    whole = 1 + len(wants.rooms) * (2 if wants.is_bare else 1) + 1 + len(sessions)
    steps = _Steps(progress, whole)
    quiet = scene_at(HEADPHONES, bench.coach, spoken)
    without = bench.score(quiet.heard, np.zeros_like(quiet.played), HEADPHONES, steps.next())
    rooms: list[dict[str, object]] = []
    alone = SelfTriggered()
    report = _head(bench, wants) | {"rooms": rooms, "self_triggered": alone.as_json()}
    for place in (HEADPHONES, *wants.rooms):
        rooms.append(room_figures(bench, place, without, wants, steps))
        keep(report)
    for place in sessions:
        coach_alone(prepared, clips, open_ear, [place], advance=steps.next(), found=alone)
        report["self_triggered"] = alone.as_json()
        keep(report)
    return report


def _head(bench: Bench, wants: Wants) -> dict[str, object]:
    ear = bench.open_ear()
    ear.close()
    return {
        "benchmark": "echo",
        "machine": machine(),
        "engine": ear.engine,
        "model": ear.model,
        "fit": fit_checksum(ear.engine),
        "voice": bench.prepared.voice,
        "clips": len(bench.spoken.commands),
        "seconds": round(len(bench.spoken.track) / EAR_RATE),
        "seed": wants.seed,
    }


def room_figures(bench: Bench, place: Place, without: Score, wants: Wants, steps: "_Steps") -> dict[str, object]:
    """Return the figures of one place."""
    scene = scene_at(place, bench.coach, bench.spoken)
    score = bench.score(scene.heard, scene.played, place, steps.next())
    figures: dict[str, object] = {
        "room": place.name,
        "rt60_seconds": place.rt60_seconds,
        "user_below_echo_db": place.user_below_echo_db if place.response is not None else None,
        "drift_ppm": place.drift_ppm,
        "delay_jump_seconds": place.jump_seconds,
        "clips": score.commands,
        "without_echo": round(without.share, 3),
        "with_echo": round(score.share, 3),
        "with_echo_95": [round(each, 3) for each in share_interval(score.right, score.commands)],
        "ratio": round(score.right / max(1, without.right), 3),
    }
    if wants.is_bare and place.response is not None:
        figures["not_cancelled"] = round(_bare_score(bench, scene, place, steps.next()).share, 3)
    figures |= loss_figures(scene, place)
    left = cancelled(scene.heard, scene.played, place.drift_ppm).left
    return figures | {
        "near_end_gain_db": near_end_gain_db(left, scene, bench.spoken),
        "other_commands": list(score.other),
        "refused_as_own_voice": score.own_voice,
        "echo_over_user_db": spread(score.over_user_db),
        "missed": dict(score.missed),
    }


def _bare_score(bench: Bench, scene: Scene, place: Place, advance: Advance) -> Score:
    """Return the score of the ear that knows nothing of what is played."""
    return bench.score(scene.heard, np.zeros_like(scene.played), place, advance)


def _places_alone(wants: Wants) -> list[Place]:
    """Return a place for each session of the coach alone: the rooms in turn, each round louder than the one before."""
    rooms = [each for each in wants.rooms if not each.drift_ppm and not each.jump_seconds]
    places = []
    for number in range(round(wants.minutes_alone * 60.0 / SESSION_SECONDS) if rooms else 0):
        room, louder_db = rooms[number % len(rooms)], LOUDER_DB[number // len(rooms) % len(LOUDER_DB)]
        level_db = room.user_below_echo_db + louder_db
        places.append(Place(room.name, room.response, room.rt60_seconds, level_db))
    return places


class _Steps:
    """Progress over runs that each tell their own share."""

    def __init__(self, progress: Progress, whole: float) -> None:
        self._progress, self._whole, self._done = progress, whole, 0.0

    def next(self, size: float = 1.0) -> Advance:
        """Return what the next run tells its share to, 0 to 1; `size` is how many steps it is."""
        begun, self._done = self._done, self._done + size
        return lambda share: self._progress(begun + share * size, self._whole)
