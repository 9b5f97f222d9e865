"""How each word sounds to the bundled ear: its dictionary, our file of gym words, and what a pack adds."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from repcue.core.phoneme_distance import Phonemes
from repcue.edges.ears.pronunciation import Pronunciations, pronunciations_for
from repcue.edges.ears.sphinx import read_dictionary

LANGUAGE: Final = "en"
"""The language of the bundled ear's model."""

_MOST_VARIANTS: Final = 9


class WordSounds:
    """The phonemes of words; the dictionary is read when the first one is asked for. One thread only."""

    def __init__(self, pronunciations: Mapping[str, str] | None = None) -> None:
        """Take what a pack says of its own words.

        Raises:
            ModelError: a pronunciation has something that is no phoneme.
        """
        self._listed: Pronunciations = pronunciations_for(LANGUAGE).with_words(pronunciations or {})
        self._found: dict[str, tuple[Phonemes, ...]] = {}

    @classmethod
    def with_listed(cls, listed: Pronunciations, dictionary: Mapping[str, str]) -> "WordSounds":
        """Return the sounds of a dictionary that was read already, and of listed words."""
        sounds = cls()
        sounds._listed = listed
        sounds.__dict__["_dictionary"] = dictionary
        return sounds

    def with_words(self, pronunciations: Mapping[str, str]) -> "WordSounds":
        """Return the same with a pack's own words, which win.

        Raises:
            ModelError: a pronunciation has something that is no phoneme.
        """
        return WordSounds.with_listed(pronunciations_for(LANGUAGE).with_words(pronunciations), self._dictionary)

    def ways(self, word: str) -> tuple[Phonemes, ...]:
        """Return every way to say a word that the ear knows; none where it cannot hear the word.

        Raises:
            ModelError: PocketSphinx or its dictionary is missing.
        """
        if word not in self._found:
            said = list(self._listed.phonemes_of(word, self._dictionary.get))
            names = (f"{word}({number})" for number in range(2, _MOST_VARIANTS + 1))
            said += [self._dictionary[name] for name in names if name in self._dictionary]
            self._found[word] = tuple(dict.fromkeys(tuple(phonemes.split()) for phonemes in said))
        return self._found[word]

    @cached_property
    def _dictionary(self) -> Mapping[str, str]:
        return read_dictionary()
