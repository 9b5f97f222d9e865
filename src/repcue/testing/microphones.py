"""Microphones without a device: one that hears a recording as fast as it is read, one that is handed its blocks."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.edges.audio_files import read_audio
from repcue.edges.ear_blocks import EarBlocks
from repcue.edges.microphone import QUEUE_BLOCKS, BlockReader, InputCallback


class ArrayMicrophone:
    """Hears samples from memory, then nothing more. Twin of `edges.microphone.DeviceMicrophone`.

    Blocks are 160 frames at 16 kHz, the last filled up with silence.

    >>> import numpy as np
    >>> microphone = ArrayMicrophone(np.zeros(200, dtype=np.float32), 16_000)
    >>> [block.started_at_seconds for block in iter(lambda: microphone.read(0.0), None)]
    [0.0, 0.01]
    """

    def __init__(self, samples: Samples, sample_rate: int, *, started_at_seconds: float = 0.0) -> None:
        """Have the samples ready.

        Args:
            samples: float32, shape (frames,), -1 to 1.
            sample_rate: their frames per second; they are resampled by the real filter.
            started_at_seconds: when the first is heard.
        """
        ear_blocks = EarBlocks(sample_rate)
        self._blocks: deque[AudioBlock] = deque([*ear_blocks.feed(samples, started_at_seconds), *ear_blocks.finish()])
        self.is_closed = False

    @property
    def overflows(self) -> int:
        """Always 0."""
        return 0

    @property
    def is_finished(self) -> bool:
        """Whether everything was read."""
        return not self._blocks

    def read(self, timeout_seconds: float) -> AudioBlock | None:
        """Return the next block, or None when there is no more; never waits."""
        return self._blocks.popleft() if self._blocks else None

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self.is_closed = True


class FileMicrophone(ArrayMicrophone):
    """Hears a sound file, then nothing more."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            AudioFileError: it holds no sound that can be read.
        """
        super().__init__(*read_audio(path))


@dataclass(slots=True)
class Status:
    """What PortAudio tells a callback of lost sound."""

    input_overflow: bool = False
    output_underflow: bool = False


class PushedMicrophone:
    """The real callback, ring and reader of `edges.microphone.DeviceMicrophone`, with a test instead of the device."""

    def __init__(
        self,
        sample_rate: int,
        clock_seconds: Callable[[], float],
        *,
        queue_blocks: int = QUEUE_BLOCKS,
        tap: Callable[[Samples], None] | None = None,
    ) -> None:
        """Hear nothing yet.

        Args:
            sample_rate: what the device says it delivers, in frames per second.
            clock_seconds: the output's clock.
            queue_blocks: how many blocks wait at most.
            tap: told all that is read, as it was pushed.
        """
        self.callback = InputCallback(sample_rate, clock_seconds, queue_blocks=queue_blocks)
        self._reader = BlockReader(self.callback, sample_rate, tap)
        self.is_closed = False
        self.is_unplugged = False
        """Set it, and the device is gone."""

    def push(self, samples: Samples, *, is_after_a_loss: bool = False) -> None:
        """Bring one block, as the device does: float32, shape (frames,)."""
        self.callback(samples[:, np.newaxis], len(samples), None, Status(input_overflow=is_after_a_loss))

    def read(self, timeout_seconds: float) -> AudioBlock | None:
        """Return the oldest block not yet read, or None when there is none; never waits."""
        return self._reader.read(0.0)

    @property
    def overflows(self) -> int:
        """How many times sound was lost."""
        return self.callback.overflows

    @property
    def broken_blocks(self) -> int:
        """How many blocks held samples that are no numbers."""
        return self._reader.broken_blocks

    @property
    def level_dbfs(self) -> float:
        """How loud it is, of what was read, in dB of full scale."""
        return self._reader.level.dbfs

    @property
    def is_digital_silence(self) -> bool:
        """Whether the last 3 s that were read are exactly zero."""
        return self._reader.level.is_digital_silence

    @property
    def failure(self) -> Exception | None:
        """The first thing that went wrong in the callback."""
        return self.callback.failure

    def is_lost(self, now_seconds: float) -> bool:
        """Return whether it was unplugged."""
        return self.is_unplugged

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self.is_closed = True
