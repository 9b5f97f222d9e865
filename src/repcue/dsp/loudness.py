"""How loud a short clip is, after ITU-R BS.1770-4, with blocks short enough for one word. numpy only.

BS.1770 measures in blocks of 0.4 s, and many a count is shorter: blocks of 0.1 s, overlapping by three quarters and
gated as in the recommendation (-70 LUFS, then 10 LU below the mean), leave the same measure usable from 0.1 s on.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.dsp.spectrum import filtered

BLOCK_SECONDS: Final = 0.1
_OVERLAP: Final = 4
_SILENCE_LUFS: Final = -70.0
_OFFSET_LU: Final = -0.691
_GATE_BELOW_MEAN_LU: Final = 10.0


def _k_weighting(frequencies: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """BS.1770's two filters: a shelf of +4 dB above 1682 Hz and a high-pass at 38 Hz, at any rate.

    The recommendation gives coefficients for 48 kHz; these parameters reproduce them (De Man 2018, "Evaluation of
    implementations of the EBU R128 loudness measurement").
    """
    z = np.exp(-2j * np.pi * frequencies / sample_rate)
    k, q, top = np.tan(np.pi * 1681.974450955533 / sample_rate), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    middle = top**0.4996667741545416
    shelf_above = (top + middle * k / q + k * k) + 2 * (k * k - top) * z + (top - middle * k / q + k * k) * z**2
    shelf_below = (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    k, q = np.tan(np.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    high_above = (1 + k / q + k * k) * (1 - z) ** 2
    high_below = (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    return np.asarray(np.abs(shelf_above / shelf_below * high_above / high_below) ** 2)


def weighted_power(samples: NDArray[np.floating], sample_rate: int, step: int) -> NDArray[np.float64]:
    """Return the mean K-weighted power of every `step` frames: shape (steps,); a rest shorter than a step is left out.

    Args:
        samples: shape (frames,), -1 to 1, one channel.
        sample_rate: frames per second.
        step: frames to a step.
    """
    steps = len(samples) // step
    weighted = filtered(samples, sample_rate, _k_weighting)[: steps * step]
    return np.asarray(np.mean(weighted.reshape(steps, step) ** 2, axis=1))


def lufs_of_power(power: NDArray[np.float64], steps_per_second: float) -> float:
    """Return the loudness in LUFS of weighted power in steps; -70 for what is softer or silent.

    Two measures are in use for clips of a second: gated blocks, and the plain mean over the whole. On trimmed phrases
    they differ by 0 to 0.9 LU, by how much pause lies between the words; their mean is within half of that of both.
    """
    block = min(round(BLOCK_SECONDS * steps_per_second), len(power))
    if not block:
        return _SILENCE_LUFS
    starts = np.arange(0, len(power) - block + 1, max(1, block // _OVERLAP))
    summed = np.concatenate(([0.0], np.cumsum(power)))
    blocks = (summed[starts + block] - summed[starts]) / block
    loud = blocks[blocks > 10 ** ((_SILENCE_LUFS - _OFFSET_LU) / 10)]
    if not len(loud):
        return _SILENCE_LUFS
    gated = np.mean(loud[loud > np.mean(loud) * 10 ** (-_GATE_BELOW_MEAN_LU / 10)])
    # The mean of two levels in decibels is the level of their geometric mean.
    return float(_OFFSET_LU + 10 * np.log10(np.sqrt(gated * np.mean(power))))


def loudness_lufs(samples: NDArray[np.floating], sample_rate: int) -> float:
    """Return the loudness in LUFS of a trimmed phrase; -70 for what is softer or silent.

    Args:
        samples: shape (frames,), -1 to 1, one channel.
        sample_rate: frames per second.
    """
    step = max(1, sample_rate // 1000)
    return lufs_of_power(weighted_power(samples, sample_rate, step), sample_rate / step)
