"""A clip: a short piece of audio, ready to be mixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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


class Clips(Protocol):
    """Clips by what they say, at the output's rate, ready: nothing is synthesised when one is asked for."""

    def speech(self, text: str, recording: str | None = None) -> Clip | None:
        """Return the clip of `text`, or None when it was never prepared.

        Args:
            text: what is said.
            recording: the sound file that says it, as its cue names it; None where the voice does.
        """
        ...


def silence(seconds: float, sample_rate: int) -> Samples:
    """Return digital silence: float32, shape (frames,)."""
    return np.zeros(frames_from_seconds(seconds, sample_rate), dtype=np.float32)


def joined(clips: Sequence[Clip], gap_seconds: float) -> Clip:
    """Return the clips one after the other as one, with a gap between them; its centre is the first one's.

    Args:
        clips: at least one, all at the same rate.
        gap_seconds: silence between two of them.
    """
    first = clips[0]
    gap = silence(gap_seconds, first.sample_rate)
    pieces = [first.samples]
    for clip in clips[1:]:
        pieces += [gap, clip.samples]
    return Clip(
        clip_id="+".join(clip.clip_id for clip in clips),
        text=" ".join(clip.text for clip in clips),
        samples=np.concatenate(pieces),
        sample_rate=first.sample_rate,
        centre_frame=first.centre_frame,
    )
