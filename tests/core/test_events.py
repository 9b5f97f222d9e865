"""Every intent of the grammar becomes an event."""

from dataclasses import fields
from importlib.resources import files

import pytest

from repcue.core.events import SetReps, TapIt
from repcue.core.grammar_file import load_grammar
from repcue.core.intents import INTENTS, event_from_intent
from repcue.core.messages import Intent
from repcue.core.session import MOMENTS
from repcue.testing.sessions import event_kinds, gym


def test_slots_become_fields() -> None:
    assert event_from_intent(Intent("set_reps", {"reps": 8}, "eight reps")) == SetReps(8)


def test_an_intent_without_slots_becomes_an_event_without_fields() -> None:
    assert event_from_intent(Intent("tap", {}, "tap it")) == TapIt()


def test_an_intent_of_another_grammar_is_none_of_ours() -> None:
    with pytest.raises(KeyError):
        event_from_intent(Intent("order_coffee"))


def test_every_event_is_said_or_a_moment() -> None:
    assert set(event_kinds()) == {*INTENTS.values(), *MOMENTS}


def test_everything_one_can_say_becomes_an_event_with_its_fields_filled() -> None:
    text = (files("repcue") / "grammars" / "en.yaml").read_text(encoding="utf-8")
    grammar = load_grammar(text, source="en.yaml", lists={"exercise": gym().aliases()})
    said = [
        "bench",
        "ten reps",
        "no target",
        "two more",
        "sixty two and a half kilos",
        "ninety pounds",
        "seventy percent",
    ]
    said += ["tempo four one explosive zero", "tempo three zero one", "add thirty seconds", "add two minutes", "tap it"]
    said += ["feel four", "flex quads", "i feel it in my lower back", "warm up", "easier"]
    for phrase in said:
        intent = grammar.understand(phrase)
        assert intent is not None, phrase
        event = event_from_intent(intent)
        assert all(getattr(event, each.name) is not None for each in fields(event))


def test_every_intent_of_our_grammar_is_built() -> None:
    text = (files("repcue") / "grammars" / "en.yaml").read_text(encoding="utf-8")
    grammar = load_grammar(text, source="en.yaml", lists={"exercise": gym().aliases()})
    assert set(INTENTS) == {intent.name for intent in grammar.intents}
