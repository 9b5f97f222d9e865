"""Rooms made of numbers, for benchmarks and tests: impulse responses of a stated reverberation time."""

import numpy as np
from numpy.typing import NDArray

from repcue.core.units import EAR_RATE


def room_response(
    reverberation_seconds: float, delay_frames: int, *, direct_db: float = 3.0, seed: int = 1
) -> NDArray[np.float64]:
    """Return the direct sound followed by noise that decays by 60 dB in the reverberation time (Polack 1988).

    Args:
        reverberation_seconds: RT60, above 0.
        delay_frames: silence before the direct sound, at 16 kHz.
        direct_db: how much more energy the direct sound has than all the rest, in decibels.
        seed: which of the rooms with these figures.

    Returns:
        float64, shape (frames,), of unit energy.

    >>> room_response(0.35, 160).shape
    (5760,)
    """
    chance = np.random.default_rng(seed)
    at = np.arange(round(reverberation_seconds * EAR_RATE))
    tail = chance.standard_normal(len(at)) * 10.0 ** (-3.0 * at / EAR_RATE / reverberation_seconds)
    # No wall is nearer than 0.35 m: 2 ms there and back.
    tail[: EAR_RATE // 500] = 0.0
    tail *= 10.0 ** (-direct_db / 20.0) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return np.concatenate((np.zeros(delay_frames), tail / np.sqrt(np.sum(tail**2))))
