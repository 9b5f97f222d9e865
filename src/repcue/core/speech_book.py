"""Which stretches of time are taken by speech, so that nothing is ever said over anything else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Booking:
    """One stretch of speech, in frames; `end_frame` is the first free one after it."""

    start_frame: int
    end_frame: int
    play_number: int
    may_yield: bool
    """Whether it may be cancelled for something that matters more."""


class SpeechBook:
    """The bookings of all spoken clips, with a little silence kept between them."""

    def __init__(self, gap_frames: int) -> None:
        self._gap_frames = gap_frames
        self._bookings: list[Booking] = []

    def book(self, start_frame: int, end_frame: int, play_number: int, *, may_yield: bool = False) -> None:
        """Take a stretch; the caller has made sure that it is free."""
        self._bookings.append(Booking(start_frame, end_frame, play_number, may_yield))
        self._bookings.sort()

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

    def earliest_start(self, frames: int, not_before: int, *, over_yielding: bool = False) -> int:
        """Return the earliest start of so many free frames.

        Args:
            frames: how many.
            not_before: the first frame that may be taken.
            over_yielding: overlook bookings that yield and have not begun before `not_before`.
        """
        start = not_before
        while True:
            blocking = [
                each
                for each in self.in_the_way(start, start + frames)
                if not (over_yielding and each.may_yield and each.start_frame >= not_before)
            ]
            if not blocking:
                return start
            start = max(each.end_frame for each in blocking) + self._gap_frames

    def remove(self, play_number: int) -> None:
        """Give one stretch back."""
        self._bookings = [each for each in self._bookings if each.play_number != play_number]

    def clear_from(self, frame: int, play_numbers: frozenset[int] | None = None) -> None:
        """Give back what lies at or after a frame; what has begun ends there.

        Args:
            frame: where the silence begins.
            play_numbers: only these; None for all.
        """
        kept = []
        for each in self._bookings:
            concerned = play_numbers is None or each.play_number in play_numbers
            if concerned and each.end_frame > frame:
                if each.start_frame < frame:
                    kept.append(Booking(each.start_frame, frame, each.play_number, each.may_yield))
            else:
                kept.append(each)
        self._bookings = kept

    def forget_before(self, frame: int) -> None:
        """Drop what is over, so that the book stays small."""
        self._bookings = [each for each in self._bookings if each.end_frame + self._gap_frames > frame]
