"""Sound of any rate and any block size, as an ear wants it: 10 ms blocks at 16,000 frames per second."""

from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.core.units import EAR_RATE
from repcue.edges.resample import StreamResampler

EAR_BLOCK_FRAMES: Final = 160
"""10 ms."""


class EarBlocks:
    """Resamples and re-blocks a stream, and keeps its times. Used by one thread."""

    def __init__(self, from_rate: int) -> None:
        self._from_rate = from_rate
        self._resampler = StreamResampler(from_rate, EAR_RATE)
        self._pending = np.zeros(0, dtype=np.float32)
        self._fed_frames = 0
        self._given_frames = 0
        self._origin_seconds = 0.0

    def feed(self, samples: Samples, started_at_seconds: float) -> list[AudioBlock]:
        """Return the blocks that became complete; none for the first 10 to 30 ms, which the filter holds.

        Args:
            samples: float32, shape (frames,), -1 to 1, at the rate given at construction.
            started_at_seconds: when its first frame was heard. Where frames were lost before it, or its clock was
                set anew, the blocks that follow have the new times.
        """
        self._origin_seconds = started_at_seconds - self._fed_frames / self._from_rate
        self._fed_frames += len(samples)
        self._pending = np.concatenate([self._pending, self._resampler.feed(samples)])
        return self._take()

    def finish(self) -> list[AudioBlock]:
        """Return what is left, the last block filled up with silence."""
        last = np.concatenate([self._pending, self._resampler.finish()])
        self._pending = np.pad(last, (0, -len(last) % EAR_BLOCK_FRAMES))
        return self._take()

    def _take(self) -> list[AudioBlock]:
        blocks = []
        whole = len(self._pending) // EAR_BLOCK_FRAMES
        for samples in np.split(self._pending[: whole * EAR_BLOCK_FRAMES], whole) if whole else ():
            blocks.append(AudioBlock(samples, self._origin_seconds + self._given_frames / EAR_RATE))
            self._given_frames += EAR_BLOCK_FRAMES
        self._pending = self._pending[whole * EAR_BLOCK_FRAMES :]
        return blocks
