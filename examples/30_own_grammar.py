"""A grammar of one's own: phrases as data, what they mean, and what a recogniser is given to listen for.

python examples/30_own_grammar.py
"""

import sys

from repcue.core.grammar_file import load_grammar

COFFEE = """\
language: en
lists:
  drink: [espresso, latte, "[iced] mocha"]
intents:
  order:
    phrases: ["[a|one] {drink} [please]", "{cups:number 2-9} {drink} [please]"]
"""


def main() -> None:
    """Load the grammar and understand a few phrases."""
    grammar = load_grammar(COFFEE, source="coffee.yaml")
    for text in ("a latte please", "three iced mocha", "a tea please"):
        meant = grammar.understand(text)
        told = "nothing" if meant is None else f"{meant.name} {dict(meant.slots)}"
        sys.stdout.write(f"{text}: {told}\n")
    sys.stdout.write(f"words to listen for: {', '.join(sorted(grammar.words))}\n")


if __name__ == "__main__":
    main()
