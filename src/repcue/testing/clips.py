"""Ready clips for sessions without a voice: tones as long as the words would be."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import numpy as np

from repcue.core.clip import Clip
from repcue.core.units import frames_from_seconds

LEAST_SECONDS: Final = 0.30
LETTER_SECONDS: Final = 0.058
"""About as long as eSpeak NG at 180 words a minute ("one" 0.37 s, "feel the triceps stretch" 1.5 s)."""

EARLIEST_CENTRE_SECONDS: Final = 0.03
LATEST_CENTRE_SECONDS: Final = 0.17
"""Perceptual centres of spoken words lie up to 170 ms from their beginning."""

_FADE_SECONDS: Final = 0.003
_LEVEL: Final = 0.25


class ToneClips:
    """A `Clips` that hums every text, the same on every machine. Twin of `edges.clip_bank.ClipBank`.

    >>> clip = ToneClips(48_000).speech("two more")
    >>> clip.frames, clip.text
    (19488, 'two more')
    >>> ToneClips(48_000, only=("one", "two")).speech("three") is None
    True
    """

    def __init__(self, sample_rate: int, *, only: Iterable[str] | None = None) -> None:
        """Have nothing ready yet.

        Args:
            sample_rate: frames per second of the output.
            only: the texts there are; None for all.
        """
        self._sample_rate = sample_rate
        self._only = None if only is None else frozenset(only)
        self._clips: dict[str, Clip] = {}

    def speech(self, text: str, recording: str | None = None) -> Clip | None:
        """Return the clip of `text`, or None when it is none of `only`; it hums recordings too."""
        if self._only is not None and text not in self._only:
            return None
        if text not in self._clips:
            self._clips[text] = self._hum(text)
        return self._clips[text]

    def _hum(self, text: str) -> Clip:
        digest = sha256(text.encode()).digest()
        letters = sum(letter.isalnum() for letter in text)
        frames = frames_from_seconds(max(LEAST_SECONDS, LETTER_SECONDS * letters), self._sample_rate)
        at_seconds = np.arange(frames) / self._sample_rate
        fade_frames = _FADE_SECONDS * self._sample_rate
        fade = np.minimum(1.0, np.minimum(np.arange(1, frames + 1), np.arange(frames, 0, -1)) / fade_frames)
        samples = (_LEVEL * np.cos(2 * np.pi * (110.0 + digest[0]) * at_seconds) * fade).astype(np.float32)
        spread = LATEST_CENTRE_SECONDS - EARLIEST_CENTRE_SECONDS
        centre = frames_from_seconds(EARLIEST_CENTRE_SECONDS + spread * digest[1] / 255, self._sample_rate)
        return Clip(f"say.{text}", text, samples, self._sample_rate, centre)
