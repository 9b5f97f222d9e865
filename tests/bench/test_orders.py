"""The coffee orders' grammar: every combination that it is for, and no order that nobody gives."""

from itertools import permutations
from pathlib import Path

import pytest

from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import SlotValue

ORDERS = Path(__file__).parents[2] / "benchmarks" / "orders.yaml"
KINDS = {"size": "twenty ounce", "roast": "medium roast", "numberOfShots": "triple shot"}


@pytest.fixture(scope="module")
def orders() -> Grammar:
    return load_grammar(ORDERS.read_text(encoding="utf-8"), source=ORDERS.name)


def slots(grammar: Grammar, text: str) -> dict[str, SlotValue] | None:
    intent = grammar.understand(text)
    return None if intent is None else dict(intent.slots)


def test_what_describes_a_drink_may_come_in_any_order(orders: Grammar) -> None:
    for kinds in permutations(KINDS.values()):
        assert slots(orders, f"can i have a {' '.join(kinds)} latte") == {**KINDS, "coffeeDrink": "latte"}


def test_milk_and_sugar_are_kept_as_they_were_said(orders: Grammar) -> None:
    for said in (
        "a little bit of skim milk and lots of brown sugar",
        "lots of brown sugar and a little bit of skim milk",
    ):
        assert slots(orders, f"i'd like an iced coffee with {said} please") == {
            "coffeeDrink": "iced coffee",
            "milkAmount": "a little bit of skim milk",
            "sugarAmount": "lots of brown sugar",
        }


@pytest.mark.parametrize("opening", ["can i get", "could i have", "may i have", "i want", "get me", "make me", "brew"])
def test_orders_open_as_people_open_them(orders: Grammar, opening: str) -> None:
    assert slots(orders, f"{opening} an espresso") == {"coffeeDrink": "espresso"}


@pytest.mark.parametrize(
    "text", ["latte", "get me a large small latte", "get me a tea", "get me a latte with milk and cream"]
)
def test_what_is_no_order_is_nothing(orders: Grammar, text: str) -> None:
    assert slots(orders, text) is None
