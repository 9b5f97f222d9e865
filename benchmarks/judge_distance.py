"""Judges the distance between phrases by what was taken for what: where should the linter draw its line?

    python benchmarks/judge_distance.py [--table benchmarks/figures/confusions-bundled.json] [--write]

From the table of `benchmarks/measure_confusions.py`. A pair is a phrase that was said and any other that could have
been heard: the names, the sentences that a recogniser is given of the commands, and what was heard. For each distance
it tells how many pairs lie within it and how many of them were confused (*right to warn*), what share of the wrong
hearings they were (*found*), and how often a phrase was taken for one that lies between this distance and the one
before, of a thousand hearings. The same is told of the pairs in which a command was heard that stops, begins or ends
something. Beside the distance of `core/phoneme_distance.py` stands the plain one, in which every change costs 1.
`--write` adds the figures and each row's distance to the table.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from repcue.core.catalogue import Catalogue
from repcue.core.messages import Intent, SlotValue
from repcue.core.phoneme_distance import (
    CONFUSABLE_DISTANCE,
    DESTRUCTIVE_DISTANCE,
    LEAST_CHANGE_COST,
    Phonemes,
    phoneme_distance,
)
from repcue.edges.ears.word_sounds import WordSounds
from repcue.edges.pack_files import read_packs
from repcue.packs.spoken import commands_of, ways_to_say
from repcue.prepare import our_grammar

TABLE: Final = Path(__file__).parent / "figures" / "confusions-bundled.json"
DISTANCES: Final = (0.8, 1.0, 1.2, CONFUSABLE_DISTANCE, 1.8, 2.0, 2.4, 2.8, 3.2)
PLAIN_DISTANCES: Final = (1.0, 2.0, 3.0)
FARTHEST: Final = 3.2
PACKS: Final = ("essentials",)

Pair = tuple[str, str]
Measure = Callable[[Phonemes, Phonemes], float]


def main() -> int:
    """Judge; return the exit code."""
    options = _options()
    table = json.loads(options.table.read_text(encoding="utf-8"))
    catalogue = Catalogue(read_packs(PACKS).packs)
    judge = Judge(table, catalogue.aliases(), WordSounds(catalogue.pronunciations()))
    figures = judge.figures()
    print(told(figures))
    if options.write:
        for row in table["confusions"]:
            row["distance"] = judge.distance_of(row["said"], row["heard"])
        options.table.write_text(as_json({**table, "distance": figures}), encoding="utf-8")
    return 0


class Judge:
    """The pairs of one table, with their distances."""

    def __init__(self, table: Mapping[str, Any], aliases: Mapping[str, str], sounds: WordSounds) -> None:
        """Take what was said, what was heard, and what could have been."""
        self._sounds = sounds
        self._ways: dict[str, tuple[Phonemes, ...]] = {}
        self._said = {text: sum(counts) for text, counts in table["phrases"].items()}
        self._wrong: Counter[Pair] = Counter()
        for row in table["confusions"]:
            if row["heard"]:
                self._wrong[row["said"], row["heard"]] += row["count"]
        grammar = our_grammar(aliases)
        commands = (phrase.text for phrase in commands_of(our_grammar({})))
        others = {*self._said, *aliases, *commands, *(heard for _, heard in self._wrong)}
        meant = {text: _meaning(grammar.understand(text)) for text in others}
        self._destructive = {phrase.text for phrase in commands_of(our_grammar({})) if phrase.is_destructive}
        self._pairs = [(said, heard) for said in self._said for heard in others if meant[said] != meant[heard]]

    def distance_of(self, said: str, heard: str, measure: Measure = phoneme_distance) -> float | None:
        """Return how far two phrases are apart; None where nothing was heard, or nobody knows how one sounds."""
        distances = [measure(one, other) for one in self._sound(said) for other in self._sound(heard)] if heard else []
        return round(min(distances), 2) if distances else None

    def figures(self) -> dict[str, object]:
        """Return how good each distance is."""
        return {
            "used": CONFUSABLE_DISTANCE,
            "pairs": len(self._pairs),
            "wrong_hearings": self._wrong.total(),
            "hearings": sum(self._said.values()),
            "used_beside_destructive": DESTRUCTIVE_DISTANCE,
            "ours": self._rows(self._pairs, phoneme_distance, DISTANCES),
            "destructive": self._rows(
                [pair for pair in self._pairs if pair[1] in self._destructive], phoneme_distance, DISTANCES
            ),
            "plain": self._rows(self._pairs, plain_distance, PLAIN_DISTANCES),
        }

    def _rows(self, pairs: Sequence[Pair], measure: Measure, limits: Sequence[float]) -> list[dict[str, float]]:
        distances = {pair: self.distance_of(*pair, measure) for pair in pairs if self._may_be_near(pair)}
        rows, before = [], -1.0
        for limit in limits:
            within = [pair for pair, distance in distances.items() if distance is not None and distance <= limit]
            band = [pair for pair in within if (distances[pair] or 0.0) > before]
            confused = sum(pair in self._wrong for pair in within)
            heard = sum(self._said[said] for said, _ in band)
            rows.append(
                {
                    "distance": limit,
                    "pairs": len(within),
                    "confused": confused,
                    "right_to_warn": round(confused / max(1, len(within)), 3),
                    "found": round(sum(self._wrong[pair] for pair in within) / max(1, self._wrong.total()), 3),
                    "per_thousand": round(1000 * sum(self._wrong[pair] for pair in band) / max(1, heard), 1),
                }
            )
            before = limit
        return rows

    def _may_be_near(self, pair: Pair) -> bool:
        one, other = map(self._sound, pair)
        lengths = [abs(len(mine) - len(theirs)) for mine in one for theirs in other]
        return bool(lengths) and min(lengths) * LEAST_CHANGE_COST <= FARTHEST

    def _sound(self, text: str) -> tuple[Phonemes, ...]:
        if text not in self._ways:
            self._ways[text] = ways_to_say(text, self._sounds.ways)
        return self._ways[text]


def plain_distance(one: Phonemes, other: Phonemes) -> float:
    """Return how many phonemes have to be changed, added or left out."""
    row = list(range(len(other) + 1))
    for number, mine in enumerate(one, start=1):
        after = [number]
        for place, theirs in enumerate(other):
            after.append(min(row[place + 1] + 1, after[place] + 1, row[place] + (mine != theirs)))
        row = after
    return float(row[-1])


def told(figures: Mapping[str, Any]) -> str:
    """Return the figures as tables for the terminal."""
    lines = [f"{figures['wrong_hearings']} of {figures['hearings']} hearings gave another phrase"]
    for name in ("ours", "destructive", "plain"):
        lines.append(f"{name}: within | pairs | confused | right to warn | found | per thousand hearings, band")
        for row in figures[name]:
            shares = " | ".join(str(row[key]) for key in ("confused", "right_to_warn", "found", "per_thousand"))
            lines.append(f"{row['distance']:12.1f} | {row['pairs']:5} | {shares}")
    return "\n".join(lines)


def as_json(table: Mapping[str, Any]) -> str:
    """Return a table as JSON, one line for each phrase and each confusion."""
    parts = []
    for key, value in table.items():
        if key == "phrases":
            rows = ",\n".join(f"  {json.dumps(text)}: {json.dumps(counts)}" for text, counts in value.items())
            parts.append(f' "{key}": {{\n{rows}\n }}')
        elif key == "confusions":
            rows = ",\n".join(f"  {json.dumps(row)}" for row in value)
            parts.append(f' "{key}": [\n{rows}\n ]')
        else:
            parts.append(f' "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _meaning(intent: Intent | None) -> tuple[str, Mapping[str, SlotValue]] | None:
    return (intent.name, intent.slots) if intent else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judge the distance between phrases by what was taken for what.")
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--write", action="store_true", help="add the figures to the table")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
