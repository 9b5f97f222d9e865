"""Where speech begins and pauses, by level alone: windows of 10 ms in, no clock, no recogniser.

How it works. The level of each window is taken after pre-emphasis, which keeps hum and rumble out and lifts the
hissing ends of words. The background is the tenth percentile of the last 2.5 seconds of levels: speech dips under
its own syllables several times in that long, so its low end stays at the room's; a fan that is switched on fills
the whole stretch, so soon it *is* the background and no longer holds a segment open. A segment begins
when most of a 60 ms stretch stands out from the background. Inside a segment a window is quiet when it is near the
background or far below the segment's loudest part; the second test is what ends a word in a reverberant hall.
The caller decides how much quiet ends a segment, because that depends on what has been said.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE

WINDOW_FRAMES: Final = EAR_RATE // 100
"""Frames in one window: 10 ms, as in every recogniser's front end."""

WINDOW_SECONDS: Final = WINDOW_FRAMES / EAR_RATE

_PRE_EMPHASIS: Final = 0.95
_SILENT: Final = 1e-10
"""Mean square that stands for digital silence: -100 dBFS."""

_ASSUMED_WINDOWS: Final = 5
_ASSUMED_DB: Final = -60.0
"""A quiet room is assumed for so many windows before the first, so that a word at the very start is heard. They
carry the tenth percentile for half a second."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """How the endpointer judges levels; decibels are of pre-emphasised sound re full scale."""

    onset_over_background_db: float = 10.0
    """A window this far over the background may begin a segment. Steady noise, in 10 ms windows, wanders by 2 dB."""

    quiet_over_background_db: float = 7.0
    """Inside a segment, a window nearer to the background than this is quiet. Less than at onset: hysteresis."""

    quiet_below_peak_db: float = 24.0
    """Inside a segment, a window this far below its loudest one is quiet. Weak syllables of commands reach -20 dB."""

    peak_fall_db_per_second: float = 12.0
    """How fast a segment's loudest part is forgotten, so that a clank does not turn the words after it into quiet.
    Slower than most halls' echo, which falls by 11 to 55 dB per second (reverberation times of 5.4 to 1.1 s)."""

    least_background_db: float = -78.0
    """The background never counts as lower, or a microphone's own hiss would be speech."""

    background_seconds: float = 2.5
    """How much of the past makes the background, 0.5 to 10. Longer than a command without a pause."""

    loud_below_peak_db: float = 8.0
    """Inside a segment, a window within this of its loudest one is loud; the vowels of one phrase are."""

    onset_probability: float = 0.3
    """A window that is speech less probably than this begins no segment, however loud it is. RNNoise gave a bike no
    more in 99 % of its windows, a restaurant in 93 %, music in 83 %."""

    quiet_probability: float = 0.5
    """Inside a segment, a window that is speech less probably than this is quiet, however loud it is. Of 143 commands
    in music at 5 dB, 108 end within 0.35 s of their last word; with 0.03 music goes on as speech, and 83 do."""

    onset_windows: int = 4
    """So many windows of the last six must stand out; a click of 20 ms does not."""


class Endpointer:
    """Tells speech from background, one window at a time. Not thread-safe; same windows, same answers."""

    def __init__(self, settings: EndpointSettings | None = None) -> None:
        self._settings = settings or EndpointSettings()
        self._levels_db = np.full(round(self._settings.background_seconds / WINDOW_SECONDS), _ASSUMED_DB)
        self._windows_heard = _ASSUMED_WINDOWS
        self._before = 0.0
        self._stood_out: deque[bool] = deque(maxlen=6)
        self._peak_db = -np.inf
        self._quiet_windows = 0
        self._fallen_windows = 0
        self._spoken_windows = 0
        self._in_segment = False
        self.background_db = self._settings.least_background_db
        """The background as it stands now."""

    @property
    def in_segment(self) -> bool:
        """Whether a segment is open: it began, and `end_segment` was not called since."""
        return self._in_segment

    @property
    def quiet_seconds(self) -> float:
        """How long it has been quiet, up to the end of the last window; 0 while somebody speaks."""
        return self._quiet_windows * WINDOW_SECONDS

    @property
    def fallen_seconds(self) -> float:
        """How long nothing was as loud as the segment's vowels; tells the end of a phrase in noise."""
        return self._fallen_windows * WINDOW_SECONDS

    @property
    def spoken_seconds(self) -> float:
        """How much of the open segment was not quiet."""
        return self._spoken_windows * WINDOW_SECONDS

    def hear(self, window: Samples, speech_probability: float | None = None) -> bool:
        """Take one window and return whether a segment begins with it.

        Args:
            window: float32, shape (WINDOW_FRAMES,), -1 to 1.
            speech_probability: that somebody speaks in it, 0 to 1; None where nobody knows.
        """
        probability = 1.0 if speech_probability is None else speech_probability
        level_db = self._level_db(window)
        self._note_background(level_db)
        over_db = level_db - self.background_db
        if self._in_segment:
            self._follow(level_db, over_db, probability)
            return False
        is_louder = over_db >= self._settings.onset_over_background_db
        self._stood_out.append(is_louder and probability >= self._settings.onset_probability)
        if sum(self._stood_out) < self._settings.onset_windows:
            return False
        self._in_segment, self._peak_db = True, level_db
        self._quiet_windows, self._fallen_windows, self._spoken_windows = 0, 0, sum(self._stood_out)
        return True

    def end_segment(self) -> None:
        """Close the open segment; the background is kept."""
        self._in_segment = False
        self._stood_out.clear()

    def _level_db(self, window: Samples) -> float:
        earlier = np.concatenate(([self._before], window[:-1]))
        self._before = float(window[-1])
        emphasised = window - _PRE_EMPHASIS * earlier
        return float(10.0 * np.log10(np.mean(np.square(emphasised)) + _SILENT))

    def _note_background(self, level_db: float) -> None:
        self._levels_db[self._windows_heard % len(self._levels_db)] = level_db
        self._windows_heard += 1
        levels_db = self._levels_db[: min(self._windows_heard, len(self._levels_db))]
        tenth = len(levels_db) // 10
        low_db = float(np.partition(levels_db, tenth)[tenth])
        self.background_db = max(low_db, self._settings.least_background_db)

    def _follow(self, level_db: float, over_db: float, probability: float) -> None:
        forgotten_db = self._settings.peak_fall_db_per_second * WINDOW_SECONDS
        self._peak_db = max(self._peak_db - forgotten_db, level_db)
        is_loud = level_db >= self._peak_db - self._settings.loud_below_peak_db
        self._fallen_windows = 0 if is_loud else self._fallen_windows + 1
        near_background = over_db < self._settings.quiet_over_background_db
        far_below_peak = level_db < self._peak_db - self._settings.quiet_below_peak_db
        if near_background or far_below_peak or probability < self._settings.quiet_probability:
            self._quiet_windows += 1
        else:
            self._quiet_windows = 0
            self._spoken_windows += 1
