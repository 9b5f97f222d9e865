"""Whether what a pack says fits the time there is for it, by how long it takes as spoken or recorded.

Seconds are measured, not words: six German words take longer than six English ones. Recordings are judged by their
sound too, since nobody hears a distorted clip before the first set.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Cue, Form
from repcue.packs.sound import SoundPack
from repcue.packs.values import shown

LONGEST_SECONDS: Final[dict[Form, float]] = {"set": 5.0, "rep": 1.5, "key": 0.9}
"""`rep`: what a phase of 2 s leaves, the shortest in which much can be said. `set` and `key`: a little more than the
longest of the shipped ones as the voice `coach` says them, 3.9 s and 0.75 s; what takes longer holds two ideas."""

SOFTEST_LUFS: Final = -45.0
"""Softer recordings drown in their own noise when they are made as loud as the rest: 29 LU more."""

LEAST_OVER_NOISE_DB: Final = 6.0
"""Between a recording's loud moments and its quiet ones (`dsp/over_noise.py` has what noise and voices have)."""

MOST_CLIPPED_FRAMES: Final = 3
"""Frames in a row at full scale; what was recorded so loudly is distorted."""

_FORMS: Final[tuple[Form, ...]] = ("set", "rep", "key")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is known of a recording."""

    seconds: float
    """Without the silence at both ends."""

    loudness_lufs: float
    clipped_frames: int
    """The longest run at full scale."""

    over_noise_db: float
    """By how much its loud moments exceed its quiet ones."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How long things take, and how recordings sound."""

    seconds_of: Callable[[str], float | None]
    """Of a text as the voice says it; None where nobody knows."""

    recording_of: Callable[[str], Recorded | None]
    """Of a sound file of the pack; None where it cannot be read."""

    voice: str
    has_file: Callable[[str], bool] = lambda _: True
    """Whether a sound file is in the pack's folder; that one is not is told by `packs/load.py`."""


def lengths(sound: SoundPack, measures: Measures) -> Iterator[Problem]:
    """Yield a warning for everything in what is sound of a pack that takes too long or sounds wrong."""
    for index, exercise in enumerate(sound.pack.exercises):
        for number, cue in enumerate(exercise.cues):
            path: Path = ("exercises", index, "cues", number)
            for form in _FORMS:
                places = ((*path, form), (*path, "recordings", form), (*path, "recording"))
                if sound.is_given(*(places if form == "rep" else places[:2])):
                    yield from _of_form(sound.document, path, cue, form, measures)


def _of_form(document: Document, path: Path, cue: Cue, form: Form, measures: Measures) -> Iterator[Problem]:
    text, file = cue.text(form), cue.recorded(form)
    if text is None:
        return
    if file is not None:
        place = (*path, "recordings", form) if not (form == "rep" and cue.recording) else (*path, "recording")
        yield from _of_recording(document, place, file, form, measures)
        return
    seconds = measures.seconds_of(text)
    if seconds is not None and seconds > LONGEST_SECONDS[form]:
        takes = told_beside(seconds, LONGEST_SECONDS[form], 1)
        sentence = f"{shown(text)} takes {takes} s as the voice {measures.voice!r} says it."
        hint = f"{_called(form)} at most {LONGEST_SECONDS[form]:g} s; use fewer or shorter words."
        yield document.problem((*path, form), sentence, hint, severity=Severity.WARNING)


def _of_recording(document: Document, path: Path, file: str, form: Form, measures: Measures) -> Iterator[Problem]:
    if not measures.has_file(file):
        return
    recorded = measures.recording_of(file)
    if recorded is None:
        sentence = f"{shown(file)} cannot be read as sound."
        hint = "Save it as WAV, FLAC or OGG again, or take it out; until then no session with this pack begins."
        yield document.problem(path, sentence, hint)
        return
    for sentence, hint in faults(file, recorded, form):
        yield document.problem(path, sentence, hint, severity=Severity.WARNING)


def faults(file: str, recorded: Recorded, form: Form) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a recording of a cue, and what to do."""
    if recorded.seconds <= 0:
        yield f"{shown(file)} holds only silence.", "Record it again."
        return
    if recorded.seconds > LONGEST_SECONDS[form]:
        sentence = f"{shown(file)} takes {told_beside(recorded.seconds, LONGEST_SECONDS[form], 1)} s."
        yield sentence, f"{_called(form)} at most {LONGEST_SECONDS[form]:g} s; say it faster or say less."
    if recorded.clipped_frames > MOST_CLIPPED_FRAMES:
        yield f"{shown(file)} was recorded too loudly and is distorted.", "Record it again, softer or farther away."
    if recorded.loudness_lufs < SOFTEST_LUFS:
        sentence = f"{shown(file)} is very soft ({told_beside(recorded.loudness_lufs, SOFTEST_LUFS)} LUFS)."
        yield sentence, "Record it again, louder or nearer; made louder now, its noise would be heard too."
    if recorded.over_noise_db < LEAST_OVER_NOISE_DB:
        over_db = told_beside(recorded.over_noise_db, LEAST_OVER_NOISE_DB)
        sentence = f"{shown(file)} stands out from its own noise by {over_db} dB."
        hint = f"A voice does by {LEAST_OVER_NOISE_DB:g} dB or more; record it again in a quieter room, or nearer."
        yield sentence, hint


def told_beside(value: float, limit: float, decimals: int = 0) -> str:
    """Return a value that is on the wrong side of a limit, rounded, but never so that it looks like the limit.

    >>> told_beside(9.2, 10), told_beside(9.96, 10), told_beside(1.502, 1.5, 1)
    ('9', '9.9', '1.51')
    """
    text = f"{value:.{decimals}f}"
    if float(text) != limit:
        return text
    steps = value * 10 ** (decimals + 1)
    return f"{(floor(steps) if value < limit else ceil(steps)) / 10 ** (decimals + 1):.{decimals + 1}f}"


def _called(form: Form) -> str:
    return {"set": "Before a set there is time for", "rep": "A cue on a repetition takes", "key": "A key word takes"}[
        form
    ]
