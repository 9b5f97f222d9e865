"""The perceptual centre of a spoken word: the moment at which a listener places it.

Words that start at equal intervals do not sound even ("eight" comes early, "squeeze" late; Morton, Marcus & Frankish
1976). The centre is near the vowel's onset; we take the steepest rise of the loudness envelope between 300 and 3000 Hz
(Morton et al. 1976; "fastest energy rise", J. Acoust. Soc. Am. 155:2698, 2024). numpy only.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.dsp.spectrum import band_pass, filtered, low_pass

_VOWEL_BAND: Final = band_pass(300.0, 3000.0)
_ENVELOPE: Final = low_pass(12.0)
_MARGIN_SECONDS: Final = 0.25
"""Silence before and after, longer than the envelope filter rings (3 periods of 12 Hz)."""


def perceptual_centre(samples: NDArray[np.floating], sample_rate: int) -> int:
    """Return the frame at which a listener places the word, 0 to `len(samples) - 1`; 0 for silence.

    Args:
        samples: shape (frames,), -1 to 1; one word or a short phrase, whose loudest rise is meant.
        sample_rate: frames per second.
    """
    if not np.any(samples):
        return 0
    margin = round(_MARGIN_SECONDS * sample_rate)
    padded = np.pad(np.asarray(samples, dtype=np.float64), margin)
    voiced = filtered(padded, sample_rate, _VOWEL_BAND, there_and_back=True)
    envelope = filtered(np.abs(voiced), sample_rate, _ENVELOPE, there_and_back=True)
    steepest = int(np.argmax(np.diff(envelope))) - margin
    return min(max(steepest, 0), len(samples) - 1)
