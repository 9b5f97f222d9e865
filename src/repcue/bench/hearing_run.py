"""One pass of a stream through an ear, on a clock that also counts the computing.

The clock: a block is there when its last frame has been heard; its computing begins then, or when that of the block
before is done; what the block decides is known when its own computing is done. An ear that falls behind shows here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Final

from repcue.bench.hearing_stream import BLOCK_FRAMES, Stream
from repcue.core.messages import Utterance
from repcue.core.units import EAR_RATE
from repcue.ports import Ear

Progress = Callable[[float, float], None]

AFTER_SPEECH_SECONDS: Final = 0.8
"""An ear may still be at work for so long after a clip; what comes later costs as silence does."""

_PROGRESS_BLOCKS: Final = 100


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance and when it was known."""

    utterance: Utterance
    known_at_seconds: float
    """In the stream's time, computing included."""

    @property
    def middle_seconds(self) -> float:
        """The middle of its words; less touched by an ear's idea of their edges than either end."""
        words, ended_at = self.utterance.words, self.utterance.ended_at_seconds
        return (words[0].started_at_seconds + ended_at) / 2 if words else ended_at


@dataclass(frozen=True, slots=True)
class Cost:
    """What listening took."""

    wall_seconds: float
    speech_processor_seconds: float
    """Processor time, all threads, while a clip was heard or had just been."""

    speech_seconds: float
    silence_processor_seconds: float
    silence_seconds: float

    @property
    def seconds(self) -> float:
        """Length of what was heard."""
        return self.speech_seconds + self.silence_seconds


def listen(ear: Ear, stream: Stream, progress: Progress) -> tuple[list[Heard], Cost]:
    """Return what the ear made of a stream, and what that cost."""
    heard: list[Heard] = []
    busy = _Busy(stream)
    ready_at_seconds = wall_seconds = 0.0
    processor_seconds, blocks = [0.0, 0.0], [0, 0]
    for number, block in enumerate(stream.blocks()):
        began, began_processor = perf_counter(), process_time()
        results = ear.feed(block)
        took = perf_counter() - began
        is_speech = busy.at(number * BLOCK_FRAMES)
        processor_seconds[is_speech] += process_time() - began_processor
        blocks[is_speech] += 1
        wall_seconds += took
        ready_at_seconds = max(ready_at_seconds, (number + 1) * BLOCK_FRAMES / EAR_RATE) + took
        heard += [Heard(each, ready_at_seconds) for each in results if isinstance(each, Utterance)]
        if number % _PROGRESS_BLOCKS == 0:
            progress(number * BLOCK_FRAMES, stream.frames)
    block_seconds = BLOCK_FRAMES / EAR_RATE
    return heard, Cost(
        wall_seconds,
        processor_seconds[True],
        blocks[True] * block_seconds,
        processor_seconds[False],
        blocks[False] * block_seconds,
    )


class _Busy:
    """Tells, frame after frame, whether a clip is being heard or has just been."""

    def __init__(self, stream: Stream) -> None:
        after = round(AFTER_SPEECH_SECONDS * EAR_RATE)
        self._spans = [(place.start_frame, place.end_frame + after) for place in stream.placed]
        self._next = 0

    def at(self, frame: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= frame:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= frame
