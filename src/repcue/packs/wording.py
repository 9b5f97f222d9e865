"""How a cue is worded: one idea, what to do rather than what not to, and true to its focus.

What is looked for are words, so it can be wrong; these are warnings. Claims of growth or of fewer injuries are no
matter of style: the studies do not carry them (Vigotsky 2022, doi:10.1007/s40279-021-01619-2), so a pack
that makes them is not shared.

Rules as Winkelman ("one cue, one major focus") and Mesquita 2008 (athletes retain fewer ideas the more they are
given) have them; words are listed for English and German, and packs in other languages are not judged.
"""

import re
from collections.abc import Iterator
from typing import Final

from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Cue, Exercise, Pack
from repcue.packs.values import shown
from repcue.packs.wording_words import ALSO_CALLED, BODY_PARTS, CLAIMS, JOINTS_OF_IDEAS, NEGATIONS

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words_of_cue(text: str) -> list[str]:
    """Return the words of a cue, in lower case.

    >>> words_of_cue("Don't drop the bar!")
    ["don't", 'drop', 'the', 'bar']
    """
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def wording(document: Document, pack: Pack) -> Iterator[Problem]:
    """Yield what could be worded better in a pack, in the language that it is read in.

    Args:
        document: the pack's nodes, every text plain.
        pack: what they make.
    """
    language = pack.language.partition("-")[0]
    if language not in NEGATIONS:
        return
    for index, exercise in enumerate(pack.exercises):
        path: Path = ("exercises", index)
        for number, cue in enumerate(exercise.cues):
            yield from _of_cue(document, (*path, "cues", number), exercise, cue, pack)
        if not exercise.safety:
            sentence = f"exercise {exercise.id!r} has no safety line."
            yield _warning(document, (*path, "id"), sentence, "Write under safety what to set up or watch first.")
    yield from _claims(document, language)


def _of_cue(document: Document, path: Path, exercise: Exercise, cue: Cue, pack: Pack) -> Iterator[Problem]:
    language = pack.language.partition("-")[0]
    words = words_of_cue(cue.rep)
    for word in words:
        if word in NEGATIONS[language]:
            sentence = f"{shown(cue.rep)} says what not to do ({word!r})."
            yield _warning(
                document, (*path, "rep"), sentence, "Say what to do: on a repetition nobody turns it around."
            )
            break
    for word in words[1:]:
        if word in JOINTS_OF_IDEAS[language]:
            sentence = f"{shown(cue.rep)} has two ideas ({word!r})."
            yield _warning(document, (*path, "rep"), sentence, "Keep one; make another cue of the other.")
            break
    if cue.focus == "external" and not cue.analogy:
        for form in ("rep", "key"):
            for word in words_of_cue(cue.text(form) or ""):
                if word in BODY_PARTS[language]:
                    sentence = f"the external cue {shown(cue.text(form) or '')} names a part of the body ({word!r})."
                    hint = "Name the bar, the floor or another thing, or call the cue internal."
                    yield _warning(document, (*path, form), sentence, hint)
                    break
    if cue.focus == "internal" and not names_muscle(cue.rep, exercise.muscle_of(cue), pack):
        muscle = exercise.muscle_of(cue)
        sentence = f"the internal cue {shown(cue.rep)} does not name its muscle, the {muscle}."
        yield _warning(document, (*path, "rep"), sentence, "Name exactly that muscle, or say under muscle which it is.")


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
