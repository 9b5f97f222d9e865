"""What becomes of a rest, in the event log."""

from collections.abc import Callable

from repcue.core.records import Record


class RestLog:
    """Writes rests; remembers how long the one under way was planned to be. Used by one thread."""

    def __init__(self, write: Callable[[Record], None], left_seconds: Callable[[], float]) -> None:
        """Take where to write, and how long the rest under way lasts from the moment at which it is asked."""
        self._write = write
        self._left_seconds = left_seconds
        self._planned_seconds = 0

    def start(self, seconds: int) -> None:
        """Write that a rest of this length has begun."""
        self._planned_seconds = seconds
        self.note("started")

    def extend(self, seconds: int) -> None:
        """Write that it is so much longer."""
        self._planned_seconds += seconds
        self.note("extended")

    def note(self, change: str) -> None:
        """Write what has become of it: `skipped` or `over`."""
        planned, left = self._planned_seconds, self._left_seconds()
        self._write({"kind": "rest", "planned_seconds": planned, "left_seconds": left, "change": change})
