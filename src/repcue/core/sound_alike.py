"""The phrases of a grammar that sound most like a text: what a recogniser of the whole language wrote, understood.

Texts and phrases are compared as phonemes, so that "full up" is near "pull up" and "for" near "four". The graph of the
grammar's words is searched for the phrases that take the least change of the text's phonemes, best first, with the
exact cost of what is left as the guide (A*; Hart, Nilsson, Raphael 1968): phrases need not be listed, and there are
hundreds of thousands with their numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.grammar_graph import WordGraph

Phonemes = Callable[[str], Sequence[str]]
"""Every pronunciation of a word, as phonemes of the CMU dictionary with blanks between them; none if unknown."""

_Costs = NDArray[np.float32]

_KINDS: Final = (
    ("AA", "AO", "AH", "OW", "AW"),
    ("AE", "EH", "EY", "AY"),
    ("IH", "IY", "EY", "Y"),
    ("UH", "UW", "AH", "ER", "OW", "W"),
    ("AH", "IH", "EH", "ER"),
    ("OY", "OW", "AO"),
    ("P", "B"),
    ("T", "D", "DH", "TH"),
    ("K", "G"),
    ("P", "T", "K"),
    ("B", "D", "G", "V"),
    ("F", "TH", "V", "HH"),
    ("S", "Z", "SH", "TH"),
    ("SH", "ZH", "CH", "JH"),
    ("M", "N", "NG"),
    ("L", "R", "W", "ER"),
)
"""Phonemes of one kind are taken for each other more easily: the classes of Miller and Nicely (1955) for consonants,
neighbours in the vowel chart for vowels."""

_VOWELS: Final = frozenset(("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"))
_LETTERS: Final = {
    **dict(zip("abdefghijklmnopqrstuvwyz", (
        "AE", "B", "D", "EH", "F", "G", "HH", "IH", "JH", "K", "L", "M", "N", "AA", "P", "K", "R", "S", "T", "AH",
        "V", "W", "IY", "Z",
    ), strict=True)),
    "c": "K",
    "x": "K",
}  # fmt: skip
"""What a letter of an unknown word is taken for."""

_SAME_KIND_COST: Final = 0.5
_BOTH_VOWELS_COST: Final = 0.8
_SKIPPED_COST: Final = 0.9
"""A phoneme too many or too few."""

MOST_COST_PER_PHONEME: Final = 0.55
"""Beyond it a phrase is no likeness."""

MOST_PHONEMES: Final = 96
"""No text is compared that is longer than this, nor one much longer than the longest phrase: 31 phonemes in our grammar
("tempo explosive one explosive one")."""

_LONGER_PART: Final = 1.25
_LONGER_PHONEMES: Final = 6
"""What counts as much longer."""

_FAR: Final = np.float32(1e6)
_MOST_SWEEPS: Final = 8


@dataclass(frozen=True, slots=True)
class Alike:
    """A phrase that sounds like a text."""

    text: str
    cost: float
    """What it takes to change one into the other: 1 for a phoneme that is utterly different."""


class SoundAlikes:
    """One grammar's phrases by their sound. Never changes once built; safe to share between threads."""

    def __init__(self, graph: WordGraph, phonemes: Phonemes) -> None:
        """Take the grammar's words as a graph; arcs whose word has no pronunciation are left out."""
        self._phonemes = phonemes
        self._numbers = {each: number for number, each in enumerate(sorted({*_VOWELS, *_consonants()}))}
        self._changes = _changes(self._numbers)
        said = [(word, self._numbered(way)) for _, _, word in graph.arcs if word for way in phonemes(word)]
        self._said = [(word, way) for word, way in dict.fromkeys(said) if way]
        self._words = {word: row for row, word in enumerate(dict.fromkeys(word for word, _ in self._said))}
        self._graph = graph
        self._arcs = [(one, to, word) for one, to, word in graph.arcs if word is None or word in self._words]
        self._states = 1 + max((max(one, to) for one, to, _ in graph.arcs), default=0)
        self._from: list[list[tuple[int, str | None]]] = [[] for _ in range(self._states)]
        for one, to, word in self._arcs:
            self._from[one].append((to, word))
        self._backwards = _far_ends_first(self._from, graph.start)
        self._most_phonemes = min(MOST_PHONEMES, round(_LONGER_PART * self._longest()) + _LONGER_PHONEMES)

    def nearest(self, words: Sequence[str], most: int) -> list[Alike]:
        """Return the phrases that sound most like some words, at most so many, the nearest first."""
        heard = [number for word in words for number in self._heard(word)]
        if not 0 < len(heard) <= self._most_phonemes:
            return []
        costs = self._word_costs(np.array(heard))
        rest = self._costs_to_the_end(costs)
        found: dict[str, float] = {}
        for text, cost in self._best_first(costs, rest, MOST_COST_PER_PHONEME * len(heard)):
            found.setdefault(text, cost)
            if len(found) == most:
                break
        return [Alike(text, cost) for text, cost in found.items()]

    def count_phonemes(self, words: Sequence[str]) -> int:
        """Return how many phonemes some words have together."""
        return sum(len(self._heard(word)) for word in words)

    def _longest(self) -> int:
        """Return how many phonemes the longest phrase has; a loop counts once."""
        lengths: dict[str | None, int] = {None: 0}
        for word, way in self._said:
            lengths[word] = max(len(way), lengths.get(word, 0))
        longest = [0] * self._states
        for state in self._backwards:
            longest[state] = max((lengths[word] + longest[to] for to, word in self._from[state]), default=0)
        return longest[self._graph.start]

    def _heard(self, word: str) -> tuple[int, ...]:
        ways = self._phonemes(word)
        if ways:
            return self._numbered(ways[0])
        return tuple(self._numbers[_LETTERS[letter]] for letter in word if letter in _LETTERS)

    def _numbered(self, phonemes: str) -> tuple[int, ...]:
        return tuple(self._numbers[each] for each in phonemes.split() if each in self._numbers)

    def _word_costs(self, heard: NDArray[np.int_]) -> _Costs:
        """Return what it takes to change heard phonemes i to j into each word, shape (words + 1, i, j); last: none."""
        places = np.arange(len(heard) + 1, dtype=np.float32) * np.float32(_SKIPPED_COST)
        skipped = places[None, :] - places[:, None]
        nothing = np.where(skipped >= 0, skipped, _FAR).astype(np.float32)
        costs = np.full((len(self._words) + 1, *nothing.shape), _FAR, dtype=np.float32)
        lengths = np.array([len(way) for _, way in self._said])
        table = np.zeros((len(self._said), lengths.max(initial=1)), dtype=np.intp)
        for row, (_, way) in enumerate(self._said):
            table[row, : len(way)] = way
        rows = np.array([self._words[word] for word, _ in self._said])
        at = np.repeat(nothing[None], len(self._said), axis=0)
        for place in range(table.shape[1]):
            going_on = lengths > place
            changed = self._changes[table[going_on, place]][:, None, heard]
            before = at[going_on]
            after = before + np.float32(_SKIPPED_COST)
            after[:, :, 1:] = np.minimum(after[:, :, 1:], before[:, :, :-1] + changed)
            at[going_on] = np.minimum.accumulate(after - places, axis=2) + places
            ended = lengths == place + 1
            np.minimum.at(costs, rows[ended], at[ended])
        costs[-1] = np.where(np.eye(len(nothing), dtype=bool), np.float32(0.0), _FAR)
        return np.minimum(costs, _FAR)

    def _costs_to_the_end(self, costs: _Costs) -> _Costs:
        """Return the least cost from each state and place to the end, shape (states, places)."""
        rest = np.full((self._states, costs.shape[1]), _FAR, dtype=np.float32)
        rest[self._graph.final, -1] = 0.0
        for _ in range(_MOST_SWEEPS):
            changed = False
            for state in self._backwards:
                ways = self._from[state]
                if not ways:
                    continue
                onward = costs[[self._row(word) for _, word in ways]] + rest[[to for to, _ in ways]][:, None, :]
                least = np.minimum(rest[state], onward.min(axis=(0, 2)))
                changed = changed or bool(np.any(least < rest[state]))
                rest[state] = least
            if not changed:
                break
        return rest

    def _best_first(self, costs: _Costs, rest: _Costs, most_cost: float) -> Iterator[tuple[str, float]]:
        begun = np.full(costs.shape[1], _FAR, dtype=np.float32)
        begun[0] = 0.0
        order = count()
        waiting: list[tuple[float, int, int, _Costs, tuple[str, ...]]] = []
        heappush(waiting, (float(rest[self._graph.start, 0]), next(order), self._graph.start, begun, ()))
        while waiting:
            cost, _, state, row, said = heappop(waiting)
            if cost > most_cost:
                return
            if state == self._graph.final and float(row[-1]) <= cost + 1e-4:
                yield " ".join(said), cost
            ways = self._from[state]
            if not ways:
                continue
            rows = (row[None, :, None] + costs[[self._row(word) for _, word in ways]]).min(axis=1)
            whole = (rows + rest[[to for to, _ in ways]]).min(axis=1)
            for (to, word), after, total in zip(ways, rows, whole, strict=True):
                if total <= most_cost:
                    heappush(waiting, (float(total), next(order), to, after, (*said, word) if word else said))

    def _row(self, word: str | None) -> int:
        return -1 if word is None else self._words[word]


def _consonants() -> set[str]:
    return {each for kind in _KINDS for each in kind} - _VOWELS


def _changes(numbers: dict[str, int]) -> _Costs:
    """Return the cost of each phoneme for each other."""
    costs = np.ones((len(numbers), len(numbers)), dtype=np.float32)
    for one, row in numbers.items():
        for other, column in numbers.items():
            if one == other:
                costs[row, column] = 0.0
            elif any(one in kind and other in kind for kind in _KINDS):
                costs[row, column] = _SAME_KIND_COST
            elif one in _VOWELS and other in _VOWELS:
                costs[row, column] = _BOTH_VOWELS_COST
    return costs


def _far_ends_first(ways: Sequence[Sequence[tuple[int, str | None]]], start: int) -> list[int]:
    """Return the states so that each comes after those that it leads to, loops aside."""
    ordered: list[int] = []
    seen = {start}
    waiting = [(start, iter(ways[start]))]
    while waiting:
        state, onward = waiting[-1]
        to = next((to for to, _ in onward if to not in seen), None)
        if to is None:
            waiting.pop()
            ordered.append(state)
        else:
            seen.add(to)
            waiting.append((to, iter(ways[to])))
    return ordered
