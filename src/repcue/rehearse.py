"""A whole session without devices, faster than real time, on the same pipeline.

Time moves in control steps of 10 ms. In each the ear hears what the room held in that time, the pipeline takes a step,
and the speaker asks for whole blocks up to the pipeline's lead. So what is heard does not depend on the block size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock, Lane, Utterance
from repcue.core.mixer import Mixer
from repcue.core.script import Line
from repcue.core.units import EAR_RATE
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room import REACH_FRAMES, Echo, at_ear_rate
from repcue.edges.interruption import requests_held
from repcue.pipeline import LEAD_FRAMES, Pipeline
from repcue.ports import Ear

STEPS_PER_SECOND: Final = 100
EAR_STEP_FRAMES: Final = EAR_RATE // STEPS_PER_SECOND
OUTPUT_RATE: Final = 48_000


@dataclass(slots=True)
class Room:
    """What the microphone hears: the lifter and the noise, and the coach's own sound by way of the room."""

    track: Samples
    """float32, shape (frames,), at 16 kHz; silence follows it."""

    echo: Echo | None = None

    def hear(self, step: int, played: Samples | None) -> Samples:
        """Return what is heard in one control step: float32, shape (160,).

        Args:
            step: which one, from 0.
            played: what the speaker played in it, at the output's rate, with `REACH_FRAMES` more on both sides; None
                where nobody asks for an echo.
        """
        start = step * EAR_STEP_FRAMES
        heard = np.zeros(EAR_STEP_FRAMES, dtype=np.float32)
        own = self.track[start : start + EAR_STEP_FRAMES]
        heard[: len(own)] = own
        if self.echo is not None and played is not None:
            heard += self.echo.feed(at_ear_rate(played))
        return np.clip(heard, -1.0, 1.0)


class BlockSpeaker:
    """Asks the mixer for whole blocks and hands them on; keeps the latest ones where an echo is wanted."""

    def __init__(
        self,
        mixer: Mixer,
        block_frames: int,
        write: Callable[[Samples], None],
        played: PlayedRing | None = None,
        *,
        keeps_recent: bool,
    ) -> None:
        self._mixer = mixer
        self._block = np.zeros(block_frames, dtype=np.float32)
        self._write = write
        self._keeps_recent = keeps_recent
        self._played = played
        self._recent = np.zeros(0, dtype=np.float32)
        self._recent_start = 0

    def pull_until(self, frame: int) -> None:
        """Ask for whole blocks as long as they end at or before `frame`."""
        while self._mixer.frame + len(self._block) <= frame:
            self._pull(self._block)

    def finish_at(self, frame: int) -> None:
        """Ask for what is missing up to a frame."""
        self.pull_until(frame)
        if self._mixer.frame < frame:
            self._pull(self._block[: frame - self._mixer.frame])

    def between(self, start_frame: int, end_frame: int) -> Samples:
        """Return what was played in a recent stretch; before the session there was silence."""
        before = np.zeros(max(0, -start_frame), dtype=np.float32)
        start_frame = max(0, start_frame)
        recent = self._recent[start_frame - self._recent_start : end_frame - self._recent_start]
        return np.concatenate([before, recent])

    def _pull(self, block: Samples) -> None:
        self._mixer.render_into(block)
        if self._played is not None:
            self._played.write(block)
        self._write(block)
        if self._keeps_recent:
            self._recent = np.concatenate([self._recent, block])[-2 * LEAD_FRAMES :]
            self._recent_start = self._mixer.frame - len(self._recent)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What to rehearse."""

    seconds: float
    """How long, unless the session ends before."""

    words: Sequence[Line] = ()
    """Phrases handed past the recogniser."""

    room: Room | None = None
    ear: Ear | None = None
    block_frames: int = 480
    played: PlayedRing | None = None
    """Keeps what is played for an ear that takes the echo out."""


def rehearse(
    rehearsal: Rehearsal,
    pipeline: Pipeline,
    mixer: Mixer,
    write: Callable[[Samples], None],
    progress: Callable[[float], None] = lambda _: None,
) -> None:
    """Run a session through to its end; however it ends, the log is told so.

    Args:
        rehearsal: what is said and heard.
        pipeline: opened, not yet stepped.
        mixer: the pipeline's.
        write: takes what is played: float32, shape (frames,), valid during the call only.
        progress: told the seconds that are done, about every second.
    """
    has_echo = rehearsal.room is not None and rehearsal.room.echo is not None
    speaker = BlockSpeaker(mixer, rehearsal.block_frames, write, rehearsal.played, keeps_recent=has_echo)
    words = list(rehearsal.words)
    steps = round(rehearsal.seconds * STEPS_PER_SECOND)
    end_frame = 0
    try:
        for step in range(steps):
            start_frame, end_frame = (number * mixer.sample_rate // STEPS_PER_SECOND for number in (step, step + 1))
            _listen(rehearsal, pipeline, speaker, step, (start_frame, end_frame))
            while words and words[0].at_seconds * mixer.sample_rate < end_frame:
                pipeline.hear(_handed_over(words.pop(0)), end_frame)
            pipeline.step(end_frame)
            speaker.pull_until(end_frame + LEAD_FRAMES)
            if step % STEPS_PER_SECOND == 0:
                progress(step / STEPS_PER_SECOND)
            if pipeline.finish_frame is not None and end_frame >= pipeline.finish_frame:
                break
        speaker.finish_at(end_frame + LEAD_FRAMES)
    finally:
        with requests_held():
            pipeline.close(underflows=0)


def _listen(
    rehearsal: Rehearsal, pipeline: Pipeline, speaker: BlockSpeaker, step: int, frames: tuple[int, int]
) -> None:
    if rehearsal.room is None or rehearsal.ear is None:
        return
    played = None
    if rehearsal.room.echo is not None:
        # Settled already, and not rendered yet where blocks are large.
        speaker.finish_at(frames[1] + REACH_FRAMES)
        played = speaker.between(frames[0] - REACH_FRAMES, frames[1] + REACH_FRAMES)
    block = AudioBlock(rehearsal.room.hear(step, played), step / STEPS_PER_SECOND)
    for heard in rehearsal.ear.feed(block):
        pipeline.hear(heard, frames[1])


def _handed_over(line: Line) -> Utterance:
    return Utterance(
        text=line.phrase,
        engine="script",
        lane=Lane.NORMAL,
        words=(),
        ended_at_seconds=line.at_seconds,
        decided_at_seconds=line.at_seconds,
        decode_ms=0.0,
        score=1.0,
    )
