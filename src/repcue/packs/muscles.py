"""Names of muscles that are probably misspelt: a muscle may be called anything, so they are questioned, not refused.

A name is questioned where a word of it is none that is known and near to one that is, and where the pack writes the
same name otherwise elsewhere, since a drill or a cue then finds its exercise no more.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from repcue.packs.muscle_words import MUSCLE_NAMES, SINGULARS, WORDS_OF_MUSCLES
from repcue.packs.nodes import Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Pack
from repcue.packs.sound import SoundPack
from repcue.packs.values import shown

_WORD: Final = re.compile(r"[^\W\d_]+")

_NEAR_KNOWN: Final = 0.7
"""Likeness of a word to one of the list: `bcak` has 0.75 to `back`, `tricpes` 0.86 to `triceps`; words of other things
(`forehead`, `engine`, `balance`) have less than 0.7 to all."""

_NEAR_OWN: Final = 0.85
"""Likeness to a word that only the pack has more often: Spanish `bíceps` and `tríceps` have 0.77."""


def questioned_muscles(sound: SoundPack) -> Iterator[Problem]:
    """Yield a warning for every place where a muscle is probably misspelt."""
    meant = meant_muscles(sound.pack)
    if not meant:
        return
    named = list(muscles_of(sound.pack))
    written = {name for _, name in named}
    for path, name in named:
        if name in meant and sound.is_given(path):
            yield _questioned(sound, path, name, meant[name], is_elsewhere=meant[name] in written)


def meant_muscles(pack: Pack) -> Mapping[str, str]:
    """Return the names of muscles that are probably misspelt, each with what is probably meant.

    Args:
        pack: in its main language.
    """
    uses = Counter(name for _, name in muscles_of(pack) if name)
    trained = {
        name for exercise in pack.exercises for name in (*exercise.muscles.primary, *exercise.muscles.secondary) if name
    }
    words = Counter(word for name, count in uses.items() for word in _words(name) * count)
    language = pack.language.partition("-")[0]
    found: dict[str, str] = {}
    for name in uses:
        is_own = name in pack.muscle_names and name in trained
        meant = None if is_own else _respelt(name, language, words) or _as_elsewhere(name, uses, trained)
        if not meant and not is_own:
            meant = _in_its_number(name, MUSCLE_NAMES.get(language, frozenset()))
        if meant and meant != name:
            found[name] = meant
    return found


def muscles_of(pack: Pack) -> Iterator[tuple[Path, str]]:
    """Yield every muscle that a pack names, with its place; a key of `muscle_names` with that of its value."""
    for name in pack.muscle_names:
        yield ("muscle_names", name), name
    for index, exercise in enumerate(pack.exercises):
        for key in ("primary", "secondary"):
            for place, name in enumerate(getattr(exercise.muscles, key)):
                yield ("exercises", index, "muscles", key, place), name
        for place, cue in enumerate(exercise.cues):
            if cue.muscle:
                yield ("exercises", index, "cues", place, "muscle"), cue.muscle
    for index, warm_up in enumerate(pack.drills.warm_up):
        for place, name in enumerate(warm_up.muscles):
            yield ("drills", "warm_up", index, "muscles", place), name
    for index, flex in enumerate(pack.drills.flex):
        yield ("drills", "flex", index, "muscle"), flex.muscle
    for index, feel_set in enumerate(pack.drills.feel_sets):
        if feel_set.muscle:
            yield ("drills", "feel_sets", index, "muscle"), feel_set.muscle


def _questioned(sound: SoundPack, path: Path, name: str, meant: str, *, is_elsewhere: bool) -> Problem:
    if is_elsewhere and _plain(name) == _plain(meant):
        sentence = f"the muscle {shown(name)} is written {shown(meant)} elsewhere in this pack."
        hint = f"Write it the same everywhere. Did you mean {shown(meant)}?"
    else:
        sentence = f"{shown(name)} is no muscle that is known."
        hint = f"Did you mean {shown(meant)}? A name of your own is listed under muscle_names."
    key = str(path[-1]) if path[0] == "muscle_names" else None
    return sound.document.problem(path[:-1] if key else path, sentence, hint, key=key, severity=Severity.WARNING)


def _respelt(name: str, language: str, words: Mapping[str, int]) -> str | None:
    """Return a name with its misspelt words put right; None where there are none."""
    known = WORDS_OF_MUSCLES.get(language, frozenset())
    respelt = name
    for word in _words(name):
        if any(_is_one_of(word, each) for each in WORDS_OF_MUSCLES.values()):
            continue
        more_often = [other for other, count in words.items() if count > words[word]]
        near = (
            get_close_matches(word, [other for other in more_often if other in known], 1, _NEAR_KNOWN)
            or get_close_matches(word, sorted(each for each in known if f"{each}s" not in known), 1, _NEAR_KNOWN)
            or get_close_matches(word, more_often, 1, _NEAR_OWN)
        )
        if near:
            respelt = _replaced(respelt, word, near[0])
    return respelt if respelt != name else None


def _replaced(name: str, word: str, meant: str) -> str:
    """Return a name with another word in place of one, with a capital where that had one."""
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
    return re.sub(
        pattern, lambda found: meant.capitalize() if found[0][0].isupper() else meant, name, flags=re.IGNORECASE
    )


def _as_elsewhere(name: str, uses: Mapping[str, int], trained: Collection[str]) -> str | None:
    """Return how the pack writes the same name where it matters more: among the muscles of exercises, or more often."""
    same = [other for other in uses if other != name and _plain(other) == _plain(name)]
    better = [other for other in same if (other in trained, uses[other]) > (name in trained, uses[name])]
    return max(better, key=lambda other: (other in trained, uses[other]), default=None)


def _in_its_number(name: str, known: Collection[str]) -> str | None:
    """Return the known name that one differs from in its plural alone: `glutes` for `glute`."""
    if _words(name) in map(_words, known):
        return None
    singular = SINGULARS.get(name.lower())
    same = [each for each in sorted(known) if each == singular or _plain(each) == _plain(name)]
    return next(iter(same), None)


def _words(name: str) -> list[str]:
    return _WORD.findall(name.lower())


def _is_one_of(word: str, known: Collection[str]) -> bool:
    return word in known or word.removesuffix("s") in known or f"{word}s" in known


def _plain(name: str) -> str:
    """Return a name without what one easily writes in two ways: capitals, hyphens, the plural.

    >>> _plain("Rear-delts") == _plain("rear delt")
    True
    """
    return " ".join(word.removesuffix("s") for word in _words(name))
