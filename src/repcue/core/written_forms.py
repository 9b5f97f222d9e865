"""How an ordinary transcript writes a phrase: "sixty two and a half kilos" also as "62.5 kilos"."""

from collections.abc import Sequence
from typing import Final

from repcue.core.spoken_numbers import TEENS, TENS, UNITS, number_from_words

_COUNTS: Final = frozenset((*UNITS, *TEENS, *TENS, "hundred"))
_JOINS: Final = frozenset(("and", "a", "half"))


def written_forms(text: str) -> tuple[str, ...]:
    """Return the ways to write a phrase, the likeliest of a transcript first: as a sentence, as it is, in digits.

    >>> written_forms("next set")
    ('Next set.', 'next set')
    >>> written_forms("sixty two and a half kilos")
    ('Sixty two and a half kilos.', 'sixty two and a half kilos', '62.5 kilos.')
    >>> written_forms("tempo four one explosive zero")[-1]
    'Tempo 4 1 explosive 0.'
    """
    if not text:
        return ()
    in_digits = _in_digits(text.split())
    as_sentences = [_sentence(text), text, *([_sentence(in_digits)] if in_digits != text else [])]
    return tuple(as_sentences)


def transcript_forms(text: str) -> tuple[str, ...]:
    """Return the ways that a transcript would have: as a sentence, and that in digits.

    >>> transcript_forms("sixty two and a half kilos")
    ('Sixty two and a half kilos.', '62.5 kilos.')
    """
    return tuple(each for each in written_forms(text) if each != text)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _in_digits(words: Sequence[str]) -> str:
    written: list[str] = []
    first = 0
    while first < len(words):
        end = first
        if words[first] in _COUNTS or list(words[first : first + 2]) == ["a", "half"]:
            end += 1
            while end < len(words) and words[end] in _COUNTS | _JOINS:
                end += 1
        number = number_from_words(words[first:end])
        if number is not None:
            written.append(f"{number:g}")
            first = end
        else:
            digit = number_from_words(words[first : first + 1]) if words[first] in _COUNTS - {"hundred"} else None
            written.append(words[first] if digit is None else f"{digit:g}")
            first += 1
    return " ".join(written)
