"""Lists that the grammar file writes and the program adds to."""

from repcue.core.grammar_file import load_grammar
from repcue.prepare import our_grammar

SMALL = (
    "language: en\nlists: {place: [back, {say: hips, is: hip flexors}]}\nintents: {felt: {phrases: ['felt {place}']}}\n"
)


def test_what_packs_bring_can_be_said_beside_what_is_written() -> None:
    grammar = load_grammar(SMALL, source="a.yaml", lists={"place": {"inner thigh": "inner thigh", "hips": "other"}})
    meant = {said: grammar.understand(f"felt {said}") for said in ("back", "hips", "inner thigh")}
    assert {said: intent and intent.slots["place"] for said, intent in meant.items()} == {
        "back": "back",
        "hips": "hip flexors",
        "inner thigh": "inner thigh",
    }


def test_what_cannot_be_said_is_left_out() -> None:
    grammar = load_grammar(SMALL, source="a.yaml", lists={"place": {"[unk] thigh": "x", "": "y"}})
    assert grammar.understand("felt [unk] thigh") is None


def test_a_packs_own_places_and_muscles_are_understood() -> None:
    grammar = our_grammar({}, ["inner thigh"], ["forearms"])
    felt, flexed = grammar.understand("i feel it in my inner thigh"), grammar.understand("flex forearms")
    assert felt is not None
    assert flexed is not None
    assert (felt.slots["place"], flexed.slots["muscle"]) == ("inner thigh", "forearms")
