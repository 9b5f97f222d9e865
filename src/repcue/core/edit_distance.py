"""How many letters two texts differ in."""

from collections.abc import Sequence


def changes(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many letters must be put in, left out or changed (Levenshtein 1966).

    >>> changes("stop", "shop"), changes("stop", ""), changes(("a", "b"), ("b",))
    (1, 4, 1)
    """
    costs = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        before, costs[0] = costs[0], row
        for column, opposite in enumerate(other, 1):
            change = before + (letter != opposite)
            before, costs[column] = costs[column], min(change, costs[column] + 1, costs[column - 1] + 1)
    return costs[-1]
