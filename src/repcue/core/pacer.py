"""A running set: count-in, ticks, counts and cues, laid out one repetition at a time.

Rule 1: the set's zero is one frame, chosen once; every position is an exact sum of seconds from it, rounded once.
Rule 2: a repetition is laid out when the one before it has `HORIZON_SECONDS` left, with the tempo, target and cue
    of that moment; so a change takes effect at the next repetition.
Rule 3: speech goes where the book of speech has room. Rep numbers come first, then "two more" and "last one", then
    the cue, then the seconds of a phase. What has no room is dropped, never late.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from repcue.core import replies
from repcue.core.clip import Clip, Clips, joined
from repcue.core.cue_window import Fit, concerned_span, fit_cue
from repcue.core.events import CountInDone, RepDone
from repcue.core.focus import CueChoice
from repcue.core.messages import Group, Outcome, Play, PlayClass, Played
from repcue.core.metronome import Span, rep_spans, ticks_of
from repcue.core.session_state import CueFrequency
from repcue.core.sounds import Sounds
from repcue.core.speech_book import SpeechBook
from repcue.core.tempo import Phase, Tempo
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds
from repcue.packs.schema import Exercise

HORIZON_SECONDS: Final = 0.3
"""How long before its start a repetition is laid out (look-ahead of 0.2 to 0.3 s as in Web Audio schedulers)."""

SHORT_COUNT_IN_SECONDS: Final = 3
WORD_GAP_SECONDS: Final = 0.05
"""Silence between the words of an answer put together from clips."""

BREATH_SECONDS: Final = 0.25
"""Silence between what is said before a set and the count."""

LESS_TALKING_EVERY: Final = 3
"""A cue on every third repetition when less talking is wanted."""

Count = Literal["seconds", "reps", "ticks"]
CueForm = Literal["rep", "silent"]


@dataclass(frozen=True, slots=True)
class Pace:
    """What a repetition is paced by; asked for anew before each."""

    exercise: Exercise
    tempo: Tempo
    target_reps: int | None
    explosive_seconds: float
    count: Count
    frequency: CueFrequency
    cue: CueChoice
    cue_clip: Clip | None


@dataclass(frozen=True, slots=True)
class CuePlay:
    """A cue's play, with what the log says of it when it is known what became of it."""

    play: Play
    rep_number: int
    exercise_id: str
    choice: CueChoice
    phase: Phase
    """The phase it concerns, which is another than the cue's own where that has no length in this tempo."""


Item = Play | CuePlay | Played | Moment
"""What a layout yields: sounds to be mixed, sounds that had no room, and moments to come."""


