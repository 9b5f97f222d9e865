"""Microphones that hear a recording, as fast as it is read."""

from collections import deque
from pathlib import Path

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.edges.audio_files import read_audio
from repcue.edges.ear_blocks import EarBlocks


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
