"""What is said in a repetition: its number, how many are left, the cue, and the seconds of its phases.

Speech goes where the book of speech has room. Rep numbers come first, then "two more" and "last one", then the cue,
then the seconds of a phase. What has no room is dropped, never late.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from repcue.core import replies
from repcue.core.clip import Clip, Clips, joined
from repcue.core.cue_window import concerned_span, fit_cue
from repcue.core.messages import Cancel, Group, Outcome, Play, PlayClass, Played
from repcue.core.metronome import Span, ticks_of
from repcue.core.pace import CuePlay, Item, Pace, SetClock, cue_record
from repcue.core.session_state import CueFrequency
from repcue.core.speech_book import Booking, SpeechBook
from repcue.core.timeline import Moment

WORD_GAP_SECONDS: Final = 0.05
"""Silence between the words of an answer put together from clips."""

LESS_TALKING_EVERY: Final = 3
"""A cue on every third repetition when less talking is wanted."""

_LEFT: Final = {2: replies.TWO_MORE, 1: replies.LAST_ONE}
"""What is said as a repetition begins, by how many are left with it."""


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
        self._cue_is_placed_for = 0
        self._cue_ahead: CuePlay | None = None
        """The next repetition's cue, where it is said in the one under way."""

    def begin(self, first_rep_number: int) -> None:
        """Start with a repetition."""
        self._first_rep_number = first_rep_number
        self._cue_is_placed_for = 0
        self._cue_ahead = None

    def take_back(self, pace: Pace, not_before: int) -> list[Item]:
        """Return the cancellation of a cue for a repetition that will not come, because the target was lowered."""
        ahead = self._cue_ahead
        if ahead is None or pace.target_reps is None or ahead.rep_number <= pace.target_reps:
            return []
        self._cue_ahead = None
        if ahead.play.due_frame < not_before:
            return []
        self._book.remove(ahead.play.number)
        return [Cancel(ahead.play.number, "no repetition follows")]

    def say(self, clip: Clip, play_class: PlayClass, due_frame: int, *, may_yield: bool = False) -> Play:
        """Return a clip's play, booked; the caller has made sure that there is room."""
        play = self._play(clip, play_class, due_frame)
        self._book.book(Booking(due_frame, play.end_frame, play.number, Group.PACE, may_yield))
        return play

    def cue_before(self, pace: Pace, spans: tuple[Span, ...], not_before: int) -> CuePlay | None:
        """Return the first repetition's cue where it has to be said before the set: it concerns the first phase."""
        first = concerned_span(spans, pace.cue.cue.phase)
        if first is not spans[0] or pace.cue_clip is None or not self._is_due(pace, first.rep_number):
            return None
        self._cue_is_placed_for = first.rep_number
        return self._cue_play(pace, first, self._book.earliest_start(pace.cue_clip.frames, not_before))

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
        items: list[Item] = []
        if pace.count != "ticks":
            items += self._left(pace, spans)
            items += self._number(spans)
        items += self._cues(pace, spans)
        if pace.count == "seconds":
            items += [item for span in spans for item in self._seconds(span)]
        return items

    def _left(self, pace: Pace, spans: tuple[Span, ...]) -> list[Item]:
        """Return "two more" or "last one" as the repetition begins."""
        rep_number = spans[0].rep_number
        left = 0 if pace.target_reps is None else pace.target_reps - rep_number + 1
        clip = self._clips.speech(_LEFT[left]) if left in _LEFT and rep_number > self._first_rep_number else None
        if clip is None:
            return []
        start = self._book.earliest_start(clip.frames, max(self._clock.frame_at(spans[0].start), self._not_before))
        has_room = start + clip.frames < self._clock.frame_at(spans[-1].end)
        return [self.say(clip, PlayClass.COUNT, start)] if has_room else []

    def _number(self, spans: tuple[Span, ...]) -> list[Item]:
        """Return the number at the end of this repetition, its perceptual centre on the beat, or what had no room."""
        words = [self._clips.speech(text) for text in replies.number(spans[0].rep_number)]
        spoken = [word for word in words if word is not None]
        if not spoken:
            return []
        clip = joined(spoken, WORD_GAP_SECONDS)
        due_frame = self._clock.frame_at(spans[-1].end) - clip.centre_frame
        if due_frame >= self._not_before and self._book.is_free(due_frame, due_frame + clip.frames):
            return [self.say(clip, PlayClass.COUNT, due_frame)]
        play = self._play(clip, PlayClass.COUNT, due_frame)
        return [Played(play, None, None, Outcome.DROPPED, "something else is being said", due_frame)]

    def _seconds(self, span: Span) -> list[Item]:
        """Return the spoken seconds of a phase; those in the way of other speech are left to the ticks."""
        items: list[Item] = []
        for tick in ticks_of(span):
            clip = self._clips.speech(replies.number(tick.second_number)[0])
            due_frame = self._clock.frame_at(tick.at) - clip.centre_frame if clip else 0
            if clip and due_frame >= self._not_before and self._book.is_free(due_frame, due_frame + clip.frames):
                items.append(self.say(clip, PlayClass.COUNT, due_frame, may_yield=True))
        return items

    def _cues(self, pace: Pace, spans: tuple[Span, ...]) -> list[Item]:
        """Return the cues that are said in this repetition: its own, or the next one's."""
        items: list[Item] = []
        self._cue_ahead = None
        concerned = concerned_span(spans, pace.cue.cue.phase)
        rep_number = concerned.rep_number
        if self._cue_is_placed_for < rep_number:
            self._cue_is_placed_for = rep_number
            items.append(self._cue(pace, concerned, spans[: spans.index(concerned)]))
        has_next = pace.target_reps is None or rep_number < pace.target_reps
        if concerned is spans[0] and has_next:
            self._cue_is_placed_for = rep_number + 1
            following = replace(concerned, rep_number=rep_number + 1, start=spans[-1].end)
            items.append(ahead := self._cue(pace, following, spans[1:]))
            self._cue_ahead = ahead if isinstance(ahead, CuePlay) else None
        return items

    def _cue(self, pace: Pace, concerned: Span, earlier: tuple[Span, ...]) -> Item:
        if not self._is_due(pace, concerned.rep_number):
            return self._silent(pace, concerned, "cues are off" if self._is_off(pace) else "less talking")
        if pace.cue_clip is None:
            return self._silent(pace, concerned, "it was not rendered")
        fit = fit_cue(
            pace.cue_clip.frames,
            concerned.start,
            earlier,
            self._book,
            frame_at=self._clock.frame_at,
            not_before=self._not_before,
        )
        if fit.due_frame is None:
            return self._silent(pace, concerned, fit.reason)
        return self._cue_play(pace, concerned, fit.due_frame)

    @staticmethod
    def _is_off(pace: Pace) -> bool:
        return pace.frequency is CueFrequency.NONE

    def _is_due(self, pace: Pace, rep_number: int) -> bool:
        if pace.frequency is CueFrequency.LESS:
            return (rep_number - self._first_rep_number) % LESS_TALKING_EVERY == 0
        return not self._is_off(pace)

    def _cue_play(self, pace: Pace, concerned: Span, due_frame: int) -> CuePlay:
        assert pace.cue_clip is not None
        play = self.say(pace.cue_clip, PlayClass.CUE, due_frame, may_yield=True)
        return CuePlay(play, concerned.rep_number, pace.exercise.id, pace.cue, concerned.phase)

    def _silent(self, pace: Pace, concerned: Span, reason: str) -> Moment:
        record = cue_record(
            pace.exercise.id, pace.cue, concerned.rep_number, concerned.phase, form="silent", reason=reason
        )
        return Moment(max(self._clock.frame_at(concerned.start), self._not_before), record=record)

    def _play(self, clip: Clip, play_class: PlayClass, due_frame: int) -> Play:
        return Play(self._next_number(), clip, play_class, Group.PACE, due_frame, due_frame + clip.centre_frame)