class Pacer:
    """Lays out one set; `begin` anew for every set and after every pause."""

    def __init__(
        self, sample_rate: int, sounds: Sounds, clips: Clips, book: SpeechBook, next_number: Callable[[], int]
    ) -> None:
        self._sample_rate = sample_rate
        self._sounds = sounds
        self._clips = clips
        self._book = book
        self._next_number = next_number
        self._zero_frame = 0
        self._rep_number = 0
        self._rep_start = Fraction(0)
        self._rep_end = Fraction(0)
        self._rep_end_frame = 0
        self._horizon_frames = frames_from_seconds(HORIZON_SECONDS, sample_rate)
        self._first_rep_number = 1
        self._cue_is_placed_for = 0
        self._floor_frame = 0
        self.is_running = False

    def begin(
        self, from_frame: int, introduction: Clip | None, pace: Pace, reps_done: int, count_in_seconds: float
    ) -> list[Item]:
        """Lay out the count-in and the first repetition after `reps_done`.

        Args:
            from_frame: the first frame that can still be filled.
            introduction: what is said before the count.
            pace: of the first repetition.
            reps_done: how many of the set are done already.
            count_in_seconds: the shortest lead-in; it grows to let the introduction end.
        """
        self.is_running = True
        self._rep_number = reps_done
        self._rep_start = self._rep_end = Fraction(0)
        self._first_rep_number = reps_done + 1
        self._cue_is_placed_for = 0
        self._floor_frame = from_frame
        items: list[Item] = []
        speech_end = from_frame
        if introduction is not None:
            items.append(intro := self._speech(introduction, PlayClass.REPLY, from_frame))
            speech_end = intro.end_frame
        spans = self._spans(pace, reps_done + 1, Fraction(0))
        first = concerned_span(spans, pace.cue.cue.phase)
        if first.start == 0 and pace.cue_clip is not None and self._is_due(pace, reps_done + 1, reps_done + 1):
            start = self._book.earliest_start(pace.cue_clip.frames, speech_end + self._frames(BREATH_SECONDS))
            items.append(cue := self._cue_play(pace, reps_done + 1, first.phase, start))
            speech_end = cue.play.end_frame
            self._cue_is_placed_for = reps_done + 1
        counted = speech_end + self._frames(BREATH_SECONDS) + self._frames(SHORT_COUNT_IN_SECONDS)
        self._zero_frame = max(from_frame + self._frames(count_in_seconds), counted)
        items += self._count_in(from_frame)
        items.append(Moment(self._zero_frame, event=CountInDone()))
        return items + self._lay_out(pace)

    def advance(self, now_frame: int, from_frame: int, pace: Pace) -> list[Item]:
        """Lay out what has come within the horizon: the next repetition, or the end of the set.

        Args:
            now_frame: the clock.
            from_frame: the first frame that can still be filled.
            pace: what the next repetition is paced by.
        """
        items: list[Item] = []
        while self.is_running and now_frame + self._horizon_frames >= self._rep_end_frame:
            is_last = pace.target_reps is not None and self._rep_number >= pace.target_reps
            items.append(self._rep_moment(is_last))
            if is_last:
                self.is_running = False
            else:
                self._floor_frame = from_frame
                items += self._lay_out(pace)
        return items

    def stop(self) -> None:
        """Lay out nothing more."""
        self.is_running = False

    def _frames(self, seconds: float) -> int:
        return frames_from_seconds(seconds, self._sample_rate)

    def _frame_at(self, at: Fraction) -> int:
        return self._zero_frame + frames_from_seconds(at, self._sample_rate)

    def _spans(self, pace: Pace, rep_number: int, start: Fraction) -> tuple[Span, ...]:
        return rep_spans(
            pace.tempo,
            pace.exercise.starts,
            rep_number=rep_number,
            start=start,
            explosive_seconds=pace.explosive_seconds,
        )

    def _count_in(self, from_frame: int) -> list[Item]:
        items: list[Item] = []
        beats = (self._zero_frame - from_frame) // self._sample_rate
        for beat in range(beats, 0, -1):
            frame = self._zero_frame - beat * self._sample_rate
            items.append(self._play(self._sounds.count_in, PlayClass.TICK, frame))
            word = self._clips.speech(replies.number(beat)[0]) if beat <= SHORT_COUNT_IN_SECONDS else None
            if word is not None:
                items.append(self._speech(word, PlayClass.COUNT, frame - word.centre_frame))
        return items

    def _lay_out(self, pace: Pace) -> list[Item]:
        """Lay out the repetition after the last one."""
        self._rep_number += 1
        self._rep_start = self._rep_end
        spans = self._spans(pace, self._rep_number, self._rep_start)
        self._rep_end = spans[-1].end
        self._rep_end_frame = self._frame_at(self._rep_end)
        items = [item for span in spans for item in self._phase(span)]
        if pace.count != "ticks":
            items += self._numbers(pace)
        items += self._cues(pace, spans)
        if pace.count == "seconds":
            items += [item for span in spans for item in self._seconds(span)]
        self._book.forget_before(self._floor_frame)
        return items

    def _phase(self, span: Span) -> list[Item]:
        due_frame = self._frame_at(span.start)
        record = {
            "kind": "phase",
            "rep_number": span.rep_number,
            "phase": span.phase.value,
            "due_frame": due_frame,
            "duration_frames": self._frame_at(span.end) - due_frame,
        }
        items: list[Item] = [Moment(due_frame, record=record)]
        for tick in ticks_of(span):
            clip = self._sounds.tick(tick.phase, is_accent=tick.is_accent)
            items.append(self._play(clip, PlayClass.TICK, self._frame_at(tick.at)))
        return items

    def _rep_moment(self, is_last: bool) -> Moment:
        record = {
            "kind": "rep",
            "rep_number": self._rep_number,
            "started_frame": self._frame_at(self._rep_start),
            "ended_frame": self._frame_at(self._rep_end),
        }
        return Moment(self._frame_at(self._rep_end), event=RepDone(self._rep_number, is_last), record=record)

    def _numbers(self, pace: Pace) -> list[Item]:
        """Return the number at the end of this repetition, and how many are left after the one before."""
        items: list[Item] = []
        left = None if pace.target_reps is None else pace.target_reps - self._rep_number + 1
        announced = {2: replies.TWO_MORE, 1: replies.LAST_ONE}.get(left or 0)
        clip = self._clips.speech(announced) if announced and self._rep_number > self._first_rep_number else None
        if clip is not None:
            earliest = max(self._frame_at(self._rep_start), self._floor_frame)
            start = self._book.earliest_start(clip.frames, earliest)
            if start + clip.frames < self._frame_at(self._rep_end):
                items.append(self._speech(clip, PlayClass.COUNT, start))
        words = [self._clips.speech(text) for text in replies.number(self._rep_number)]
        spoken = [word for word in words if word is not None]
        if spoken:
            number = joined(spoken, WORD_GAP_SECONDS)
            items.append(self._counted(number, self._frame_at(self._rep_end)))
        return items

    def _counted(self, clip: Clip, anchor_frame: int) -> Item:
        """Return a count whose perceptual centre is on the beat, or what had no room."""
        due_frame = anchor_frame - clip.centre_frame
        if self._book.is_free(due_frame, due_frame + clip.frames):
            return self._speech(clip, PlayClass.COUNT, due_frame)
        play = self._play(clip, PlayClass.COUNT, due_frame)
        return Played(play, None, None, Outcome.DROPPED, "something else is being said", due_frame)

    def _seconds(self, span: Span) -> list[Item]:
        """Return the spoken seconds of a phase; those in the way of other speech are left to the ticks."""
        items: list[Item] = []
        for tick in ticks_of(span):
            clip = self._clips.speech(replies.number(tick.second_number)[0])
            due_frame = self._frame_at(tick.at) - clip.centre_frame if clip else 0
            if clip and due_frame >= self._floor_frame and self._book.is_free(due_frame, due_frame + clip.frames):
                items.append(self._speech(clip, PlayClass.COUNT, due_frame, may_yield=True))
        return items

    def _cues(self, pace: Pace, spans: tuple[Span, ...]) -> list[Item]:
        """Return the cues that are said in this repetition: its own, or the next one's."""
        items: list[Item] = []
        concerned = concerned_span(spans, pace.cue.cue.phase)
        earlier = spans[: spans.index(concerned)]
        if self._cue_is_placed_for < self._rep_number:
            self._cue_is_placed_for = self._rep_number
            items.append(self._cue(pace, concerned, earlier))
        has_next = pace.target_reps is None or self._rep_number < pace.target_reps
        if concerned is spans[0] and has_next:
            self._cue_is_placed_for = self._rep_number + 1
            following = replace(concerned, rep_number=self._rep_number + 1, start=self._rep_end)
            items.append(self._cue(pace, following, spans[1:]))
        return items

    def _cue(self, pace: Pace, concerned: Span, earlier: tuple[Span, ...]) -> Item:
        if not self._is_due(pace, concerned.rep_number, self._first_rep_number):
            reason = "cues are off" if pace.frequency is CueFrequency.NONE else "less talking"
            return self._silent(pace, concerned, reason)
        if pace.cue_clip is None:
            return self._silent(pace, concerned, "it was not rendered")
        fit = self._fit(pace.cue_clip, concerned.start, earlier)
        if fit.due_frame is None:
            return self._silent(pace, concerned, fit.reason)
        return self._cue_play(pace, concerned.rep_number, concerned.phase, fit.due_frame)

    def _fit(self, clip: Clip, concerned_at: Fraction, earlier: tuple[Span, ...]) -> Fit:
        return fit_cue(
            clip.frames, concerned_at, earlier, self._book, frame_at=self._frame_at, not_before=self._floor_frame
        )

    @staticmethod
    def _is_due(pace: Pace, rep_number: int, first_rep_number: int) -> bool:
        if pace.frequency is CueFrequency.LESS:
            return (rep_number - first_rep_number) % LESS_TALKING_EVERY == 0
        return pace.frequency is CueFrequency.EVERY_REP

    def _cue_play(self, pace: Pace, rep_number: int, phase: Phase, due_frame: int) -> CuePlay:
        assert pace.cue_clip is not None
        play = self._speech(pace.cue_clip, PlayClass.CUE, due_frame, may_yield=True)
        return CuePlay(play, rep_number, pace.exercise.id, pace.cue, phase)

    def _silent(self, pace: Pace, concerned: Span, reason: str) -> Moment:
        record = cue_record(
            pace.exercise.id, pace.cue, concerned.rep_number, concerned.phase, form="silent", reason=reason
        )
        return Moment(max(self._frame_at(concerned.start), self._floor_frame), record=record)

    def _speech(self, clip: Clip, play_class: PlayClass, due_frame: int, *, may_yield: bool = False) -> Play:
        play = self._play(clip, play_class, due_frame)
        self._book.book(due_frame, play.end_frame, play.number, may_yield=may_yield)
        return play

    def _play(self, clip: Clip, play_class: PlayClass, due_frame: int) -> Play:
        anchor_frame = due_frame + clip.centre_frame
        return Play(self._next_number(), clip, play_class, Group.PACE, due_frame, anchor_frame)


def cue_record(
    exercise_id: str, choice: CueChoice, rep_number: int, phase: Phase, *, form: CueForm, reason: str
) -> dict[str, object]:
    """Return the log's record of a cue that was said, or was not."""
    return {
        "kind": "cue",
        "rep_number": rep_number,
        "exercise": exercise_id,
        "cue": f"{exercise_id}.{choice.focus}",
        "focus": choice.focus,
        "form": form,
        "text": choice.cue.rep,
        "rule": choice.rule,
        "phase": phase.value,
        "reason": reason,
    }
