"""Seconds, frames and decibels, and the conversions between them.

A *frame* is one sample per channel. Conversions that round say how; positions are summed exactly
(as `Fraction`) and rounded once, so that nothing drifts.
"""

from fractions import Fraction
from math import floor, log10
from typing import Final

EAR_RATE: Final = 16_000
"""Frames per second of everything that a recogniser hears."""


LEAST_LOAD_PERCENT: Final = 1
MOST_LOAD_PERCENT: Final = 150
"""Of the one-repetition maximum. What is only lowered is heavier than what one can lift, 105 to 130 % in most studies
(Wagle 2017, doi:10.1007/s40279-017-0755-6), and an estimated maximum may lie too low; more is probably mistyped."""


def frames_from_seconds(seconds: Fraction | float, sample_rate: int) -> int:
    """Return the frame nearest to `seconds`, halves rounded up.

    >>> frames_from_seconds(Fraction(1, 3), 48_000)
    16000
    >>> frames_from_seconds(0.5, 3)
    2
    """
    # [s] * [frames/s] = [frames]
    return floor(Fraction(seconds) * sample_rate + Fraction(1, 2))


def seconds_from_frames(frames: int, sample_rate: int) -> float:
    """Return the time of `frames`, in seconds.

    >>> seconds_from_frames(24_000, 48_000)
    0.5
    """
    return frames / sample_rate


def gain_from_db(gain_db: float) -> float:
    """Return the linear factor for `gain_db` decibels.

    >>> gain_from_db(-20.0)
    0.1
    """
    return float(10.0 ** (gain_db / 20.0))


def db_from_gain(gain: float, *, floor_db: float = -120.0) -> float:
    """Return decibels for a linear factor of 0 or more, never below `floor_db`.

    >>> db_from_gain(0.1)
    -20.0
    >>> db_from_gain(0.0)
    -120.0
    """
    return max(floor_db, 20.0 * log10(gain)) if gain > 0 else floor_db


def kilos_from_pounds(pounds: float) -> float:
    """Return kilograms, rounded to a tenth (1 lb = 0.45359237 kg by definition).

    >>> kilos_from_pounds(135)
    61.2
    """
    return round(pounds * 0.45359237, 1)
