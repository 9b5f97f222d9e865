"""Level: what is constant is taken off, and speech is brought to the loudness that a recogniser was trained at.

The level follows speech only, so that a silent room is not turned up until its hiss is speech, and slowly, so that
loud and soft syllables keep their difference. Peaks are bent before full scale, never cut.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.units import gain_from_db

TARGET_DB: Final = -24.0
"""RMS re full scale of the windows that are speech. As loud as the synthetic development voices, of which the middle
one has -25 dB."""

MOST_GAIN_DB: Final = 24.0
LEAST_GAIN_DB: Final = -12.0
DEAD_ZONE_DB: Final = 6.0
"""Nothing moves while speech is this near: the recogniser's own normalisation of the mean does the rest."""

GAIN_DB_PER_SECOND: Final = 12.0
"""How fast the gain moves while somebody speaks: a soft voice is right after a word or two."""

_SPEECH_PROBABILITY: Final = 0.8
_LEVEL_WINDOWS: Final = 30
"""0.3 s of speech make its level: about two syllables."""

_SPEECH_POWER_WINDOWS: Final = 50
"""Half a second of speech makes its power."""

_BACKGROUND_WINDOWS: Final = 250
"""The softest tenth of 2.5 s is background, as the endpointer has it: RNNoise takes steady hiss for speech and soft
speech for noise, so its word is not asked."""

_NO_SPEECH_PROBABILITY: Final = 0.1
_LOUD_QUANTILE: Final = 0.9
_LOUD_DB: Final = 4.0
"""Drums are silent between their beats, so their softest tenth tells nothing. The loud end of what is no speech counts
too, that much less: it is so far over the softest tenth on an exercise bike and in a restaurant. Where people spoke in
quiet, speech stood 36 dB or more over it in nine tenths of the time, with drums 19 dB or less."""

_LEAST_LOUD_WINDOWS: Final = 20

_ASSUMED_NOISE_DB: Final = -66.0
"""Of a quiet room, until it was heard."""

_KNEE: Final = 0.8
_SILENT: Final = 1e-10
_MEAN_WINDOWS: Final = 20
"""0.2 s: what is slower than 1 Hz is no sound."""


@dataclass(frozen=True, slots=True)
class LevelGuess:
    """What an earlier session measured here: where levels begin, until the signals tell. dB re full scale, RMS."""

    noise_db: float = _ASSUMED_NOISE_DB
    speech_db: float = TARGET_DB


class OffsetRemover:
    """Takes a direct current off. Not thread-safe."""

    def __init__(self) -> None:
        self._offset = 0.0

    def remove(self, window: Samples) -> Samples:
        """Return the window without its slow mean; float32, same shape."""
        before = self._offset
        self._offset += (float(window.mean(dtype=np.float64)) - before) / _MEAN_WINDOWS
        step = np.float32((self._offset - before) / len(window))
        return window - (np.float32(before) + step * np.arange(len(window), dtype=np.float32))


class SignalToNoise:
    """How far speech stands over what is heard when nobody speaks. Not thread-safe."""

    def __init__(self, guess: LevelGuess | None = None) -> None:
        guess = guess or LevelGuess()
        self._speech_power = gain_from_db(guess.speech_db) ** 2
        self._powers = np.full(_BACKGROUND_WINDOWS, gain_from_db(guess.noise_db) ** 2)
        self._is_no_speech = np.zeros(_BACKGROUND_WINDOWS, dtype=np.bool_)
        self._windows = 0

    @property
    def ratio_db(self) -> float:
        """The proportion by now."""
        tenth = len(self._powers) // 10
        noise = float(np.partition(self._powers, tenth)[tenth])
        return 10.0 * float(np.log10(self._speech_power / max(noise, self._loud_noise())))

    def _loud_noise(self) -> float:
        powers = self._powers[self._is_no_speech]
        if len(powers) < _LEAST_LOUD_WINDOWS:
            return 0.0
        loud = int(_LOUD_QUANTILE * len(powers))
        return float(np.partition(powers, loud)[loud]) / gain_from_db(_LOUD_DB) ** 2

    def hear(self, window: Samples, speech_probability: float) -> None:
        """Take 10 ms of untouched sound and how probably somebody speaks in it, 0 to 1."""
        power = float(np.vdot(window, window)) / len(window) + _SILENT
        place = self._windows % _BACKGROUND_WINDOWS
        self._powers[place], self._is_no_speech[place] = power, speech_probability < _NO_SPEECH_PROBABILITY
        self._windows += 1
        if speech_probability >= _SPEECH_PROBABILITY:
            self._speech_power += (power - self._speech_power) / _SPEECH_POWER_WINDOWS


class AutomaticLevel:
    """Brings speech to one loudness. Not thread-safe."""

    def __init__(self, guess: LevelGuess | None = None) -> None:
        speech_db = (guess or LevelGuess()).speech_db
        away_db = float(np.clip(TARGET_DB - speech_db, LEAST_GAIN_DB, MOST_GAIN_DB))
        self.gain_db = away_db if abs(away_db) > DEAD_ZONE_DB else 0.0
        """As it stands now."""
        self._power = gain_from_db(speech_db) ** 2

    def level(self, window: Samples, speech_probability: float) -> Samples:
        """Return the window at its gain; float32, same shape, within -1 to 1.

        Args:
            window: float32, 10 ms.
            speech_probability: 0 to 1; the gain moves only where it is high.
        """
        before_db = self.gain_db
        if speech_probability >= _SPEECH_PROBABILITY:
            self._follow(float(np.vdot(window, window)) / len(window))
        if before_db == self.gain_db == 0.0:
            return _bent(window)
        ramp = np.linspace(gain_from_db(before_db), gain_from_db(self.gain_db), len(window), dtype=np.float32)
        return _bent(window * ramp)

    def _follow(self, power: float) -> None:
        self._power += (power - self._power) / _LEVEL_WINDOWS
        level_db = 10.0 * float(np.log10(self._power + 1e-10))
        wanted_db = float(np.clip(TARGET_DB - level_db, LEAST_GAIN_DB, MOST_GAIN_DB))
        away_db = wanted_db - self.gain_db
        if abs(away_db) > DEAD_ZONE_DB:
            self.gain_db += float(np.sign(away_db)) * GAIN_DB_PER_SECOND * 0.01


def _bent(window: Samples) -> Samples:
    if max(window.max(), -window.min()) <= _KNEE:
        return window
    over = np.abs(window) > _KNEE
    room = 1.0 - _KNEE
    bent = np.sign(window) * (_KNEE + room * np.tanh((np.abs(window) - _KNEE) / room))
    return np.where(over, bent, window).astype(np.float32)
