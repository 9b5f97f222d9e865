"""A line that has to be heard: whether it was, or what it is said in ended before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from repcue.core.events import Event
from repcue.core.messages import Group, Play
from repcue.core.pace import Item
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds

TAIL_SECONDS: Final = 0.4
"""A line that is cut so shortly before its end was heard: its last word, at 150 words a minute."""


@dataclass(frozen=True, slots=True)
class LineCut(Event):
    """A line that is said once in a session was not heard: it was cut, or there was no room for it."""

    line: str
    had_room: bool = True
    """Whether it had begun, or had a place; without one, saying it again at once would fare no better."""


class LineWatch:
    """Watches the one line that is being said, or about to be. Used by one thread."""

    def __init__(self, sample_rate: int) -> None:
        """Count frames at this rate."""
        self._tail_frames = frames_from_seconds(TAIL_SECONDS, sample_rate)
        self._line: str | None = None
        self._group = Group.REPLY
        self._heard_frame = 0

    def begin(self, line: str | None, play: Item) -> None:
        """Watch a line with which a play ends; nothing where it is None."""
        if line is not None and isinstance(play, Play):
            self._line, self._group, self._heard_frame = line, play.group, play.end_frame - self._tail_frames

    def taken_over_by(self, texts: Sequence[str], from_frame: int) -> str | None:
        """Return the line where words that are said instead end with it; it is then not watched where it was."""
        if self._line is None or from_frame >= self._heard_frame or tuple(texts[-1:]) != (self._line,):
            return None
        line, self._line = self._line, None
        return line

    def cut(self, from_frame: int, groups: frozenset[Group]) -> list[Moment]:
        """Return that the line was cut, where it was: groups end at a frame."""
        if self._line is None or self._group not in groups:
            return []
        line, self._line = self._line, None
        return [Moment(from_frame, event=LineCut(line), belongs_to_set=False)] if from_frame < self._heard_frame else []

    def unsaid(self, line: str | None, from_frame: int) -> list[Moment]:
        """Return that there was no room for a line; nothing where it is None."""
        if line is None:
            return []
        return [Moment(from_frame, event=LineCut(line, had_room=False), belongs_to_set=False)]
