"""A speaker in memory: time moves when it is told to."""

from collections.abc import Callable

import numpy as np

from repcue.core.clip import Samples


class MemorySpeaker:
    """Asks for sound in blocks, like a device, and keeps it all. Twin of `edges.speaker.DeviceSpeaker`.

    >>> speaker = MemorySpeaker(lambda buffer: buffer.fill(0.5), sample_rate=48_000)
    >>> speaker.pull(3)
    array([0.5, 0.5, 0.5], dtype=float32)
    >>> speaker.frames
    3
    """

    def __init__(self, render: Callable[[Samples], None], *, sample_rate: int, block_frames: int = 480) -> None:
        """Play nothing yet.

        Args:
            render: fills a buffer of float32, shape (frames,), in place.
            sample_rate: frames per second.
            block_frames: frames asked for at once, 1 or more.
        """
        self._render = render
        self._sample_rate = sample_rate
        self._block_frames = block_frames
        self._blocks: list[Samples] = []
        self._frames = 0
        self._underflows = 0
        self.is_closed = False

    @property
    def sample_rate(self) -> int:
        """Frames per second."""
        return self._sample_rate

    @property
    def frames(self) -> int:
        """How many frames were asked for so far."""
        return self._frames

    @property
    def underflows(self) -> int:
        """How many times `starve` was called so far."""
        return self._underflows

    @property
    def played(self) -> Samples:
        """Everything that was played: float32, shape (frames,)."""
        return np.concatenate(self._blocks) if self._blocks else np.zeros(0, dtype=np.float32)

    def pull(self, frames: int) -> Samples:
        """Play the next `frames` frames, in blocks of `block_frames` and a shorter one at the end, and return them."""
        pulled = np.empty(frames, dtype=np.float32)
        for start in range(0, frames, self._block_frames):
            self._render(pulled[start : start + self._block_frames])
        self._blocks.append(pulled)
        self._frames += frames
        return pulled

    def starve(self) -> None:
        """Pretend that the device ran dry once."""
        self._underflows += 1

    def close(self) -> None:
        """Stop playing. Idempotent."""
        self.is_closed = True
