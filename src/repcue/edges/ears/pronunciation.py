"""How words sound: phonemes for words that a recogniser's dictionary lacks, and ordinary words that sound alike.

A word is looked for in this order: what the caller adds (a trainer's pack), the language's file beside this module,
the plural of a known word, a compound of two known words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from repcue.core.errors import ModelError
from repcue.packs.nodes import plain
from repcue.packs.yaml_nodes import read_document

Lookup = Callable[[str], str | None]
"""A dictionary: the phonemes of a word, or None."""

PHONEMES: Final = frozenset(
    (
        "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY",
        "F", "G", "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY",
        "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
    )
)  # fmt: skip
"""The CMU dictionary's, without stress."""

_HISSES: Final = frozenset(("S", "Z", "SH", "ZH", "CH", "JH"))
_VOICELESS: Final = frozenset(("P", "T", "K", "F", "TH"))
_SHORTEST_PART: Final = 3
_SHORTEST_SYLLABIC_PART: Final = 2
"""Letters of a compound's part; shorter words make compounds of nearly everything. Outside ASCII a letter is taken
for a syllable, as in Hangul."""


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """What one language's file says."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Phonemes, first the usual ones: `{"kilos": ("K IY L OW Z", "K IH L OW Z")}`."""

    sounds_like: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Ordinary words that sound like it together: `{"rdl": ("r d l",)}`."""

    def with_words(self, more: Mapping[str, str]) -> "Pronunciations":
        """Return these and more words, which win.

        Raises:
            ModelError: a pronunciation has something that is no phoneme.
        """
        for word, phonemes in more.items():
            _check(word, phonemes)
        return Pronunciations({**self.words, **{word: (said,) for word, said in more.items()}}, self.sounds_like)

    def phonemes_of(self, word: str, lookup: Lookup) -> tuple[str, ...]:
        """Return every known pronunciation of a word, or none.

        >>> dictionary = {"dead": "D EH D", "lift": "L IH F T"}
        >>> Pronunciations().phonemes_of("deadlifts", dictionary.get)
        ('D EH D L IH F T S',)
        """
        if found := self._known(word, lookup) or _compound(word, lambda part: self._known(part, lookup)):
            return found
        if word.endswith("s") and (one := self.phonemes_of(word[:-1], lookup)):
            return tuple(_plural(phonemes) for phonemes in one)
        return ()

    def _known(self, word: str, lookup: Lookup) -> tuple[str, ...]:
        listed = self.words.get(word, ())
        found = lookup(word)
        return listed if found is None or found in listed else (found, *listed)

    def split(self, word: str, is_known: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
        """Return spellings of a word in words that a recogniser knows, or none.

        >>> Pronunciations().split("deadlift", {"dead", "lift", "ad"}.__contains__)
        (('dead', 'lift'),)
        """
        alike = (tuple(each.split()) for each in self.sounds_like.get(word, ()))
        spelt = tuple(each for each in alike if all(map(is_known, each)))
        parts = _best_split(word, is_known)
        return spelt or ((parts,) if parts else ())


def read_pronunciations(path: Path) -> Pronunciations:
    """Return what a file of pronunciations says.

    Raises:
        ModelError: it cannot be read, or has something that is no phoneme.
    """
    try:
        document = read_document(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeError) as error:
        raise ModelError(f"The pronunciations {path} cannot be read: {error}.") from error
    content = plain(document.root) if document.root and not document.problems else None
    if not isinstance(content, dict):
        raise ModelError(f"The pronunciations {path} are no list of words; see the file that ships with RepCue.")
    words, sounds_like = (_listed(content.get(part, {})) for part in ("words", "sounds_like"))
    for word, said in words.items():
        for phonemes in said:
            _check(word, phonemes)
    return Pronunciations(MappingProxyType(words), MappingProxyType(sounds_like))


def pronunciations_for(language: str) -> Pronunciations:
    """Return what ships for a language (`en`), or nothing."""
    path = Path(__file__).with_name(f"pronunciations.{language}.yaml")
    return read_pronunciations(path) if path.is_file() else Pronunciations()


def _listed(content: object) -> dict[str, tuple[str, ...]]:
    items = content.items() if isinstance(content, dict) else ()
    return {word: tuple(said) if isinstance(said, list) else (said,) for word, said in items}


def _check(word: str, phonemes: str) -> None:
    strange = [each for each in phonemes.split() if each not in PHONEMES]
    if strange or not phonemes.strip():
        said = repr(strange[0]) if strange else "An empty text"
        allowed = ", ".join(sorted(PHONEMES))
        raise ModelError(f"The pronunciation of {word!r}: {said} is no phoneme. There are: {allowed}.")


def _compound(word: str, known: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    parts = _best_split(word, lambda part: bool(known(part)))
    return (" ".join(known(part)[0] for part in parts),) if parts else ()


def _best_split(word: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the word as two known ones, the shorter as long as can be: "pull" + "down", not "pul" + "ldown"."""
    shortest = _SHORTEST_PART if word.isascii() else _SHORTEST_SYLLABIC_PART
    cuts = range(shortest, len(word) - shortest + 1)
    splits = [(word[:cut], word[cut:]) for cut in cuts]
    known = [split for split in splits if all(map(is_known, split))]
    return max(known, key=lambda split: min(map(len, split))) if known else ()


def _plural(phonemes: str) -> str:
    last = phonemes.rsplit(maxsplit=1)[-1]
    ending = "IH Z" if last in _HISSES else "S" if last in _VOICELESS else "Z"
    return f"{phonemes} {ending}"
