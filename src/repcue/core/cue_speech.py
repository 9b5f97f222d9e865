"""The one cue of a set, laid out: before the set, and on each repetition in the longest form that there is room for.

A form is left out where the rule behind the cue, its frequency or the tempo wants it so; of the others the longest that
fits is said, else none. Every repetition has its cue or a record that says why it has none.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from repcue.core.clip import Clip
from repcue.core.coach import form_on_rep
from repcue.core.cue_window import Fit, concerned_span, fit_cue
from repcue.core.messages import Cancel, Play, PlayClass
from repcue.core.metronome import Span
from repcue.core.pace import FORMS, CuePlay, Item, Pace, SetClock, silent_record
from repcue.core.situation import CueFrequency
from repcue.core.speech_book import Precedence, SpeechBook
from repcue.core.tempo import Phase, Untimed
from repcue.core.timeline import Moment
from repcue.packs.schema import Form

QUIET: Final = {
    CueFrequency.NONE: "cues are off",
    CueFrequency.ON_REQUEST: "cues are said when asked for",
    CueFrequency.LESS: "less talking",
    CueFrequency.FADED: "the cue fades: not on every repetition",
}
"""Why nothing is said on a repetition, by how often the cue is said."""

Say = Callable[[Clip, PlayClass, int, Precedence], Play]
"""Books a clip from a frame on and returns its play; whoever calls has made sure that there is room."""


def forms_on_rep(pace: Pace, rep_number: int) -> tuple[Form, ...]:
    """Return the forms that may be said on a repetition, the longest first; none where the cue is left out.

    An explosive lift leaves the one word only, whatever was decided when the set began. A cue that fades to a word it
    does not have goes on in its usual form.
    """
    longest = form_on_rep(pace.choice.decision, rep_number, target_reps=pace.target_reps)
    if longest is None:
        return ()
    is_limited = pace.choice.decision.form_in_set == "key" or pace.tempo.concentric is Untimed.EXPLOSIVE
    if is_limited:
        return ("key",)
    if longest == "key" and pace.choice.cue.key is None:
        return ("rep",)
    return FORMS[FORMS.index(longest) :]


class CueSpeech:
    """Lays out the cue of one set; `begin` anew for every set and after every pause."""

    def __init__(self, book: SpeechBook, say: Say) -> None:
        """Take the book that all speech shares, and what books a clip."""
        self._book = book
        self._say = say
        self._clock = SetClock(0, 1)
        self._not_before = 0
        self._placed_for = 0
        self._ahead: list[CuePlay] = []
        """Laid out and perhaps not begun."""

    def begin(self) -> None:
        """Start with a repetition of which nothing is laid out yet."""
        self._placed_for = 0
        self._ahead = []

    def take_back(self, pace: Pace, not_before: int) -> list[Item]:
        """Return the cancellations of cues for repetitions that will not come, or that are not wanted any more."""
        self._ahead = [cue for cue in self._ahead if cue.play.due_frame >= not_before]
        items: list[Item] = []
        for cue in list(self._ahead):
            reason = _unwanted(pace, cue)
            if reason:
                self._ahead.remove(cue)
                self._book.remove(cue.play.number)
                items.append(Cancel(cue.play.number, reason))
        return items

    def before_set(self, pace: Pace, not_before: int) -> Item | None:
        """Return the cue's words before the set, or their silence; None where it has none."""
        form = pace.choice.decision.form_before
        if form is None or pace.choice.cue.text(form) is None:
            return None
        phase = pace.choice.cue.phase
        if form not in pace.cue_clips:
            return Moment(not_before, record=silent_record(pace, 0, phase, "it was not rendered"))
        return self._said(pace, form, 0, phase, self._book.earliest_start(pace.cue_clips[form].frames, not_before))

    def before_first(self, pace: Pace, spans: tuple[Span, ...], not_before: int) -> CuePlay | None:
        """Return the first repetition's cue where it has to be said before the set: it concerns the first phase."""
        first = concerned_span(spans, pace.choice.cue.phase)
        forms = [form for form in forms_on_rep(pace, first.rep_number) if form in pace.cue_clips]
        if first is not spans[0] or not forms or pace.hold_seconds is not None:
            return None
        self._placed_for = first.rep_number
        due_frame = self._book.earliest_start(pace.cue_clips[forms[0]].frames, not_before)
        return self._said(pace, forms[0], first.rep_number, first.phase, due_frame)

    def lay_out(self, pace: Pace, spans: tuple[Span, ...], clock: SetClock, not_before: int) -> list[Item]:
        """Return the cues that are said in one repetition, its own or the next one's, or the silence of each.

        Nothing where there are no cues to say.
        """
        if not pace.has_cues:
            return []
        self._clock, self._not_before = clock, not_before
        items: list[Item] = []
        concerned = concerned_span(spans, pace.choice.cue.phase)
        rep_number = concerned.rep_number
        if self._placed_for < rep_number:
            self._placed_for = rep_number
            items.append(self._cue(pace, concerned, spans[: spans.index(concerned)]))
        has_next = pace.target_reps is None or rep_number < pace.target_reps
        if concerned is spans[0] and has_next:
            self._placed_for = rep_number + 1
            following = replace(concerned, rep_number=rep_number + 1, start=spans[-1].end)
            items.append(self._cue(pace, following, spans[1:]))
        return items

    def in_hold(self, pace: Pace, span: Span, clock: SetClock, not_before: int) -> Item:
        """Return the cue of a hold, said once in it as early as there is room, or its silence.

        What is held goes on being what the cue says, so it comes in the phase that it concerns and not before it.
        """
        self._clock, self._not_before = clock, not_before
        wanted = forms_on_rep(pace, span.rep_number)
        for form in (form for form in wanted if form in pace.cue_clips):
            frames = pace.cue_clips[form].frames
            due_frame = self._book.earliest_start(frames, not_before)
            if due_frame + frames <= clock.frame_at(span.end):
                return self._said(pace, form, span.rep_number, span.phase, due_frame)
        is_there = any(form in pace.cue_clips for form in wanted)
        return self._silent(pace, span, "no room for it in the hold" if is_there else _missing(pace, wanted))

    def _cue(self, pace: Pace, concerned: Span, earlier: tuple[Span, ...]) -> Item:
        wanted = forms_on_rep(pace, concerned.rep_number)
        forms = [form for form in wanted if form in pace.cue_clips]
        if not forms:
            return self._silent(pace, concerned, _missing(pace, wanted))
        fit = self._fit(pace, forms, concerned, earlier)
        if fit.due_frame is None:
            return self._silent(pace, concerned, fit.reason)
        return self._said(pace, forms[fit.length_index], concerned.rep_number, concerned.phase, fit.due_frame)

    def _fit(self, pace: Pace, forms: list[Form], concerned: Span, earlier: tuple[Span, ...]) -> Fit:
        return fit_cue(
            [pace.cue_clips[form].frames for form in forms],
            concerned.start,
            earlier,
            self._book,
            frame_at=self._clock.frame_at,
            not_before=self._not_before,
            silent_phases=pace.choice.decision.silent_phases,
        )

    def _said(self, pace: Pace, form: Form, rep_number: int, phase: Phase, due_frame: int) -> CuePlay:
        play = self._say(pace.cue_clips[form], PlayClass.CUE, due_frame, Precedence.CUE)
        cue = CuePlay(play, rep_number, pace.exercise, pace.choice, form, phase)
        self._ahead.append(cue)
        return cue

    def _silent(self, pace: Pace, concerned: Span, reason: str) -> Moment:
        record = silent_record(pace, concerned.rep_number, concerned.phase, reason)
        return Moment(max(self._clock.frame_at(concerned.start), self._not_before), record=record)


def _unwanted(pace: Pace, cue: CuePlay) -> str | None:
    """Return why a cue that is laid out is not to be said after all, or None."""
    if pace.target_reps is not None and cue.rep_number > pace.target_reps:
        return "no repetition follows"
    frequency = pace.choice.decision.frequency
    if frequency is CueFrequency.NONE or (frequency is CueFrequency.ON_REQUEST and cue.rep_number > 0):
        return QUIET[frequency]
    return None


def _missing(pace: Pace, wanted: tuple[Form, ...]) -> str:
    """Return why none of the wanted forms can be said."""
    if not wanted:
        return QUIET[pace.choice.decision.frequency]
    if all(pace.choice.cue.text(form) is None for form in wanted):
        return "only one word may be said here, and it has no such form"
    return "it was not rendered"
