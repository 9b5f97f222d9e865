"""Moments that lie ahead, in the order in which they come."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from repcue.core.events import Event


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens by itself at a frame: an event for the session, a record for the log, or both."""

    frame: int
    event: Event | None = None
    record: Mapping[str, object] | None = None
    """`kind` and the fields of one line of the event log, without its time."""

    belongs_to_set: bool = True
    """Whether it is forgotten when the set is silenced."""


@dataclass(order=True, slots=True)
class _Entry:
    frame: int
    order: int
    moment: Moment = field(compare=False)


class Timeline:
    """Moments in order; two in the same frame come in the order in which they were added."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._order = 0

    def add(self, moment: Moment) -> None:
        """Let it happen when its frame comes."""
        self._order += 1
        heapq.heappush(self._entries, _Entry(moment.frame, self._order, moment))

    def take_until(self, frame: int) -> Moment | None:
        """Return the next moment that lies at or before `frame`, or None."""
        if self._entries and self._entries[0].frame <= frame:
            return heapq.heappop(self._entries).moment
        return None

    def forget_set(self, from_frame: int) -> None:
        """Forget the moments of a set from a frame on."""
        self._keep(lambda moment: not moment.belongs_to_set or moment.frame < from_frame)

    def forget_events(self, *kinds: type[Event]) -> None:
        """Forget moments with such events."""
        self._keep(lambda moment: not isinstance(moment.event, kinds))

    def _keep(self, is_kept: Callable[[Moment], bool]) -> None:
        self._entries = [entry for entry in self._entries if is_kept(entry.moment)]
        heapq.heapify(self._entries)
