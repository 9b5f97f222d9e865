"""How certain Vosk is: the grammar's words against what the same model hears without a grammar."""

from collections.abc import Callable

from repcue.core.agreement import Ways, agreement
from repcue.core.errors import ModelError
from repcue.edges.ears.decoder import Judged, SpokenSegment
from repcue.edges.ears.pronunciation import Pronunciations
from repcue.edges.ears.sphinx import read_dictionary
from repcue.edges.ears.word_sounds import LANGUAGE, WordSounds


class Agreed:
    """Scores what a decoder made of a segment by the free words that it tells with it. One thread only."""

    def __init__(self, ways: Ways | None = None) -> None:
        """Take how words sound, `ways_in`; None compares letters."""
        self._ways = ways

    def judge(self, segment: SpokenSegment) -> Judged:
        """Return the decoder's phrase and its score; none where it heard no phrase."""
        if not segment.phrase:
            return Judged("", 0.0)
        decoded = segment.decoded
        # Words so far have neither times nor confidences.
        confidence = decoded.score if decoded.words else 1.0
        spellings = tuple(dict.fromkeys((segment.phrase, decoded.text)))
        return Judged(segment.phrase, agreement(spellings, decoded.free_words, self._ways, confidence))

    def close(self) -> None:
        """Do nothing: the model is the decoder's."""


def ways_in(language: str) -> Callable[[Pronunciations], Ways | None]:
    """Return what tells how words of a language sound, packs' words among them; it tells None where nobody knows.

    Reads a dictionary, 0.2 s.
    """
    try:
        dictionary = read_dictionary() if language == LANGUAGE else None
    except ModelError:
        dictionary = None
    if dictionary is None:
        return lambda _: None
    return lambda listed: WordSounds.with_listed(listed, dictionary).ways
