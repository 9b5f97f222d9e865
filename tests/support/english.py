"""The English grammar with a few exercises, as the tests of the grammar need it."""

from functools import cache
from importlib.resources import files

from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar

EXERCISES = {
    "bench press": "bench-press",
    "bench": "bench-press",
    "bench press triceps": "bench-press-triceps",
    "incline bench": "incline-bench",
    "lat pulldown": "lat-pulldown",
    "pull down": "lat-pulldown",
    "deadlift": "deadlift",
    "romanian deadlift": "romanian-deadlift",
    "r d l": "romanian-deadlift",
    "hold plank": "plank",
}
SPELLINGS = {"deadlift": [["dead", "lift"]], "pulldown": [["pull", "down"]]}
"""As a recogniser writes words that it does not have."""


@cache
def english() -> Grammar:
    """Return our own grammar."""
    text = (files("repcue") / "grammars" / "en.yaml").read_text(encoding="utf-8")
    return load_grammar(text, source="en.yaml", lists={"exercise": EXERCISES})


def spell(word: str) -> list[list[str]]:
    """Return how a recogniser without "deadlift" and "pulldown" writes a word."""
    return SPELLINGS.get(word, [[word]])
