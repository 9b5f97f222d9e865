"""How a cue is worded: one idea, what to do rather than what not to, and true to its focus.

What is looked for are words, so it can be wrong; these are warnings. Claims of growth or of fewer injuries are no
matter of style: the studies do not carry them (Vigotsky 2022, doi:10.1007/s40279-021-01619-2), so a pack
that makes them is not shared.

Rules as Winkelman ("one cue, one major focus") and Mesquita 2008 (athletes retain fewer ideas the more they are
given) have them; words are listed for English and German, and packs in other languages are not judged.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from repcue.packs.muscles import meant_muscles
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Cue, Exercise, Pack
from repcue.packs.sound import SoundPack
from repcue.packs.values import shown
from repcue.packs.wording_words import ALSO_CALLED, BODY_PARTS, CLAIMS, JOINTS_OF_IDEAS, NEGATIONS

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words_of_cue(text: str) -> list[str]:
    """Return the words of a cue, in lower case.

    >>> words_of_cue("Don't drop the bar!")
    ["don't", 'drop', 'the', 'bar']
    """
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def wording(sound: SoundPack) -> Iterator[Problem]:
    """Yield what could be worded better in what is sound of a pack, in the language that it is read in."""
    language = sound.language.partition("-")[0]
    if language not in NEGATIONS:
        return
    meant = meant_muscles(sound.pack)
    for index, exercise in enumerate(sound.pack.exercises):
        path: Path = ("exercises", index)
        for number, cue in enumerate(exercise.cues):
            place: Path = (*path, "cues", number)
            if sound.is_given((*place, "rep")):
                yield from _of_words(sound.document, (*place, "rep"), cue.rep, language)
            yield from _named_body(sound, place, cue, language)
            yield from _unnamed_muscle(sound, path, number, exercise, meant)
        if not exercise.safety and sound.is_given((*path, "safety")):
            sentence = f"{sound.called(index)} has no safety line."
            yield _warning(sound.document, (*path, "id"), sentence, "Write under safety what to set up or watch first.")
    yield from _claims(sound.document, language)


def _of_words(document: Document, path: Path, text: str, language: str) -> Iterator[Problem]:
    words = words_of_cue(text)
    for word in words:
        if word in NEGATIONS[language]:
            sentence = f"{shown(text)} says what not to do ({word!r})."
            yield _warning(document, path, sentence, "Say what to do: on a repetition nobody turns it around.")
            break
    for word in words[1:]:
        if word in JOINTS_OF_IDEAS[language]:
            sentence = f"{shown(text)} has two ideas ({word!r})."
            yield _warning(document, path, sentence, "Keep one; make another cue of the other.")
            break


def _named_body(sound: SoundPack, path: Path, cue: Cue, language: str) -> Iterator[Problem]:
    if cue.focus != "external" or cue.analogy or not sound.is_given((*path, "focus"), (*path, "analogy")):
        return
    for form in ("rep", "key"):
        for word in words_of_cue(cue.text(form) or ""):
            if word in BODY_PARTS[language] and sound.is_given((*path, form)):
                sentence = f"the external cue {shown(cue.text(form) or '')} names a part of the body ({word!r})."
                hint = "Name the bar, the floor or another thing, or call the cue internal."
                yield _warning(sound.document, (*path, form), sentence, hint)
                break


def _unnamed_muscle(
    sound: SoundPack, path: Path, number: int, exercise: Exercise, meant: Mapping[str, str]
) -> Iterator[Problem]:
    cue, place = exercise.cues[number], (*path, "cues", number)
    of_muscle: Path = (*place, "muscle") if cue.muscle else (*path, "muscles", "primary", 0)
    if cue.focus != "internal" or not sound.is_given((*place, "focus"), (*place, "rep"), (*place, "muscle"), of_muscle):
        return
    # A misspelt muscle is told once, where it stands.
    muscle = exercise.muscle_of(cue)
    if not any(names_muscle(cue.rep, name, sound.pack) for name in {muscle, meant.get(muscle, muscle)}):
        sentence = f"the internal cue {shown(cue.rep)} does not name its muscle, the {muscle}."
        hint = "Name exactly that muscle, or say under muscle which it is."
        yield _warning(sound.document, (*place, "rep"), sentence, hint)


def names_muscle(text: str, muscle: str, pack: Pack) -> bool:
    """Return whether a cue names a muscle, by any of its names."""
    said = f" {' '.join(words_of_cue(text))} "
    called = {muscle, pack.muscle_name(muscle), *ALSO_CALLED.get(muscle.lower(), ())}
    # "biceps (short head)" is named by "biceps", and "lower back" by "back" only where nothing else is.
    called |= {name.partition("(")[0] for name in called}
    return any(f" {' '.join(words_of_cue(name))} " in said for name in called if words_of_cue(name))


def _claims(document: Document, language: str) -> Iterator[Problem]:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in CLAIMS[language]]
    for path, text in document.texts():
        for pattern in patterns:
            if found := pattern.search(text):
                sentence = f"{shown(found[0])} promises what no study carries."
                yield document.problem(path, sentence, "Say what to do or feel, without growth, cures or guarantees.")
                break


def _warning(document: Document, path: Path, sentence: str, hint: str) -> Problem:
    return document.problem(path, sentence, hint, severity=Severity.WARNING)
