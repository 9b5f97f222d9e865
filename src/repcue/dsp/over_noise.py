"""How far a recording's voice stands out from the recording's own noise. Pure, numpy only.

Speech has pauses, closures and syllables, noise goes on: what lies between the loud moments and the quiet ones tells
them apart without a stretch that is known to be quiet.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_WINDOW_SECONDS: Final = 0.02
_LOUD_PERCENTILE: Final = 95
_QUIET_PERCENTILE: Final = 10
_LEAST_POWER: Final = 1e-12
"""-120 dB of full scale: digital silence."""


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
