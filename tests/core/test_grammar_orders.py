"""A grammar that is not ours: slots in any order, each optional, inside carrier sentences."""

from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import SlotValue

ORDERS = """\
language: en
lists:
  drink: [coffee, iced coffee, latte, mocha]
  size: [small, large, "(eight|twelve) ounce"]
  roast: [light roast, {say: "dark [roast]", is: dark roast}]
  shots: [single shot, double shot]
  milk: ["[<amount>] [soy|skim] milk", "[<amount>] cream"]
  sugar: ["[<amount>] [brown] sugar"]
rules:
  opening: "[hello|please] (can i|could i) (have|get)"
  amount: a lot of|lots of|some|a [little] bit of
  before: "{size}|{roast}|{shots}"
  after: "{milk}|{sugar}|{roast}|{size}|{shots}"
intents:
  order:
    phrases:
      - "<opening> [a|an] (<before>)* {drink} [(with|and) <after>] ([and] [with] <after>)* [please]"
"""


def orders() -> Grammar:
    return load_grammar(ORDERS, source="orders.yaml")


def slots_of(text: str) -> dict[str, SlotValue] | None:
    intent = orders().understand(text)
    return None if intent is None else dict(intent.slots)


def test_slots_may_come_in_any_order() -> None:
    assert slots_of("can i have a large dark roast latte with some soy milk and brown sugar please") == {
        "size": "large",
        "roast": "dark roast",
        "drink": "latte",
        "milk": "some soy milk",
        "sugar": "brown sugar",
    }
    assert slots_of("could i get a double shot twelve ounce mocha") == {
        "shots": "double shot",
        "size": "twelve ounce",
        "drink": "mocha",
    }
    assert slots_of("can i get coffee with a little bit of sugar with light roast and cream") == {
        "drink": "coffee",
        "sugar": "a little bit of sugar",
        "roast": "light roast",
        "milk": "cream",
    }


def test_a_slot_never_holds_two_values() -> None:
    assert slots_of("can i have a large small latte") is None
    assert slots_of("can i have a large latte with large") == {"size": "large", "drink": "latte"}


def test_orders_are_read_as_they_were_meant() -> None:
    grammar = orders()
    for text, intent in grammar.sample_phrases(1, 500):
        assert grammar.understand(text) == intent


def test_nothing_is_written_out() -> None:
    grammar = orders()
    assert len(grammar.sentences(lambda word: [[word]])) < 400
    assert grammar.to_word_graph(lambda word: [[word]]).states < 150


def test_a_very_ambiguous_grammar_is_still_read_in_time() -> None:
    parts = " ".join(f"[{{s{number}:same}}]" for number in range(20))
    grammar = load_grammar(
        f'language: en\nlists: {{same: [a, b]}}\nintents: {{x: {{phrases: ["go {parts}"]}}}}\n', source="x.yaml"
    )
    assert grammar.understand("go " + "a " * 10) is not None
