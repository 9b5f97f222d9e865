"""Whether a device still calls back.

PortAudio reports neither a device that was unplugged nor a sound server that hangs; that callbacks cease is the only
sign on every system.
"""

from typing import Final

LOST_AFTER_SECONDS: Final = 1.0
"""Blocks come every 10 ms, and stalls of a busy machine were up to 40 ms; a second is neither."""


class Heartbeat:
    """Watches a number that grows with every callback. Asked by one thread only."""

    def __init__(self) -> None:
        self._callbacks = -1
        self._changed_at_seconds = 0.0

    def is_lost(self, callbacks: int, now_seconds: float) -> bool:
        """Return whether there was no callback for `LOST_AFTER_SECONDS`.

        Args:
            callbacks: how many there were so far.
            now_seconds: the present, on a clock that never goes back.

        >>> heartbeat = Heartbeat()
        >>> heartbeat.is_lost(5, 10.0), heartbeat.is_lost(5, 10.9), heartbeat.is_lost(5, 11.0)
        (False, False, True)
        """
        if callbacks != self._callbacks:
            self._callbacks = callbacks
            self._changed_at_seconds = now_seconds
        return now_seconds - self._changed_at_seconds >= LOST_AFTER_SECONDS
