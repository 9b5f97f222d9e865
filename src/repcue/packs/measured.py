"""What the bundled ear was measured to take for what, as far as it ships: `grammars/mistaken.en.json`.

`benchmarks/measure_confusions.py` writes it from its table, of which docs/confusions.md shows all.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

FEWEST_TIMES: Final = 2
"""A pair ships from so many hearings on. Of 427 pairs that 18 voices brought about, 378 turned up once in 16 hearings,
which is chance: there are hundreds of phrases to be taken for."""


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A phrase that was taken for another, before it was weighed how certain that is."""

    said: str
    heard: str
    times: int
    of: int
    """How often it was said."""


def mistaken_in(table: Mapping[str, Any]) -> tuple[Mistaken, ...]:
    """Return the pairs of a table of confusions that turned up more than once, the most frequent first.

    >>> heard = {"said": "dips", "heard": "failed", "count": 2}
    >>> mistaken_in({"phrases": {"dips": [8, 8]}, "confusions": [heard]})
    (Mistaken(said='dips', heard='failed', times=2, of=16),)
    """
    counts: Counter[tuple[str, str]] = Counter()
    for row in table["confusions"]:
        if row["heard"]:
            counts[row["said"], row["heard"]] += row["count"]
    found = (Mistaken(*pair, times, sum(table["phrases"][pair[0]])) for pair, times in counts.items())
    return tuple(sorted((each for each in found if each.times >= FEWEST_TIMES), key=_rank))


def _rank(pair: Mistaken) -> tuple[int, str, str]:
    return -pair.times, pair.said, pair.heard


def mistaken_as_json(pairs: Sequence[Mistaken]) -> str:
    """Return pairs as they are stored: one a line, said, heard, how often, of how many."""
    rows = ",\n".join(f"  {json.dumps(astuple(each))}" for each in pairs)
    return f'{{"mistaken": [\n{rows}\n]}}\n'


def read_mistaken(text: str) -> tuple[Mistaken, ...]:
    """Return stored pairs.

    >>> read_mistaken(mistaken_as_json([Mistaken("dips", "failed", 2, 16)]))
    (Mistaken(said='dips', heard='failed', times=2, of=16),)
    """
    return tuple(Mistaken(*row) for row in json.loads(text)["mistaken"])
