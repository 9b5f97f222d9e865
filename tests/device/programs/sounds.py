"""What the test programs play, clicks by absolute frame number, and how they report."""

import sys

import numpy as np
from numpy.typing import NDArray

PERIOD_FRAMES = 24_000
FIRST_FRAME = 48_000
LEVEL = 0.5


class Ticks:
    """A one-frame click every half second at 48 kHz, from the first second on."""

    def __init__(self, failing_block: int = -1) -> None:
        self.frames = 0
        self._blocks = 0
        self._failing_block = failing_block

    def render_into(self, buffer: NDArray[np.float32]) -> None:
        """Fill the next frames; raise at the block that shall fail, but keep time."""
        buffer.fill(0.0)
        start, self.frames = self.frames, self.frames + len(buffer)
        self._blocks += 1
        if self._blocks == self._failing_block:
            raise ValueError("a bug in the mixer")
        due_frame = max(FIRST_FRAME, -(-start // PERIOD_FRAMES) * PERIOD_FRAMES)
        if due_frame < self.frames:
            buffer[due_frame - start] = LEVEL


def say(line: str) -> None:
    """Tell the test one line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
