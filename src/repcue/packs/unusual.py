"""What is allowed in a pack and yet unusual: tempos, cues missing, doubled or said elsewhere, muscles, licences."""

from collections.abc import Iterator
from typing import Final

from repcue.core.tempo import LONGEST_REP_SECONDS, PHASES, Tempo
from repcue.packs.muscles import questioned_muscles
from repcue.packs.nodes import Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Cue, Exercise
from repcue.packs.sound import SoundPack
from repcue.packs.spdx import is_licence, nearest_licence
from repcue.packs.values import shown

ROOM_SECONDS: Final = 2
"""A cue needs a phase this long to be said in: 1.5 s of speech at most, and 0.25 s of silence before its phase."""

_KIND: Final = ("focus", "muscle", "level", "least_load_percent", "rep")
"""Cues that have all of these in common are the same cue twice; with other words they take turns."""


def unusual(sound: SoundPack) -> Iterator[Problem]:
    """Yield a warning for everything unusual in what is sound of a pack."""
    for index, exercise in enumerate(sound.pack.exercises):
        path: Path = ("exercises", index)
        if sound.is_given((*path, "tempo")):
            for sentence, hint in _unusual_tempo(exercise.default_tempo):
                yield _warning(sound, (*path, "tempo"), sentence, hint)
        yield from _tap_without_hands(sound, path, exercise)
        yield from _missing_focus(sound, index, exercise)
        yield from _of_cues(sound, index, exercise)
        yield from _felt_twice(sound, path, exercise)
        yield from _load_gap(sound, path, exercise)
    yield from questioned_muscles(sound)
    yield from _unknown_licence(sound)


def _unknown_licence(sound: SoundPack) -> Iterator[Problem]:
    licence = sound.pack.licence
    if sound.is_given(("licence",)) and not is_licence(licence):
        hint = f"Use an SPDX identifier, or LicenseRef- and a word for terms of your own.{nearest_licence(licence)}"
        yield _warning(sound, ("licence",), f"{shown(licence)} is no licence that is known.", hint)


def _tap_without_hands(sound: SoundPack, path: Path, exercise: Exercise) -> Iterator[Problem]:
    spot, place = exercise.tap, (*path, "tap", "when")
    if spot is None or not sound.is_given(place, (*path, "tap", "by"), (*path, "equipment"), (*path, "unilateral")):
        return
    if spot.by == "self" and spot.when == "during" and not exercise.has_free_hand:
        sentence = f"both hands are busy during {exercise.id!r} (equipment: {', '.join(exercise.equipment)})."
        hint = "Tap before the set, or write by: partner. Until then the coach tells the lifter to ask one."
        yield _warning(sound, place, sentence, hint)


def _missing_focus(sound: SoundPack, index: int, exercise: Exercise) -> Iterator[Problem]:
    path: Path = ("exercises", index)
    focuses = [(*path, "cues", number, "focus") for number in range(len(exercise.cues))]
    if not sound.is_given((*path, "cues"), *focuses):
        return
    for focus in {"internal", "external"} - {cue.focus for cue in exercise.cues}:
        sentence = f"{sound.called(index)} has no {focus} cue."
        yield _warning(sound, (*path, "cues"), sentence, "The other one is said in its place.")


def _of_cues(sound: SoundPack, index: int, exercise: Exercise) -> Iterator[Problem]:
    path: Path = ("exercises", index)
    seen = set()
    for number, cue in enumerate(exercise.cues):
        place: Path = (*path, "cues", number)
        kind = (cue.focus, exercise.muscle_of(cue), cue.level, cue.least_load_percent, cue.rep.casefold())
        muscle: Path = (*place, "muscle") if cue.muscle else (*path, "muscles", "primary", 0)
        if sound.is_given(muscle, *((*place, key) for key in _KIND)):
            if kind in seen:
                whose = repr(exercise.id) if sound.is_given((*path, "id")) else "this exercise"
                sentence = f"another {cue.focus} cue for the {exercise.muscle_of(cue)} of {whose} has the same words."
                hint = "Give it words of its own: several cues for the same muscle, level and load take turns."
                yield _warning(sound, place, sentence, hint)
            seen.add(kind)
        if cue.analogy and cue.set is None and sound.is_given((*place, "analogy"), (*place, "set")):
            sentence = "the comparison is not explained: it has no set."
            yield _warning(
                sound, place, sentence, "Write under set what is meant; without it a comparison says little."
            )
        if sound.is_given((*path, "tempo"), (*place, "phase")) and (elsewhere := _said_elsewhere(exercise, cue)):
            yield _warning(sound, place, *elsewhere)


def _felt_twice(sound: SoundPack, path: Path, exercise: Exercise) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, wrong in enumerate(exercise.wrong_feel):
        place: Path = (*path, "wrong_feel", number, "feel")
        if sound.is_given(place):
            if wrong.feel in seen:
                sentence = f"{shown(wrong.feel)} is felt in the wrong place twice; only the first correction is said."
                yield _warning(sound, place, sentence, "Say all of it in one correction, or name another place.")
            seen.add(wrong.feel)


def _load_gap(sound: SoundPack, path: Path, exercise: Exercise) -> Iterator[Problem]:
    """Yield a warning for the first loads between those of two cues that no cue is for."""
    edges = [(*path, "cues", number, key) for number in range(len(exercise.cues)) for key in _LOADS]
    if not exercise.cues or not sound.is_given((*path, "cues"), *edges):
        return
    windows = sorted((cue.least_load_percent, cue.most_load_percent) for cue in exercise.cues)
    reached = windows[0][1]
    for least, most in windows:
        if least > reached + 1:
            sentence = f"no cue is for loads from {reached + 1} to {least - 1} percent."
            yield _warning(sound, (*path, "cues"), sentence, "Let the load windows of two cues meet.")
            return
        reached = max(reached, most)


_LOADS: Final = ("least_load_percent", "most_load_percent")


def _unusual_tempo(tempo: Tempo) -> Iterator[tuple[str, str]]:
    for sentence in tempo.warnings():
        yield sentence, "Write seconds there, if that is not meant."
    seconds = tempo.rep_seconds(explosive_seconds=1.0)
    if seconds > LONGEST_REP_SECONDS:
        yield f"Tempo '{tempo}' takes {seconds:.0f} seconds a repetition.", "Over 10 seconds probably trains less well."


def _said_elsewhere(exercise: Exercise, cue: Cue) -> tuple[str, str] | None:
    """Return why a cue is not said as written at the exercise's own tempo, and what to do; None when it is."""
    tempo = exercise.default_tempo
    if tempo.length_of(cue.phase) == 0:
        sentence = (
            f"the {cue.phase} phase lasts 0 seconds at tempo '{tempo}', so the cue is said for the phase after it."
        )
        return sentence, "Choose another phase or another tempo."
    others = [tempo.seconds_of(phase, explosive_seconds=0) for phase in PHASES if phase is not cue.phase]
    if max(others) < ROOM_SECONDS:
        sentence = f"no other phase than the {cue.phase} one lasts {ROOM_SECONDS} seconds at tempo '{tempo}'."
        return sentence, "A cue is said before the phase it is about; without room for it, it is left out."
    return None


def _warning(sound: SoundPack, path: Path, sentence: str, hint: str) -> Problem:
    return sound.document.problem(path, sentence, hint, severity=Severity.WARNING)
