"""Which stretches of time are taken by speech, so that nothing is ever said over anything else."""

from dataclasses import dataclass, replace
from enum import IntEnum

from repcue.core.messages import Group


class Precedence(IntEnum):
    """What gives way to what: speech that has not begun may be cancelled for speech that stands higher."""

    SECOND = 1
    """A counted second of a phase; its tick says the same."""

    CUE = 2
    ANSWER = 3
    REST = 4
    """How much of a rest is left, and that it is over; an answer goes around it, unless it would come too late."""

    NUMBER = 5
    """Of a repetition."""

    LAST_REP = 6
    """How many repetitions are left."""

    TEMPO = 7
    """That the tempo changes."""

    FIXED = 8
    """What begins a set: it gives way to nothing but a cut, and to what is said when something hurts."""

    SAFETY = 9
    """What is said when something hurts."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One stretch of speech, in frames; `end_frame` is the first free one after it."""

    start_frame: int
    end_frame: int
    play_number: int
    group: Group
    """What it is cancelled together with."""

    precedence: Precedence = Precedence.FIXED


class SpeechBook:
    """The bookings of all spoken clips, with a little silence kept between them.

    >>> book = SpeechBook(gap_frames=10)
    >>> book.book(Booking(100, 200, play_number=1, group=Group.PACE))
    >>> book.is_free(0, 90), book.is_free(0, 91)
    (True, False)
    >>> book.latest_start(50, not_before=0, not_after_end=220)
    40
    """

    def __init__(self, gap_frames: int) -> None:
        """Keep `gap_frames` of silence between any two bookings."""
        self._gap_frames = gap_frames
        self._bookings: list[Booking] = []

    def free_from(self, frame: int) -> int:
        """Return the first frame from `frame` on after which nothing is booked, with the gap."""
        return max([frame, *(each.end_frame + self._gap_frames for each in self._bookings)])

    def book(self, booking: Booking) -> None:
        """Take a stretch; the caller has made sure that it is free."""
        self._bookings.append(booking)

    def is_free(self, start_frame: int, end_frame: int) -> bool:
        """Return whether a stretch is free, with the gap on both sides."""
        return not self.in_the_way(start_frame, end_frame)

    def in_the_way(self, start_frame: int, end_frame: int) -> list[Booking]:
        """Return the bookings that a stretch would touch."""
        gap = self._gap_frames
        return [
            each for each in self._bookings if each.start_frame < end_frame + gap and start_frame < each.end_frame + gap
        ]

    def latest_start(self, frames: int, not_before: int, not_after_end: int) -> int | None:
        """Return the latest start of so many free frames inside a window, or None."""
        start = not_after_end - frames
        while start >= not_before:
            blocking = self.in_the_way(start, start + frames)
            if not blocking:
                return start
            start = min(each.start_frame for each in blocking) - self._gap_frames - frames
        return None

    def earliest_start(self, frames: int, not_before: int, *, over: Precedence | None = None) -> int:
        """Return the earliest start of so many free frames from a frame on.

        Args:
            frames: how many.
            not_before: the first frame that can still be filled.
            over: overlook bookings that give way to this and have not begun by `not_before`.
        """
        start = not_before
        while True:
            blocking = [
                each
                for each in self.in_the_way(start, start + frames)
                if over is None or each.precedence >= over or each.start_frame < not_before
            ]
            if not blocking:
                return start
            start = max(each.end_frame for each in blocking) + self._gap_frames

    def of_group(self, group: Group, from_frame: int) -> list[Booking]:
        """Return what a group has booked that is not over at a frame."""
        return [each for each in self._bookings if each.group is group and each.end_frame > from_frame]

    def remove(self, play_number: int) -> None:
        """Give one stretch back."""
        self._bookings = [each for each in self._bookings if each.play_number != play_number]

    def clear_from(self, frame: int, groups: frozenset[Group]) -> None:
        """Give back what groups have booked at or after a frame; what has begun ends there."""
        kept = []
        for each in self._bookings:
            if each.group not in groups or each.end_frame <= frame:
                kept.append(each)
            elif each.start_frame < frame:
                kept.append(replace(each, end_frame=frame))
        self._bookings = kept

    def forget_before(self, frame: int) -> None:
        """Drop what is over, so that the book stays small."""
        self._bookings = [each for each in self._bookings if each.end_frame + self._gap_frames > frame]
