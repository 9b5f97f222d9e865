"""A clip: a short piece of audio, ready to be mixed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repcue.core.units import frames_from_seconds

Samples = NDArray[np.float32]
"""Sound: float32, shape (frames,), one channel, -1 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A short piece of audio with a name; immutable, shared freely between threads."""

    clip_id: str
    """What it is called in the event log: `tick.eccentric.accent`, `count.3`, `cue.bench-press.external.rep`."""

    text: str
    """What is said; empty for tones."""

    samples: Samples
    """float32, shape (frames,), -1 to 1, at `sample_rate`."""

    sample_rate: int
    """Frames per second."""

    centre_frame: int = 0
    """Where a listener places the sound, in frames from its first: the perceptual centre of a spoken word
    (Morton, Marcus & Frankish 1976); 0 for tones."""

    @property
    def frames(self) -> int:
        """How many frames it lasts."""
        return len(self.samples)


def silence(seconds: float, sample_rate: int) -> Samples:
    """Return digital silence: float32, shape (frames,)."""
    return np.zeros(frames_from_seconds(seconds, sample_rate), dtype=np.float32)
