"""The cue's words before a set: said once, in the rest where there is time, else after the introduction."""

from collections.abc import Callable
from typing import Final

from repcue.core.clip import Clip
from repcue.core.messages import Play
from repcue.core.pace import CuePlay, Pace
from repcue.core.speech_book import SpeechBook

BEFORE_END_SECONDS: Final = 30
"""How long before the end of a rest they are said: so long before the lift coaches cue (Winkelman: describe two minutes
before, demonstrate one, cue thirty seconds)."""

CLEAR_SECONDS: Final = 4
"""How long before the end of a rest they are over: "three, two, one" follows."""


class SetWords:
    """Remembers whether the words for the coming set have been said."""

    def __init__(self, sample_rate: int, book: SpeechBook, say: Callable[[Clip, int], Play]) -> None:
        """Take what frames last, the book that all speech shares, and what books a clip among the words of a rest."""
        self._sample_rate = sample_rate
        self._book = book
        self._say = say
        self._said: CuePlay | None = None

    def in_rest(self, pace: Pace, from_frame: int, rest_end_frame: int) -> CuePlay | None:
        """Return the words when their time in a rest has come, once; None before it, after it, or without room."""
        form = pace.choice.decision.form_before
        clip = None if form is None else pace.cue_clips.get(form)
        is_early = from_frame < rest_end_frame - BEFORE_END_SECONDS * self._sample_rate
        if form is None or clip is None or is_early or self.are_said_for(pace):
            return None
        due_frame = self._book.earliest_start(clip.frames, from_frame)
        if due_frame + clip.frames > rest_end_frame - CLEAR_SECONDS * self._sample_rate:
            return None
        play = self._say(clip, due_frame)
        self._said = CuePlay(play, 0, pace.exercise, pace.choice, form, pace.choice.cue.phase)
        return self._said

    def are_said_for(self, pace: Pace) -> bool:
        """Return whether a set's own words have been said since the set before it."""
        said = self._said
        return said is not None and (said.exercise, said.choice.cue) == (pace.exercise, pace.choice.cue)

    def cut_at(self, frame: int) -> None:
        """Take words for unsaid that had not ended by a frame."""
        if self._said is not None and self._said.play.end_frame > frame:
            self._said = None

    def forget(self) -> None:
        """Take nothing for said: a set begins, and the next one is another."""
        self._said = None
