"""The twin of a voice: short sounds instead of words, the same for the same text, on every machine."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

import numpy as np

from repcue.core.clip import Samples

TONE_VOICE_RATE: Final = 22_050
"""As eSpeak NG renders."""

_LETTER_SECONDS: Final = 0.058
_LEAST_SECONDS: Final = 0.30
"""About as long as eSpeak NG at 180 words a minute ("one" 0.37 s, "feel the triceps stretch" 1.5 s)."""

_LEADING_SECONDS: Final = 0.03
_TRAILING_SECONDS: Final = 0.25
"""Silence before and after, as pyttsx3 leaves it."""


class ToneVoice:
    """A `VoiceRenderer` that hums: pitch and timbre from the text's hash, a soft start and then a vowel."""

    def __init__(self, *, gain_db: float = 0.0, fingerprint: str = "tones 1") -> None:
        """Take the profile's gain, and what the cache knows it by."""
        self.gain_db = gain_db
        self._fingerprint = fingerprint
        self.rendered: list[str] = []
        """Every text that was asked for, in order."""

    @property
    def fingerprint(self) -> str:
        """What the cache knows it by."""
        return self._fingerprint

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Return a sound for every text at 22,050 frames per second; `progress` counts up to their number."""
        made: dict[str, tuple[Samples, int]] = {}
        for done, text in enumerate(texts, start=1):
            self.rendered.append(text)
            made[text] = (_hum(text), TONE_VOICE_RATE)
            progress(done)
        return made


def _hum(text: str) -> Samples:
    digest = sha256(text.encode()).digest()
    letters = sum(letter.isalnum() for letter in text)
    seconds = max(_LEAST_SECONDS, _LETTER_SECONDS * letters)
    at = np.arange(round(seconds * TONE_VOICE_RATE)) / TONE_VOICE_RATE
    soft_seconds = 0.12 * digest[0] / 255
    hertz = 110.0 + digest[1]
    partials = (np.sin(2 * np.pi * hertz * n * at) * (0.2 + digest[1 + n] / 255) / n for n in range(1, 12))
    voiced = np.sum(list(partials), axis=0)
    syllables = 0.75 + 0.25 * np.cos(2 * np.pi * 4.0 * at)
    rise = np.where(at < soft_seconds, 0.05, np.minimum(1.0, 0.05 + (at - soft_seconds) / 0.02))
    fall = np.minimum(1.0, (seconds - at) / 0.05)
    wave = voiced * syllables * rise * fall
    wave *= (0.3 + 0.5 * digest[20] / 255) / np.max(np.abs(wave))
    before, after = (round(s * TONE_VOICE_RATE) for s in (_LEADING_SECONDS, _TRAILING_SECONDS))
    return np.pad(wave, (before, after)).astype(np.float32)
