"""How sure it is that a phrase was said, by what a recogniser writes of the same sound without a grammar.

A grammar makes a command of any talk. The same recogniser without it writes what it takes the sound for among all the
words that it knows; where that is the phrase, or sounds like it, and nothing besides, somebody probably said it.

1. Likeness: the stretch of the free words that sounds most like the phrase is looked for, and compared phoneme by
   phoneme where every word's are known, else letter by letter, Hangul by its jamo. Words that the recogniser is not
   sure of count less against the phrase. One sound of each phrase counts for nothing: a short one is met by chance.
2. Completeness: free words before and after that stretch are talk. As much of it as there is phrase, and nothing is
   left: "don't stop" is no "stop".
3. The recogniser's own confidence in the words of the grammar, of which it is nearly always sure, counts half.

The score is their product. Nothing of this is fitted: the numbers are chosen so that half the sounds may differ where
0.5 is asked for. A likeness of .4 to .7 to Whisper's text kept every one of 129 stretches of reading out, with another
grammar ear (docs/hearing.md, "What was tried"). Fitting them takes Vosk's English model and recorded speech.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, product
from typing import Final

from repcue.core.edit_distance import changes
from repcue.core.phoneme_distance import Phonemes, phoneme_distance

Ways = Callable[[str], Sequence[Phonemes]]
"""Every known way to say a word; none where nobody knows."""

_MOST_WAYS: Final = 8
"""So many ways to say a phrase are compared; of a sentence of numbers there are hundreds."""

_LONGEST_TIMES: Final = 3
"""Free words of so many times the phrase's sounds leave nothing of it: twice its sounds would have to be talk."""

_SILENT: Final = "HANGUL CHOSEONG IEUNG"
"""The letter before a Korean syllable that begins with its vowel; it has no sound."""


@dataclass(frozen=True, slots=True)
class FreeWord:
    """A word that a recogniser wrote without a grammar."""

    word: str
    confidence: float = 1.0
    """The recogniser's own, 0 to 1; 1 where it does not tell."""


def agreement(
    phrases: Sequence[str], free_words: Sequence[FreeWord], ways: Ways | None = None, confidence: float = 1.0
) -> float:
    """Return how sure it is that one of these spellings of a phrase was said and nothing else, 0 to 1.

    Args:
        phrases: the phrase as the grammar writes it, and as the recogniser does: `("deadlift", "dead lift")`.
        free_words: what the same recogniser made of the sound without a grammar.
        ways: how words sound, in phonemes of the CMU dictionary; None compares letters.
        confidence: the recogniser's own in the phrase, the mean of its words.

    >>> agreement(["stop"], [FreeWord("stop")]), agreement(["stop"], [FreeWord("don't"), FreeWord("stop")])
    (1.0, 0.0)
    >>> agreement(["next set"], [FreeWord("next"), FreeWord("text")]) > agreement(["next set"], [FreeWord("nothing")])
    True
    >>> round(agreement(["시작"], [FreeWord("지자")]), 2), agreement(["시작"], [])
    (0.5, 0.0)
    """
    found = [_fit(phrase.split(), free_words, ways) for phrase in phrases]
    return max(found, default=0.0) * _half(confidence)


def letters(text: str) -> tuple[str, ...]:
    """Return a text as single letters, without blanks and signs; of Hangul what is heard of its jamo.

    A consonant is the same before and after its vowel, so that syllables may be cut differently.

    >>> letters("Go!") == letters("go"), letters("먹어") == letters("머거")
    (True, True)
    """
    found = (each for each in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(each)[0] in "LMN")
    named = ((each, unicodedata.name(each, each)) for each in found)
    return tuple(
        name.removeprefix("HANGUL").split(maxsplit=1)[-1] if name.startswith("HANGUL") else each
        for each, name in named
        if name != _SILENT
    )


def _fit(ours: Sequence[str], free_words: Sequence[FreeWord], ways: Ways | None) -> float:
    """Return the product of likeness and completeness for the stretch that fits best."""
    if not ours or not free_words:
        return 0.0
    said, theirs, distance = _sounds(ours, [each.word for each in free_words], ways)
    own = min(map(len, said))
    if not own or sum(map(len, theirs)) >= _LONGEST_TIMES * own:
        return 0.0
    weighed = [each.confidence * len(sounds) for each, sounds in zip(free_words, theirs, strict=True)]
    until = [0.0, *accumulate(weighed)]
    best = 0.0
    for first, end in _stretches(len(theirs)):
        completeness = 1.0 - (until[-1] - until[end] + until[first]) / own
        if completeness <= best:
            continue
        stretch = tuple(sound for each in theirs[first:end] for sound in each)
        sounds = sum(map(len, theirs[first:end]))
        sureness = (until[end] - until[first]) / sounds if sounds else 1.0
        unlike = min(1.0, *(distance(way, stretch) / max(1, len(way) - 1) for way in said))
        best = max(best, completeness * (1.0 - _half(sureness) * unlike))
    return best


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """Yield every run of words, the longest first, as its first word and the one after its last."""
    for length in range(count, 0, -1):
        for first in range(count - length + 1):
            yield first, first + length


_Distance = Callable[[Sequence[str], Sequence[str]], float]


def _sounds(
    ours: Sequence[str], theirs: Sequence[str], ways: Ways | None
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], _Distance]:
    """Return the ways to say the phrase, the first way to say each free word, and what compares them."""
    if ways is not None:
        said, heard = [ways(word) for word in ours], [ways(word) for word in theirs]
        if all(said) and all(heard):
            whole = islice(product(*said), _MOST_WAYS)
            return [tuple(sound for word in way for sound in word) for way in whole], [way[0] for way in heard], _apart
    return [letters("".join(ours))], [letters(word) for word in theirs], changes


def _apart(one: Sequence[str], other: Sequence[str]) -> float:
    return phoneme_distance(one, other)


def _half(share: float) -> float:
    """Return a share that counts half: 0.5 to 1."""
    return 0.5 + 0.5 * min(max(share, 0.0), 1.0)
