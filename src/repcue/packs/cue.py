"""The shape of a cue: what the coach says to direct the lifter's attention, in up to three lengths."""

from typing import Literal, Self

from pydantic import Field, model_validator

from repcue.core.tempo import Phase
from repcue.core.units import MOST_LOAD_PERCENT
from repcue.packs.texts import CueText, KeyText, RecordingText, SpokenText
from repcue.packs.values import Identifier, Line, Shape, refusal

Focus = Literal["internal", "external"]
Form = Literal["set", "rep", "key"]
Level = Literal["novice", "trained", "advanced"]


class Recordings(Shape):
    """Sound files of a cue's forms."""

    set: RecordingText | None = None
    """Instead of the voice saying `set`."""

    rep: RecordingText | None = None
    """Instead of the voice saying `rep`; the same as `recording`."""

    key: RecordingText | None = None
    """Instead of the voice saying `key`."""


class Cue(Shape):
    """What the coach says to direct the lifter's attention, in up to three lengths."""

    id: Identifier | None = None
    """Its name in logs and pins, unique in the exercise; left out, focus and number, like `internal-1`."""

    focus: Focus
    """`internal`: the muscle. `external`: the bar, the floor, an object."""

    muscle: Line | None = None
    """Internal: exactly the muscle that it names. External: the one it serves. Left out, the first primary muscle."""

    phase: Phase = Phase.CONCENTRIC
    """The phase that the cue concerns; it is said before that phase begins."""

    set: SpokenText | None = None
    """The sentence said once, before the set; left out, nothing is said there."""

    rep: CueText
    """The words said on every repetition: at most 1.5 seconds as spoken, and in English at most 6 words."""

    key: KeyText | None = None
    """The one word said where there is no time for more."""

    recording: RecordingText | None = None
    """A WAV, FLAC or OGG file inside the pack's folder that replaces the spoken `rep`."""

    recordings: Recordings = Recordings()
    """Such files for each of the three lengths."""

    analogy: bool = False
    """It is a comparison, which only works once it was explained in `set`."""

    level: Level | None = None
    """Whom it is for; left out, everybody."""

    least_load_percent: int = Field(default=0, ge=0, le=MOST_LOAD_PERCENT)
    """It is for loads from this percent of the one-repetition maximum, 0 to 150."""

    most_load_percent: int = Field(default=MOST_LOAD_PERCENT, ge=0, le=MOST_LOAD_PERCENT)
    """It is for loads up to this percent of the one-repetition maximum, 0 to 150."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.least_load_percent > self.most_load_percent:
            sentence = f"the load window runs from {self.least_load_percent} to {self.most_load_percent} percent."
            raise refusal(sentence, "least_load_percent is at most most_load_percent.")
        if self.recording and self.recordings.rep:
            raise refusal("the cue has two recordings for rep.", "Keep recording, or rep under recordings.")
        for form in ("set", "key"):
            if getattr(self.recordings, form) and not self.text(form):
                raise refusal(
                    f"there is a recording for {form!r}, but no text.",
                    f"Write under {form} what the recording says; it is shown, and said where the file is missing.",
                )
        return self

    def text(self, form: Form) -> str | None:
        """Return what is said in this length; None where there is no such form."""
        texts: dict[Form, str | None] = {"set": self.set, "rep": self.rep, "key": self.key}
        return texts[form]

    def recorded(self, form: Form) -> str | None:
        """Return the sound file for this length; None where the voice says it."""
        files = {"set": self.recordings.set, "rep": self.recording or self.recordings.rep, "key": self.recordings.key}
        return files[form]

    def suits(self, load_percent: int) -> bool:
        """Return whether a load, in percent of the one-repetition maximum, is in the cue's window."""
        return self.least_load_percent <= load_percent <= self.most_load_percent
