"""From what a voice renders to what the mixer plays: trimmed, levelled, limited, faded. Pure, numpy only.

The order matters: rumble out, silence off, ends faded, then gain and limiter in turns until loudness and peak both
hold, and last onto the grid of 16-bit samples, so that a clip from the cache is the clip that was made.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import gain_from_db
from repcue.dsp.loudness import lufs_of_power, weighted_power
from repcue.dsp.spectrum import filtered, high_pass

TARGET_LUFS: Final = -16.0
"""Usual for speech on small devices; at least 10 LU above music that is played softly (Torcoli et al. 2019)."""

CEILING_DBFS: Final = -3.8
"""Peaks stay below -3 dBFS: a loudspeaker that does not clip is what an echo canceller needs. The rest is for what lies
between the samples, at most 0.7 dB over 120 phrases of eSpeak NG."""

_RUMBLE_BELOW_HZ: Final = 110.0
"""Small loudspeakers cannot play less, and it costs them headroom."""

_SILENT_BELOW_DB: Final = -45.0
"""Relative to the clip's loudest 5 ms; eSpeak NG's silence is digital, a good recording's is below -50."""

_KEPT_SECONDS: Final = 0.005
_FADE_SECONDS: Final = 0.004
_WINDOW_SECONDS: Final = 0.005
_LIMITER_STEP_SECONDS: Final = 0.001
_LIMITER_REACH_STEPS: Final = 5
_CLOSE_ENOUGH_LU: Final = 0.05
_LEAST_ANSWER: Final = 0.2
"""The limiter is taken to leave at least a fifth of every decibel of gain, so that a step stays a step."""

_TURNS: Final = 12


def without_rumble(samples: NDArray[np.floating], sample_rate: int) -> NDArray[np.float64]:
    """Return the samples without what lies below 110 Hz."""
    return filtered(samples, sample_rate, high_pass(_RUMBLE_BELOW_HZ))


def trimmed(samples: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """Return the samples without silence at both ends, 5 ms of it kept; nothing at all for silence."""
    window = max(1, round(_WINDOW_SECONDS * sample_rate))
    count = -(-len(samples) // window)
    blocks = np.pad(np.asarray(samples, dtype=np.float64), (0, count * window - len(samples))).reshape(count, window)
    power = np.mean(blocks**2, axis=1) if count else np.zeros(0)
    loud = np.flatnonzero(power > np.max(power, initial=0.0) * 10 ** (_SILENT_BELOW_DB / 10))
    if not len(loud):
        return samples[:0]
    kept = round(_KEPT_SECONDS * sample_rate)
    return samples[max(0, loud[0] * window - kept) : min(len(samples), (loud[-1] + 1) * window + kept)]


def faded(samples: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """Return the samples with 4 ms of raised cosine at both ends."""
    length = min(round(_FADE_SECONDS * sample_rate), len(samples) // 2)
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))
    shape = np.ones(len(samples))
    shape[:length] = rise
    shape[len(samples) - length :] = rise[::-1]
    return np.asarray(samples * shape)


def limiter_gains(peaks: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """Return the gain at the middle of every step that keeps all peaks at or below `ceiling`.

    The gain looks 5 steps ahead and back, so it moves smoothly and never has to clip.

    Args:
        peaks: the largest magnitude within every step of 1 ms, shape (steps,).
        ceiling: linear, above 0.
    """
    reach = _LIMITER_REACH_STEPS
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-12))
    # A smoothed gain is a mean over steps, each the least that is wanted one step further around than the mean and the
    # interpolation to the frames reach: it cannot exceed what the peak under it allows.
    around = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, reach + 1, mode="edge"), 2 * reach + 3)
    kernel = np.hanning(2 * reach + 1)
    return np.convolve(np.pad(around.min(axis=1), reach, mode="edge"), kernel / kernel.sum(), mode="valid")


def limited(samples: NDArray[np.float64], sample_rate: int, ceiling: float) -> NDArray[np.float64]:
    """Return the samples turned down around every peak so that none exceeds `ceiling` (linear, above 0)."""
    if not len(samples) or np.max(np.abs(samples)) <= ceiling:
        return samples
    step = _limiter_step(sample_rate)
    peaks = _peaks(samples, step)
    middles = (np.arange(len(peaks)) + 0.5) * step
    return np.asarray(samples * np.interp(np.arange(len(samples)), middles, limiter_gains(peaks, ceiling)))


def levelled(samples: NDArray[np.float64], sample_rate: int, target_lufs: float = TARGET_LUFS) -> NDArray[np.float64]:
    """Return the samples at `target_lufs` with peaks at or below the ceiling; silence stays silence.

    The gain is found on power and peaks of 1 ms steps: there the limiter's answer costs next to nothing. Where the
    limiter takes back part of a gain, the next is chosen by the secant through the last two.
    """
    if not np.any(samples):
        return samples
    ceiling, step = gain_from_db(CEILING_DBFS), _limiter_step(sample_rate)
    peaks, power = _peaks(samples, step), weighted_power(samples, sample_rate, step)
    gain_db, step_db, last_lufs, left = 0.0, 0.0, 0.0, np.ones(len(peaks))
    for turn in range(_TURNS):
        gain = gain_from_db(gain_db)
        lufs = lufs_of_power(power * (gain * left[: len(power)]) ** 2, sample_rate / step)
        if abs(target_lufs - lufs) < _CLOSE_ENOUGH_LU:
            break
        answer = (lufs - last_lufs) / step_db if turn else 1.0
        step_db = (target_lufs - lufs) / min(max(answer, _LEAST_ANSWER), 1.0)
        gain_db, last_lufs = gain_db + step_db, lufs
        left = limiter_gains(peaks * gain_from_db(gain_db), ceiling)
    return limited(samples * gain_from_db(gain_db), sample_rate, ceiling)


def _limiter_step(sample_rate: int) -> int:
    return max(1, round(_LIMITER_STEP_SECONDS * sample_rate))


def _peaks(samples: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    count = -(-len(samples) // step)
    padded = np.pad(np.abs(samples), (0, count * step - len(samples)))
    return np.asarray(np.max(padded.reshape(count, step), axis=1))


def on_grid(samples: NDArray[np.floating]) -> Samples:
    """Return the samples rounded to 16 bits: float32, every one a multiple of 1/32768."""
    whole = np.clip(np.round(np.asarray(samples, dtype=np.float64) * 32768), -32768, 32767)
    # 16 bits know no negative zero.
    return (whole / 32768 + 0.0).astype(np.float32)


def finished(samples: NDArray[np.floating], sample_rate: int, *, gain_db: float = 0.0) -> Samples:
    """Return a rendered or recorded phrase ready to be mixed.

    Args:
        samples: shape (frames,), one channel, at `sample_rate`.
        sample_rate: frames per second.
        gain_db: how much louder or softer than -16 LUFS it shall be; peaks stay below -3 dBFS all the same.

    Returns:
        float32, shape (frames,), on the grid of 16-bit samples; empty when there is nothing to hear.
    """
    return ready(trimmed(without_rumble(samples, sample_rate), sample_rate), sample_rate, gain_db=gain_db)


def ready(spoken: NDArray[np.float64], sample_rate: int, *, gain_db: float = 0.0) -> Samples:
    """Return what `finished` does, of samples without rumble that are trimmed already.

    Args:
        spoken: shape (frames,), one channel, at `sample_rate`.
        sample_rate: frames per second.
        gain_db: as for `finished`.
    """
    return on_grid(levelled(faded(spoken, sample_rate), sample_rate, TARGET_LUFS + gain_db))
