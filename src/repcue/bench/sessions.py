"""Rehearsals for benchmarks: a session in memory with the real voice, and the real ear where it is wanted."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from repcue.core.clip import Clips, Samples
from repcue.core.mixer import Mixer
from repcue.core.script import Line
from repcue.core.sounds import sounds
from repcue.pipeline import Pipeline
from repcue.ports import Ear, Record
from repcue.prepare import Prepared, opened_record
from repcue.rehearse import OUTPUT_RATE, Rehearsal, Room, rehearse
from repcue.stages import Stages


@dataclass(frozen=True, slots=True)
class Run:
    """One rehearsal and what came of it."""

    records: Sequence[Record]
    seconds: float
    """Length of the session."""

    wall_seconds: float
    """How long it took to compute."""

    played: Samples
    """What the speaker played, float32, shape (frames,); empty when it was not kept."""

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of one kind."""
        return [record for record in self.records if record["kind"] == kind]


def run_session(
    prepared: Prepared,
    clips: Clips,
    seconds: float,
    *,
    words: Sequence[Line] = (),
    track: Samples | None = None,
    ear: Ear | None = None,
    explosive_seconds: float | None = None,
    block_frames: int = 480,
    keeps_sound: bool = False,
    progress: Callable[[float], None] = lambda _: None,
) -> Run:
    """Return what came of a session that was told words, or heard a track by an ear."""
    records: list[Record] = []
    blocks: list[Samples] = []
    mixer = Mixer(OUTPUT_RATE)
    stages = Stages(prepared.grammar, clips, sounds(OUTPUT_RATE), mixer, records.append)
    session = prepared.session
    if explosive_seconds is not None:
        session = replace(session, explosive_seconds=explosive_seconds)
    pipeline = Pipeline(stages, session, prepared.settings)
    pipeline.open(opened_record(prepared, OUTPUT_RATE, ear.engine if ear else "script", ear.model if ear else None))
    room = Room(track) if track is not None else None
    write = (lambda block: blocks.append(block.copy())) if keeps_sound else (lambda _: None)
    began = time.perf_counter()
    rehearse(Rehearsal(seconds, words, room, ear, block_frames), pipeline, mixer, write, progress)
    wall_seconds = time.perf_counter() - began
    played = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
    return Run(records, mixer.frame / OUTPUT_RATE, wall_seconds, played)
