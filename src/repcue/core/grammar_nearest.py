"""The phrase of a grammar that is most like a text; for help when nothing was understood."""

from collections.abc import Sequence
from functools import lru_cache
from heapq import heappop, heappush
from typing import Final

from repcue.core.grammar_network import Network

_SKIPPED_WORD: Final = 0.8
"""Cost of a word too many or too few; less than an utterly different word (1)."""

_MOST_COST_PER_WORD: Final = 0.4
"""Beyond it a suggestion is a guess: "next said" is 0.39 per word from "next set", "no idea" 0.5 from all of ours."""

_MOST_COST: Final = 2.0
"""Beyond it the text is something else; it also bounds the search, 32 ms for six words unlike any phrase."""


def unlikeness(heard: str, word: str) -> float:
    """Return how different two words are by their pairs of letters: 0 for the same word, 1 for nothing shared.

    >>> unlikeness("reps", "reps"), unlikeness("cat", "dog")
    (0.0, 1.0)
    """
    if heard == word:
        return 0.0
    ours, theirs = _letter_pairs(heard), _letter_pairs(word)
    return 1.0 - 2.0 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(maxsize=4096)
def _letter_pairs(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def nearest_phrase(network: Network, words: Sequence[str]) -> str | None:
    """Return the whole phrase that takes the least change of the words, or None when all are far.

    Best first over (words done, state); the bound on the cost keeps it short.
    """
    most_cost = min(_MOST_COST_PER_WORD * len(words), _MOST_COST)
    waiting: list[tuple[float, int, int, tuple[str, ...]]] = [(0.0, 0, 0, ())]
    seen: set[tuple[int, int]] = set()
    while waiting:
        cost, done, state, said = heappop(waiting)
        done = -done
        if (done, state) in seen:
            continue
        seen.add((done, state))
        if done == len(words) and said and network.is_final(state):
            return " ".join(said)
        for extra, now_done, now_state, now_said in _changes(network, words, done, state, said):
            if cost + extra <= most_cost:
                heappush(waiting, (cost + extra, -now_done, now_state, now_said))
    return None


def _changes(
    network: Network, words: Sequence[str], done: int, state: int, said: tuple[str, ...]
) -> list[tuple[float, int, int, tuple[str, ...]]]:
    heard = words[done] if done < len(words) else None
    changes = [] if heard is None else [(_SKIPPED_WORD, done + 1, state, said)]
    for word, arcs in network.arcs_from(state).items():
        likeness_cost = None if heard is None else unlikeness(heard, word)
        for arc in arcs:
            now_said = said if arc.word is None else (*said, arc.word)
            changes.append((_SKIPPED_WORD, done, arc.target, now_said))
            if likeness_cost is not None:
                changes.append((likeness_cost, done + 1, arc.target, now_said))
    return changes
