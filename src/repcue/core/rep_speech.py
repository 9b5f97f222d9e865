"""What is said in a repetition: its number, how many are left, the cue, and the seconds of its phases.

Speech goes where the book of speech has room. "Two more" and "last one" come first, then the number, then the cue, then
the seconds of a phase. What has no room is dropped, never late.
"""

from collections.abc import Callable
from typing import Final

from repcue.core import replies
from repcue.core.clip import Clip, Clips, joined
from repcue.core.cue_speech import CueSpeech
from repcue.core.cue_window import is_long
from repcue.core.hold_speech import HoldSpeech
from repcue.core.messages import Group, Outcome, Play, PlayClass, Played
from repcue.core.metronome import Span, ticks_of
from repcue.core.pace import Item, Pace, SetClock
from repcue.core.speech_book import Booking, Precedence, SpeechBook

WORD_GAP_SECONDS: Final = 0.05
"""Silence between the words of an answer put together from clips."""

_LEFT: Final = {2: replies.TWO_MORE, 1: replies.LAST_ONE}
"""What is said of a repetition, by how many are left with it."""


class RepSpeech:
    """Lays out the speech of one set, one repetition at a time; `begin` anew for every set and after every pause."""

    def __init__(self, clips: Clips, book: SpeechBook, next_number: Callable[[], int]) -> None:
        """Take the clips there are, the book that all speech shares, and what numbers plays."""
        self._clips = clips
        self._book = book
        self._next_number = next_number
        self._clock = SetClock(0, 1)
        self._not_before = 0
        self._first_rep_number = 1
        self.cues = CueSpeech(book, self.say)
        self._hold = HoldSpeech(clips, book, self.say, self.cues)

    def begin(self, first_rep_number: int) -> None:
        """Start with a repetition."""
        self._first_rep_number = first_rep_number
        self.cues.begin()

    def say(self, clip: Clip, play_class: PlayClass, due_frame: int, precedence: Precedence) -> Play:
        """Return a clip's play, booked; the caller has made sure that there is room."""
        play = self._play(clip, play_class, due_frame)
        self._book.book(Booking(due_frame, play.end_frame, play.number, Group.PACE, precedence))
        return play

    def lay_out(self, pace: Pace, spans: tuple[Span, ...], clock: SetClock, not_before: int) -> list[Item]:
        """Return everything that is said in one repetition.

        Args:
            pace: what it is paced by.
            spans: its phases.
            clock: of the set.
            not_before: the first frame that can still be filled.
        """
        self._clock = clock
        self._not_before = not_before
        if pace.hold_seconds is not None:
            return self._hold.lay_out(pace, spans[0], clock, not_before)
        items: list[Item] = []
        if pace.count != "ticks":
            items += self._left(pace, spans)
            items += self._number(spans)
        items += self.cues.lay_out(pace, spans, clock, not_before)
        if pace.count == "seconds":
            items += [item for span in spans for item in self._seconds(span)]
        return items

    def _left(self, pace: Pace, spans: tuple[Span, ...]) -> list[Item]:
        """Return "two more" or "last one", said in the repetition's first phase of more than a second.

        Where it has no such phase they are said as it begins.
        """
        rep_number = spans[0].rep_number
        left = 0 if pace.target_reps is None else pace.target_reps - rep_number + 1
        clip = self._clips.speech(_LEFT[left]) if left in _LEFT and rep_number > self._first_rep_number else None
        if clip is None:
            return []
        long = [span for span in spans if is_long(span)]
        for first, last in [(span, span) for span in long] or [(spans[0], spans[-1])]:
            start = self._book.earliest_start(clip.frames, max(self._clock.frame_at(first.start), self._not_before))
            if start + clip.frames <= self._clock.frame_at(last.end):
                return [self.say(clip, PlayClass.COUNT, start, Precedence.LAST_REP)]
        return [self._dropped(clip, self._clock.frame_at((long or spans)[0].start))]

    def _number(self, spans: tuple[Span, ...]) -> list[Item]:
        """Return the number at the end of this repetition, its perceptual centre on the beat, or what had no room."""
        words = [self._clips.speech(text) for text in replies.number(spans[0].rep_number)]
        spoken = [word for word in words if word is not None]
        if not spoken:
            return []
        clip = joined(spoken, WORD_GAP_SECONDS)
        due_frame = self._clock.frame_at(spans[-1].end) - clip.centre_frame
        if due_frame >= self._not_before and self._book.is_free(due_frame, due_frame + clip.frames):
            return [self.say(clip, PlayClass.COUNT, due_frame, Precedence.NUMBER)]
        return [self._dropped(clip, due_frame)]

    def _seconds(self, span: Span) -> list[Item]:
        """Return the spoken seconds of a phase; those in the way of other speech are left to the ticks."""
        items: list[Item] = []
        for tick in ticks_of(span):
            clip = self._clips.speech(replies.number(tick.second_number)[0])
            due_frame = self._clock.frame_at(tick.at) - clip.centre_frame if clip else 0
            if clip and due_frame >= self._not_before and self._book.is_free(due_frame, due_frame + clip.frames):
                items.append(self.say(clip, PlayClass.COUNT, due_frame, Precedence.SECOND))
        return items

    def _dropped(self, clip: Clip, due_frame: int) -> Played:
        play = self._play(clip, PlayClass.COUNT, due_frame)
        return Played(play, None, None, Outcome.DROPPED, "something else is being said", due_frame)

    def _play(self, clip: Clip, play_class: PlayClass, due_frame: int) -> Play:
        return Play(self._next_number(), clip, play_class, Group.PACE, due_frame, due_frame + clip.centre_frame)
