"""Random sentences of a grammar, with what fills their slots; for tests and benchmarks."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from repcue.core.grammar_template import Choice, Named, Node, Repeat, Row, Slot, Word
from repcue.core.messages import SlotValue
from repcue.core.spoken_numbers import number_from_words

_MOST_ROUNDS: Final = 3
"""A repeated part is said one to three times."""

_MOST_TRIES: Final = 50
"""A sentence that would fill a slot twice is drawn again at most so often."""


class _TwiceError(Exception):
    """A slot would hold two values."""


def sampled_phrases(templates: Sequence[Node], seed: int, count: int) -> list[tuple[str, dict[str, SlotValue], int]]:
    """Return random sentences, their slots and the index of their template; each template is as likely.

    Args:
        templates: trees in which everything can be said.
        seed: the same seed gives the same sentences.
        count: how many.
    """
    draw = np.random.default_rng(seed)
    sampled = []
    for _ in range(count if templates else 0):
        for _ in range(_MOST_TRIES):
            index = int(draw.integers(len(templates)))
            slots: dict[str, SlotValue] = {}
            try:
                words = _said(templates[index], draw, slots)
            except _TwiceError:
                continue
            sampled.append((" ".join(words), slots, index))
            break
    return sampled


def _said(node: Node, draw: np.random.Generator, slots: dict[str, SlotValue]) -> list[str]:
    match node:
        case Word(word):
            return [word]
        case Row(parts):
            return [word for part in parts for word in _said(part, draw, slots)]
        case Choice(options):
            return _said(options[int(draw.integers(len(options)))], draw, slots)
        case Repeat(part):
            rounds = int(draw.integers(1, _MOST_ROUNDS + 1))
            return [word for _ in range(rounds) for word in _said(part, draw, slots)]
        case Named(_, part):
            return _said(part, draw, slots)
        case Slot():
            return _filled(node, draw, slots)


def _filled(slot: Slot, draw: np.random.Generator, slots: dict[str, SlotValue]) -> list[str]:
    entry = slot.entries[int(draw.integers(len(slot.entries)))]
    words = _said(entry.say, draw, slots)
    value: SlotValue | None = entry.value
    if slot.numbers is not None:
        value = number_from_words(words)
        value = float(value) if slot.numbers.halves and value is not None else value
    elif value is None:
        value = " ".join(words)
    if value is None or slots.setdefault(slot.name, value) != value:
        raise _TwiceError
    return words
