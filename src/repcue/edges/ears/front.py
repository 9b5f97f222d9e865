"""What stands before every ear: offset removed, noise suppressed, level made even, speech told from everything else.

    window ──▶ no offset ─┬─▶ 48 kHz ──▶ RNNoise ──▶ 16 kHz ─▶ mixed ─┬─▶ judged (endpointer)
                          └──────────▶ 22 ms later ─────────▶────┘    └─▶ level ─▶ decoded (recogniser)

Each recogniser gets what suits it. PocketSphinx was trained on clean speech; with nothing but suppressed sound it
mishears what the suppression left, so some of the untouched sound is mixed in. Vosk and Whisper were trained in noise
and get the sound untouched. All signals are delayed alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import ModelError
from repcue.core.units import EAR_RATE
from repcue.dsp.endpoint import WINDOW_SECONDS
from repcue.dsp.level import AutomaticLevel, LevelGuess, OffsetRemover, SignalToNoise
from repcue.dsp.threefold import DELAY_FRAMES as FILTER_DELAY_FRAMES
from repcue.dsp.threefold import FACTOR, Downsampler, Upsampler
from repcue.edges.rnnoise import DELAY_FRAMES as RNNOISE_DELAY_FRAMES
from repcue.edges.rnnoise import RnNoise

DRY_PART: Final = 0.15
"""How much of the untouched sound is in the mixture, as amplitude. With known edges PocketSphinx had right, of 120
commands each on exercise bike 10 dB, music 5 dB, restaurant 10 dB: nothing suppressed .43 .28 .72; 15 % untouched
.82 .59 .89; nothing untouched .83 .58 .73."""

NOISY_DB: Final = 20.0
CLEAN_DB: Final = 40.0
"""From speech so far over the noise on, all of the sound is left untouched; the part falls evenly to `DRY_PART`."""

CLEARING_SECONDS: Final = 8.0
"""So long all of the sound takes to come back when noise has gone: the background rises with it by 16 dB, and faster it
would be taken for speech until 2.5 s have gone by. At once, 24 of 608 commands were not cut out of a stream as they
were said, most of them heard with the pause before them; with 8 s one."""


@dataclass(frozen=True, slots=True, eq=False)
class FrontWindow:
    """One window as each listener wants it; all are float32, same shape, at 16 kHz, and of the same moment."""

    judged: Samples
    """For telling speech from background: little noise, nothing levelled."""

    decoded: Samples
    """For the recogniser."""

    untouched: Samples
    """As it was heard, without its offset."""

    speech_probability: float | None
    """That whatever stands out is somebody speaking, 0 to 1; None where nobody knows."""


class Front(Protocol):
    """A stream's preparation. One thread only."""

    @property
    def delay_seconds(self) -> float:
        """How much later than it was heard a sound comes out, at most 0.03."""
        ...

    @property
    def to_noise_db(self) -> float:
        """How far speech stands over the noise by now."""
        ...

    def hear(self, window: Samples) -> FrontWindow:
        """Return what 10 ms of 16 kHz become, float32, shape (160,)."""
        ...

    def close(self) -> None:
        """Give back what it holds. Idempotent."""
        ...


class PlainFront:
    """Takes the offset off and delays nothing: where RNNoise is not to be had."""

    delay_seconds: Final = 0.0
    to_noise_db: Final = CLEAN_DB
    """Not known."""

    def __init__(self) -> None:
        self._offset = OffsetRemover()

    def hear(self, window: Samples) -> FrontWindow:
        """Return the window without its offset."""
        clear = self._offset.remove(window)
        return FrontWindow(clear, clear, clear, None)

    def close(self) -> None:
        """Do nothing."""


class SuppressingFront:
    """Takes noise away with RNNoise; costs 0.02 of a core."""

    delay_seconds: Final = (RNNOISE_DELAY_FRAMES / FACTOR + 2 * FILTER_DELAY_FRAMES) / EAR_RATE

    def __init__(self, *, gives_untouched: bool = False, guess: LevelGuess | None = None) -> None:
        """Load RNNoise.

        Args:
            gives_untouched: whether the recogniser wants the noise left in.
            guess: how loud noise and speech were here before.

        Raises:
            ModelError: RNNoise is missing or does not run here.
        """
        self._gives_untouched = gives_untouched
        self._suppressor = RnNoise()
        self._offset = OffsetRemover()
        self._upsampler, self._downsampler = Upsampler(), Downsampler()
        self._to_noise, self._level = SignalToNoise(guess), AutomaticLevel(guess)
        self._late: Samples | None = None
        self._cleanness = 1.0
        """0 in noise to 1 in a quiet room."""

    def hear(self, window: Samples) -> FrontWindow:
        """Return what 10 ms become, 22 ms later."""
        clear = self._offset.remove(window)
        suppressed, probability = self._suppressor.suppress(self._upsampler.raise_rate(clear))
        if self._late is None:
            # Before the first sound the room was as loud as at first; with silence there its hiss would be an onset.
            self._late = np.resize(clear[::-1], round(self.delay_seconds * EAR_RATE))
        held = np.concatenate((self._late, clear))
        untouched, self._late = held[: len(window)], held[len(window) :]
        wet = self._downsampler.lower_rate(suppressed)
        self._to_noise.hear(untouched, probability)
        self._clear_up()
        cleanness = self._cleanness
        dry = DRY_PART + (1.0 - DRY_PART) * cleanness
        mixed = np.float32(1.0 - dry) * wet + np.float32(dry) * untouched
        decoded = untouched if self._gives_untouched else mixed
        levelled = self._level.level(decoded, probability)
        # In a quiet room the level alone tells speech; RNNoise takes the ends of some words for none (4 of 120 lost).
        return FrontWindow(mixed, levelled, untouched, max(probability, cleanness))

    def _clear_up(self) -> None:
        """Follow the noise at once where it rises, slowly where it falls: the background would seem to rise with it."""
        part = (self.to_noise_db - NOISY_DB) / (CLEAN_DB - NOISY_DB)
        now = min(max(part, 0.0), 1.0)
        self._cleanness = min(now, self._cleanness + WINDOW_SECONDS / CLEARING_SECONDS)

    @property
    def to_noise_db(self) -> float:
        """How far speech stands over the noise by now."""
        return self._to_noise.ratio_db

    def close(self) -> None:
        """Give back RNNoise's memory. Idempotent."""
        self._suppressor.close()


def open_front(open_suppressing: Callable[[], Front]) -> tuple[Front, str]:
    """Return the front of this machine; where noise cannot be suppressed, what the user should know of that."""
    try:
        return open_suppressing(), ""
    except ModelError as error:
        return PlainFront(), f" In noise it will hear little: {error}"
