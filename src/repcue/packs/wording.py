"""How a cue is worded: one idea, what to do rather than what not to, and true to its focus.

What is looked for are words, so it can be wrong; these are warnings. Claims of growth or of fewer injuries are no
matter of style: the studies do not carry them (Vigotsky 2022, doi:10.1007/s40279-021-01619-2), so a pack
that makes them is not shared.

Rules as Winkelman ("one cue, one major focus") and Mesquita 2008 (athletes retain fewer ideas the more they are
given) have them; words are listed for English and German, and packs in other languages are not judged.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, zip_longest
from typing import Final

from repcue.packs.muscles import meant_muscles
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Cue, Exercise, Pack
from repcue.packs.sound import SoundPack
from repcue.packs.values import shown
from repcue.packs.wording_words import (
    ALSO_CALLED,
    BODY_PARTS,
    CLAIMS,
    COMMANDS,
    FILLERS,
    JOINTS_OF_IDEAS,
    NEGATIONS,
    SENSES,
    WHOSE,
)

_FORMS: Final = ("set", "rep", "key")
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
            yield from _of_words(sound, place, language)
            yield from _named_body(sound, place, cue, language)
            yield from _unnamed_muscle(sound, path, number, exercise, meant)
        if not exercise.safety and sound.is_given((*path, "safety")):
            sentence = f"{sound.called(index)} has no safety line."
            yield _warning(sound.document, (*path, "id"), sentence, "Write under safety what to set up or watch first.")
    yield from _claims(sound.document, language)


def _of_words(sound: SoundPack, cue: Path, language: str) -> Iterator[Problem]:
    for form in _FORMS:
        # Also a text that is refused, for its length say, is judged: whoever mends it should hear everything at once.
        path: Path = (*cue, form)
        text = sound.written(path)
        if (negation := _negation(words_of_cue(text), language)) is not None:
            sentence = f"{shown(text)} says what not to do ({negation!r})."
            hint = "Say what to do: on a repetition nobody turns it around."
            yield _warning(sound.document, path, sentence, "Say what to do instead." if form == "set" else hint)
        joint = {"rep": _joint_in_words, "set": _joint_in_sentences}.get(form)
        if joint is not None and (found := joint(text, language)) is not None:
            sentence = f"{shown(text)} has two ideas ({found!r})."
            yield _warning(sound.document, path, sentence, "Keep one; make another cue of the other.")


def _negation(words: Sequence[str], language: str) -> str | None:
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word in NEGATIONS[language] or (language == "en" and word.endswith("n't")):
            return word
        if language == "en" and word == "stop" and following.endswith("ing"):
            return f"{word} {following}"
    return None


def _joint_in_words(text: str, language: str) -> str | None:
    return next((word for word in words_of_cue(text)[1:] if word in JOINTS_OF_IDEAS[language]), None)


def _joint_in_sentences(text: str, language: str) -> str | None:
    """Return what joins two commands within one sentence; "slow and steady" and "up and back" join none.

    A second sentence is no second idea: it may explain the first.
    """
    for sentence in re.split(r"[.!?;:]", text):
        words = words_of_cue(sentence)
        for place, word in enumerate(words[1:], 1):
            if word in SENSES[language]:
                break
            if word in JOINTS_OF_IDEAS[language]:
                rest = list(dropwhile(lambda each: each in FILLERS[language], words[place + 1 :]))
                if rest and _is_command(rest[0], language):
                    return f"{word} {rest[0]}"
    return None


def _is_command(word: str, language: str) -> bool:
    """Return whether a word tells to do something: "keep", and after "while" also "keeping"."""
    if word in COMMANDS[language]:
        return True
    stem = word.removesuffix("ing")
    return language == "en" and stem != word and bool({stem, f"{stem}e", stem[:-1]} & COMMANDS["en"])


def _named_body(sound: SoundPack, path: Path, cue: Cue, language: str) -> Iterator[Problem]:
    if cue.focus != "external" or cue.analogy or not sound.is_given((*path, "focus"), (*path, "analogy")):
        return
    for form in _FORMS:
        text = sound.written((*path, form))
        words = words_of_cue(text)
        for before, word in zip(["", *words], words, strict=False):
            # In a whole sentence "back" and "a hand above the floor" are seldom the body; "your back" is.
            if word in BODY_PARTS[language] and (form != "set" or before in WHOSE[language]):
                sentence = f"the external cue {shown(text)} names a part of the body ({word!r})."
                hint = "Name the bar, the floor or another thing, or call the cue internal."
                yield _warning(sound.document, (*path, form), sentence, hint)
                break


def _unnamed_muscle(
    sound: SoundPack, path: Path, number: int, exercise: Exercise, meant: Mapping[str, str]
) -> Iterator[Problem]:
    cue, place = exercise.cues[number], (*path, "cues", number)
    of_muscle: Path = (*place, "muscle") if cue.muscle else (*path, "muscles", "primary", 0)
    if cue.focus != "internal" or not sound.is_given((*place, "focus"), (*place, "muscle"), of_muscle):
        return
    # A misspelt muscle is told once, where it stands.
    muscle = exercise.muscle_of(cue)
    names = {muscle, meant.get(muscle, muscle)}
    for form in ("rep", "set"):  # a key is one word, and often what to do
        text = sound.written((*place, form))
        if text and not any(names_muscle(text, name, sound.pack) for name in names):
            sentence = f"the internal cue {shown(text)} does not name its muscle, the {muscle}."
            hint = "Name exactly that muscle, or say under muscle which it is."
            yield _warning(sound.document, (*place, form), sentence, hint)


def names_muscle(text: str, muscle: str, pack: Pack) -> bool:
    """Return whether a cue names a muscle, by any of its names."""
    words = words_of_cue(text)
    # German bends names: "mit den Oberschenkeln".
    said = f" {' '.join(words)}  {' '.join(word.removesuffix('n') for word in words)} "
    called = {muscle, pack.muscle_name(muscle), *ALSO_CALLED.get(muscle.lower(), ())}
    # "biceps (short head)" is named by "biceps", and "lower back" by "back" only where nothing else is.
    called |= {name.partition("(")[0] for name in called}
    return any(f" {' '.join(words_of_cue(name))} " in said for name in called if words_of_cue(name))


def _claims(document: Document, language: str) -> Iterator[Problem]:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in CLAIMS[language]]
    for path, text in document.texts():
        found = (_whole_words(text, *each.span()) for pattern in patterns for each in pattern.finditer(text))
        claims = [shown(text[start:end]) for start, end in sorted(set(found))]
        if claims:
            verb = "promises" if len(claims) == 1 else "promise"
            sentence = f"{' and '.join(claims)} {verb} what no study carries."
            yield document.problem(path, sentence, "Say what to do or feel, without growth, cures or guarantees.")


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span with the rest of the words that it begins and ends within."""
    while start and text[start - 1].isalpha() and text[start].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha() and text[end - 1].isalpha():
        end += 1
    return start, end


def _warning(document: Document, path: Path, sentence: str, hint: str) -> Problem:
    return document.problem(path, sentence, hint, severity=Severity.WARNING)
