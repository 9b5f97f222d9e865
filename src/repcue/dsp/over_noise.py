"""How far a recording's voice stands out from the recording's own noise, and where it does. Pure, numpy only.

Speech has pauses, closures and syllables, noise goes on: what lies between the loud moments and the quiet ones tells
them apart without a stretch that is known to be quiet. What is steady and softer at an end of a recording is the room
before the voice or after it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WINDOW_SECONDS: Final = 0.02
_LOUD_PERCENTILE: Final = 95
_QUIET_PERCENTILE: Final = 10
_LEAST_POWER: Final = 1e-12
"""-120 dB of full scale: digital silence."""


_END_WINDOWS: Final = 30
"""Of 10 ms: more than the longest hissing sound that a phrase ends or begins with, 0.15 s, and less than a take has
before its voice (`edges/takes.py`)."""

_LOUD_WINDOWS: Final = 20
"""A word's vowels last so long; a knock does not."""

_STEADY_DB: Final = 6.0
"""From the lowest fifth of an end's windows to the highest: nineteen of twenty stretches of white noise have at most
1, of rain 2, of exercise bikes 3, of a restaurant 6.5."""

_BELOW_LOUD_DB: Final = 8.0
_STANDS_OUT_DB: Final = 5.0
"""Over the middle of an end's windows; noise is so much louder than itself in no 3 of 4 windows."""

_KEPT_WINDOWS: Final = 5
_PRE_EMPHASIS: Final = 0.95


def voice_span(samples: NDArray[np.floating], sample_rate: int) -> slice:
    """Return the frames from 50 ms before a voice stands out of the room to 50 ms after; all where no room is heard.

    Measured on 24 phrases of two voices at five levels from 20 to 50 dB over a room, of which 0.4 s are before and
    0.8 s after: in white noise, rain, exercise bikes and a crowd more than 0.15 s of it are left at an end in 23 of
    480, and of what is within 20 dB of the loudest windows 40 ms are cut in all. What changes as a voice does is left
    in oftener: a restaurant in 65 of 120, a ticking clock always. From phrases cut to the voice nothing is cut.

    Args:
        samples: shape (frames,), -1 to 1, one channel, without rumble.
        sample_rate: frames per second.
    """
    size = max(1, round(0.01 * sample_rate))
    count = len(samples) // size
    hissing = np.append(samples[:1], samples[1:] - _PRE_EMPHASIS * samples[:-1])
    # Hissing sounds stand out of a hum, and vowels out of hiss; what does either is the voice.
    levels = [_levels_db(each[: count * size].reshape(count, size)) for each in (samples, hissing)]
    before, after = (max(0, _room_windows(ends) - _KEPT_WINDOWS) for ends in (levels, [each[::-1] for each in levels]))
    return slice(before * size, (count - after) * size if after else len(samples))


def _levels_db(windows: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(10.0 * np.log10(np.mean(np.asarray(windows, dtype=np.float64) ** 2, axis=1) + _LEAST_POWER))


def _room_windows(levels: Sequence[NDArray[np.float64]]) -> int:
    """Return how many windows there are of the room alone, from the first on, by several measures of the same sound."""
    return min((windows for level_db in levels if (windows := _room_by(level_db))), default=0)


def _room_by(level_db: NDArray[np.float64]) -> int:
    if len(level_db) < _END_WINDOWS + _LOUD_WINDOWS:
        return 0
    low_db, room_db, high_db = np.percentile(level_db[:_END_WINDOWS], (20, 50, 80))
    loud_db = np.sort(level_db)[-_LOUD_WINDOWS]
    if high_db - low_db > _STEADY_DB or room_db > loud_db - _BELOW_LOUD_DB:
        return 0
    stands_out = np.convolve(level_db > room_db + _STANDS_OUT_DB, np.ones(4), "valid") >= 3
    return int(np.argmax(stands_out))


def over_noise_db(samples: NDArray[np.floating], sample_rate: int) -> float:
    """Return by how many decibels the loudest twentieth of moments exceeds the quietest tenth; 0 for silence.

    With pauses around the voice that is its distance to the noise and 3 to 5 dB more; cut close to the voice, its own
    quiet moments count. White noise of 0.3 to 3 s has at most 2 dB, brown noise 6, a room of exercise bikes 3; phrases
    of eSpeak NG cut to the voice have 11 or more, 35 spoken ones 18 or more.

    Args:
        samples: shape (frames,), -1 to 1, one channel, without rumble (`dsp/speech.py`), which is louder than a room.
        sample_rate: frames per second.
    """
    size = max(1, round(_WINDOW_SECONDS * sample_rate))
    if len(samples) < size:
        return 0.0
    squares = np.concatenate(([0.0], np.cumsum(np.asarray(samples, dtype=np.float64) ** 2)))
    starts = np.arange(0, len(samples) - size + 1, max(1, size // 2))
    level_db = 10.0 * np.log10((squares[starts + size] - squares[starts]) / size + _LEAST_POWER)
    quiet_db, loud_db = np.percentile(level_db, (_QUIET_PERCENTILE, _LOUD_PERCENTILE))
    return float(loud_db - quiet_db)
