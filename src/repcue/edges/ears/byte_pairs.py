"""Text as the numbered pieces that a language model reads: byte pair encoding, as GPT-2 has it, for plain English."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from repcue.core.errors import ModelError

_BLANK: Final = "\u0120"
"""How the vocabulary writes a blank."""

_PARTS: Final = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[a-zA-Z]+| ?[0-9]+| ?[^\sa-zA-Z0-9]+|\s+")


class BytePairs:
    """One model's vocabulary. Immutable."""

    def __init__(self, numbers: Mapping[str, int], merges: Sequence[tuple[str, str]]) -> None:
        """Take the vocabulary and the pairs that are joined, the first ones first."""
        self._numbers = numbers
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._pieces = {number: piece for piece, number in numbers.items()}

    def tokens(self, text: str) -> list[int]:
        """Return the numbers of a text of ASCII characters; pieces that the vocabulary lacks are left out."""
        pieces = (piece for part in _PARTS.findall(text) for piece in self._joined(part.replace(" ", _BLANK)))
        return [self._numbers[piece] for piece in pieces if piece in self._numbers]

    def text(self, tokens: Iterable[int]) -> str:
        """Return the text of the numbers."""
        return "".join(self._pieces.get(token, "") for token in tokens).replace(_BLANK, " ").strip()

    def _joined(self, part: str) -> list[str]:
        pieces = list(part)
        while len(pieces) > 1:
            ranks = [self._ranks.get(pair, len(self._ranks)) for pair in pairwise(pieces)]
            first = min(range(len(ranks)), key=ranks.__getitem__)
            if ranks[first] == len(self._ranks):
                break
            pieces[first : first + 2] = [pieces[first] + pieces[first + 1]]
        return pieces


def read_byte_pairs(path: Path) -> BytePairs:
    """Return the vocabulary of a `tokenizer.json`.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        pairs = [each.split(" ") if isinstance(each, str) else each for each in model["merges"]]
        return BytePairs(model["vocab"], [(first, second) for first, second in pairs])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The vocabulary {path} cannot be read; reinstall the package that it is from.") from error
