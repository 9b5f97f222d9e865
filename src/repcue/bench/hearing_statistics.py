"""How sure a figure is: intervals for shares and for rates, and percentiles. Pure arithmetic."""

from collections.abc import Callable, Sequence
from math import exp, lgamma, log, sqrt
from typing import Final

import numpy as np

Interval = tuple[float, float]

_Z_95: Final = 1.959964
"""The normal distribution's 97.5 % point."""

_TAIL_95: Final = 0.025
_BISECTIONS: Final = 60


def share_interval(successes: int, trials: int) -> Interval:
    """Return Wilson's 95 % interval of a share (Wilson 1927); 0 to 1 where nothing was tried.

    >>> [round(each, 3) for each in share_interval(95, 100)]
    [0.888, 0.978]
    >>> [round(each, 3) for each in share_interval(0, 20)]
    [0.0, 0.161]
    """
    if not trials:
        return 0.0, 1.0
    share, square = successes / trials, _Z_95**2
    centre = (share + square / (2 * trials)) / (1 + square / trials)
    half = _Z_95 * sqrt(share * (1 - share) / trials + square / (4 * trials**2)) / (1 + square / trials)
    return max(0.0, centre - half), min(1.0, centre + half)


def rate_interval(events: int, hours: float) -> Interval | None:
    """Return the exact 95 % interval of a rate per hour (Garwood 1936), or None where there was no time.

    >>> rate_interval(0, 1.0)  # "none in an hour" is still compatible with 3.7 an hour
    (0.0, 3.689)
    >>> rate_interval(10, 2.0)
    (2.398, 9.195)
    """
    if hours <= 0:
        return None
    widest = events + 10.0 * sqrt(events + 1.0) + 10.0
    low = _root(lambda mean: (1.0 - _poisson_up_to(events - 1, mean)) - _TAIL_95, widest) if events else 0.0
    high = _root(lambda mean: _TAIL_95 - _poisson_up_to(events, mean), widest)
    return round(low / hours, 3), round(high / hours, 3)


def percentiles(values: Sequence[float]) -> dict[str, float | None]:
    """Return the 50 % and 95 % points, to a millisecond; None of nothing.

    >>> percentiles([0.1, 0.2, 0.3]), percentiles([])
    ({'p50': 0.2, 'p95': 0.29}, {'p50': None, 'p95': None})
    """
    if not values:
        return {"p50": None, "p95": None}
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def _poisson_up_to(events: int, mean: float) -> float:
    """Return the probability of at most so many events."""
    if mean <= 0:
        return float(events >= 0)
    return sum(exp(count * log(mean) - mean - lgamma(count + 1)) for count in range(events + 1))


def _root(rising: Callable[[float], float], widest: float) -> float:
    low, high = 0.0, widest
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
