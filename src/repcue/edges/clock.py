"""The wall's clock, for what is not audible: watching devices, progress bars. The audible clock is the mixer's."""

import time
from datetime import date


def monotonic_seconds() -> float:
    """Return seconds on a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def file_time_seconds() -> float:
    """Return the time as files have it, in seconds since 1970."""
    return time.time()


def wait(seconds: float) -> None:
    """Do nothing for so many seconds, on this thread."""
    time.sleep(seconds)


def today() -> str:
    """Return today's date where the user is: `2026-03-31`."""
    return date.today().isoformat()
