"""A grammar as sentences, for a recogniser that makes a 2-gram of them (Vosk).

Vosk 0.3.45 counts which word follows which in the sentences it is given, so numbers need no list of all values:
it is enough that every pair of neighbouring words occurs.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from types import MappingProxyType

from repcue.core.grammar_network import Network
from repcue.core.grammar_spelling import spelled
from repcue.core.grammar_template import Choice, Named, Node, Repeat, Row, Slot, Word

_Pair = tuple[str, str]
"""Neighbouring words; the empty text stands before the first and after the last."""

_UNBOUNDED = 10**9


def vosk_sentences(templates: Sequence[Node], spell: Callable[[str], Sequence[Sequence[str]]], limit: int) -> list[str]:
    """Return every sentence of the small templates, and enough of the large ones for all pairs of words.

    Args:
        templates: the phrases.
        spell: the spellings of a word that the recogniser knows.
        limit: how many sentences a template may have to be written out.
    """
    heard = [template for template in (spelled(each, spell) for each in templates) if template is not None]
    found: dict[str, None] = {}
    covered: set[_Pair] = set()
    large = []
    for template in heard:
        if _count(template) > limit:
            large.append(template)
            continue
        for sentence in _all(template):
            found[" ".join(sentence)] = None
            covered.update(_pairs(sentence))
    for template in large:
        for sentence in _covering(Network([template], MappingProxyType({})), covered):
            found[" ".join(sentence)] = None
    return list(found)


def _pairs(sentence: Sequence[str]) -> list[_Pair]:
    return list(zip(("", *sentence), (*sentence, ""), strict=True))


def _count(node: Node) -> int:
    """Return how many sentences a node has; repeats have no end."""
    match node:
        case Word():
            return 1
        case Row(parts):
            return prod(_count(part) for part in parts)
        case Choice(options):
            return sum(_count(option) for option in options)
        case Repeat():
            return _UNBOUNDED
        case Named(_, part):
            return _count(part)
        case Slot(entries=entries):
            return sum(_count(entry.say) for entry in entries)


def _all(node: Node) -> Iterator[tuple[str, ...]]:
    match node:
        case Word(word):
            yield (word,)
        case Row(parts):
            yield from _all_rows(parts)
        case Choice(options):
            for option in options:
                yield from _all(option)
        case Named(_, part):
            yield from _all(part)
        case Slot(entries=entries):
            for entry in entries:
                yield from _all(entry.say)
        case Repeat():
            raise AssertionError("a repeat has no end and is never written out")


def _all_rows(parts: Sequence[Node]) -> Iterator[tuple[str, ...]]:
    if not parts:
        yield ()
        return
    for first in _all(parts[0]):
        for rest in _all_rows(parts[1:]):
            yield (*first, *rest)


def _covering(network: Network, covered: set[_Pair]) -> Iterator[tuple[str, ...]]:
    """Yield sentences until every pair of the network is covered; adds them to `covered`."""
    before, after = _shortest_before(network), _shortest_after(network)
    for state, words in before.items():
        for word, arcs in network.arcs_from(state).items():
            for arc in arcs:
                following = ["", *network.arcs_from(arc.target)]
                if not network.is_final(arc.target):
                    del following[0]
                for follower in following:
                    if _new(words, word, follower, covered):
                        rest = _rest(network, arc.target, follower, after)
                        sentence = (*words, word, *rest)
                        covered.update(_pairs(sentence))
                        yield sentence


def _new(words: Sequence[str], word: str, follower: str, covered: set[_Pair]) -> bool:
    return (word, follower) not in covered or (not words and ("", word) not in covered)


def _rest(network: Network, state: int, follower: str, after: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    if not follower:
        return ()
    arcs = network.arcs_from(state)[follower]
    return (follower, *min((after[arc.target] for arc in arcs), key=len))


def _shortest_before(network: Network) -> dict[int, tuple[str, ...]]:
    """Return the fewest words that lead to each state."""
    found: dict[int, tuple[str, ...]] = {0: ()}
    waiting = deque([0])
    while waiting:
        state = waiting.popleft()
        for word, arcs in network.arcs_from(state).items():
            for arc in arcs:
                if arc.target not in found:
                    found[arc.target] = (*found[state], word)
                    waiting.append(arc.target)
    return found


def _shortest_after(network: Network) -> dict[int, tuple[str, ...]]:
    """Return the fewest words that lead from each state to the end of the phrase."""
    states = list(_shortest_before(network))
    into: dict[int, list[tuple[int, str]]] = {state: [] for state in states}
    for state in states:
        for word, arcs in network.arcs_from(state).items():
            for arc in arcs:
                into[arc.target].append((state, word))
    found: dict[int, tuple[str, ...]] = {state: () for state in states if network.is_final(state)}
    waiting = deque(found)
    while waiting:
        reached = waiting.popleft()
        for state, word in into[reached]:
            if state not in found:
                found[state] = (word, *found[reached])
                waiting.append(state)
    return found
