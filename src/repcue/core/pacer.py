"""A running set: count-in, ticks and speech, laid out one repetition at a time.

Rule 1: the set's zero is one frame, chosen once; every position is an exact sum of seconds from it, rounded once.
Rule 2: a repetition is laid out when the one before it (or the count-in) has `HORIZON_SECONDS` left, with the tempo,
    target and cue of that moment; so a change takes effect at the next repetition.
Rule 3: that a repetition is the last is settled only when nothing could be laid out after it in time any more; so
    "two more" in its last instant goes on without a break.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from repcue.core import replies
from repcue.core.clip import Clip, Clips
from repcue.core.events import CountInDone, RepDone
from repcue.core.holds import SecondHeld
from repcue.core.messages import Group, Play, PlayClass
from repcue.core.metronome import Span, rep_spans, ticks_of
from repcue.core.pace import CuePlay, Item, Pace, SetClock
from repcue.core.rep_speech import RepSpeech
from repcue.core.sounds import Sounds
from repcue.core.speech_book import Precedence, SpeechBook
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds

HORIZON_SECONDS: Final = 0.3
"""How long before its start a repetition is laid out (look-ahead of 0.2 to 0.3 s as in Web Audio schedulers)."""

COUNTED_BEATS: Final = 3
"""How many beats before the first repetition have a spoken number, and the least there are."""

BREATH_SECONDS: Final = 0.25
"""Silence between what is said before a set and the count."""


class Pacer:
    """Lays out one set; `begin` anew for every set and after every pause."""

    def __init__(
        self, sample_rate: int, sounds: Sounds, clips: Clips, book: SpeechBook, next_number: Callable[[], int]
    ) -> None:
        """Take what is played and said, the book that all speech shares, and what numbers plays."""
        self._sample_rate = sample_rate
        self._sounds = sounds
        self._clips = clips
        self._book = book
        self._next_number = next_number
        self._speech = RepSpeech(clips, book, next_number)
        self._clock = SetClock(0, sample_rate)
        self._reps_done = 0
        self._rep_number = 0
        self._rep_start = Fraction(0)
        self._rep_end = Fraction(0)
        self._rep_end_frame = 0
        self._horizon_frames = self._frames(HORIZON_SECONDS)
        self._later: list[Play] = []
        """Of a hold, which may last minutes: what need not be mixed yet, in order."""

        self.is_running = False

    def begin(
        self,
        from_frame: int,
        introduction: Clip | None,
        pace: Pace,
        reps_done: int,
        count_in_seconds: float,
        *,
        says_cue: bool = False,
    ) -> list[Item]:
        """Lay out the count-in before the first repetition after `reps_done`.

        Args:
            from_frame: the first frame that can still be filled.
            introduction: what is said before the count.
            pace: of the first repetition.
            reps_done: how many of the set are done already.
            count_in_seconds: the shortest lead-in; it grows to let what is said before it end.
            says_cue: whether the cue's words before the set are still to be said.
        """
        self.is_running = True
        self._later = []
        self._reps_done = self._rep_number = reps_done
        self._rep_start = self._rep_end = Fraction(0)
        self._speech.begin(reps_done + 1)
        items: list[Item] = []
        speech_end = self._book.free_from(from_frame)
        if introduction is not None:
            items.append(intro := self._speech.say(introduction, PlayClass.REPLY, speech_end, Precedence.FIXED))
            speech_end = intro.end_frame
        breath = self._frames(BREATH_SECONDS)
        if says_cue and (cue := self._speech.cues.before_set(pace, speech_end + breath)):
            items.append(cue)
            speech_end = _end_of(cue, speech_end)
        if cue := self._speech.cues.before_first(pace, self._spans(pace, reps_done + 1), speech_end + breath):
            items.append(cue)
            speech_end = _end_of(cue, speech_end)
        counted = speech_end + breath + self._longest_centre() + COUNTED_BEATS * self._sample_rate
        self._clock = SetClock(max(from_frame + self._frames(count_in_seconds), counted), self._sample_rate)
        self._rep_end_frame = self._clock.zero_frame
        items += self._count_in(from_frame)
        return [*items, Moment(self._clock.zero_frame, event=CountInDone())]

    def advance(self, now_frame: int, from_frame: int, pace: Pace) -> list[Item]:
        """Lay out what has come within the horizon: the next repetition, or the end of the set.

        Args:
            now_frame: the clock.
            from_frame: the first frame that can still be filled.
            pace: what the next repetition is paced by.
        """
        items = self._speech.cues.take_back(pace, from_frame)
        while self.is_running and now_frame + self._horizon_frames >= self._rep_end_frame:
            if self._rep_number > self._reps_done:
                is_last = pace.target_reps is not None and self._rep_number >= pace.target_reps
                if is_last and from_frame < self._rep_end_frame:
                    break
                items.append(self._rep_moment(is_last))
                if is_last:
                    self.is_running = False
                    break
            items += self._lay_out(pace, from_frame)
        near = max(now_frame, from_frame) + self._horizon_frames
        items += [play for play in self._later if play.due_frame <= near]
        self._later = [play for play in self._later if play.due_frame > near]
        return items

    @property
    def settled_frame(self) -> int:
        """Up to which frame all speech of the set is laid out: what is not booked there by now stays free."""
        return self._rep_end_frame - self._longest_centre()

    def stop(self) -> None:
        """Lay out nothing more."""
        self.is_running = False
        self._later = []

    def forget(self, play_number: int) -> None:
        """Leave out what was laid out for later, because something else is said in its place."""
        self._later = [play for play in self._later if play.number != play_number]

    def _frames(self, seconds: float) -> int:
        return frames_from_seconds(seconds, self._sample_rate)

    def _spans(self, pace: Pace, rep_number: int) -> tuple[Span, ...]:
        return rep_spans(
            pace.tempo,
            pace.exercise.starts,
            rep_number=rep_number,
            start=self._rep_end,
            explosive_seconds=pace.explosive_seconds,
        )

    def _count_words(self) -> list[Clip | None]:
        return [self._clips.speech(replies.number(beat)[0]) for beat in range(1, COUNTED_BEATS + 1)]

    def _longest_centre(self) -> int:
        """Return how far before its beat a counted word can begin."""
        return max((word.centre_frame for word in self._count_words() if word is not None), default=0)

    def _count_in(self, from_frame: int) -> list[Item]:
        items: list[Item] = []
        words = self._count_words()
        for beat in range((self._clock.zero_frame - from_frame) // self._sample_rate, 0, -1):
            frame = self._clock.zero_frame - beat * self._sample_rate
            items.append(self._tick(self._sounds.count_in, frame))
            word = words[beat - 1] if beat <= COUNTED_BEATS else None
            if word is not None:
                items.append(self._speech.say(word, PlayClass.COUNT, frame - word.centre_frame, Precedence.FIXED))
        return items

    def _lay_out(self, pace: Pace, from_frame: int) -> list[Item]:
        """Lay out the repetition after the last one."""
        spans = self._spans(pace, self._rep_number + 1)
        self._rep_number += 1
        self._rep_start, self._rep_end = self._rep_end, spans[-1].end
        self._rep_end_frame = self._clock.frame_at(self._rep_end)
        self._book.forget_before(from_frame)
        items = [item for span in spans for item in self._phase(span)]
        items += self._speech.lay_out(pace, spans, self._clock, from_frame)
        return items if pace.hold_seconds is None else self._hold(pace.hold_seconds, items)

    def _hold(self, hold_seconds: int, items: list[Item]) -> list[Item]:
        """Keep the plays of a hold for later, and add the seconds as they go by."""
        self._later = sorted((item for item in items if isinstance(item, Play)), key=lambda play: play.due_frame)
        left = int(self._rep_end - self._rep_start)
        seconds = [
            Moment(self._clock.frame_at(self._rep_start + second), event=SecondHeld(hold_seconds - left + second))
            for second in range(1, left)
        ]
        return [*(item for item in items if not isinstance(item, Play)), *seconds]

    def _phase(self, span: Span) -> list[Item]:
        due_frame = self._clock.frame_at(span.start)
        record = {
            "kind": "phase",
            "rep_number": span.rep_number,
            "phase": span.phase.value,
            "due_frame": due_frame,
            "duration_frames": self._clock.frame_at(span.end) - due_frame,
        }
        items: list[Item] = [Moment(due_frame, record=record)]
        for tick in ticks_of(span):
            clip = self._sounds.tick(tick.phase, is_accent=tick.is_accent)
            items.append(self._tick(clip, self._clock.frame_at(tick.at)))
        return items

    def _rep_moment(self, is_last: bool) -> Moment:
        record = {
            "kind": "rep",
            "rep_number": self._rep_number,
            "started_frame": self._clock.frame_at(self._rep_start),
            "ended_frame": self._rep_end_frame,
        }
        return Moment(self._rep_end_frame, event=RepDone(self._rep_number, is_last), record=record)

    def _tick(self, clip: Clip, frame: int) -> Play:
        return Play(self._next_number(), clip, PlayClass.TICK, Group.PACE, frame, frame)


def _end_of(said: Item, before: int) -> int:
    """Return where speech ends when this has been said."""
    return said.play.end_frame if isinstance(said, CuePlay) else before
