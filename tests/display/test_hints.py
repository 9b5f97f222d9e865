from importlib.resources import files

import pytest

from repcue.core.grammar_file import load_grammar
from repcue.core.intent import understand
from repcue.core.intents import event_from_intent
from repcue.core.messages import Intent, Lane, Utterance
from repcue.core.session import accepts
from repcue.core.session_state import State
from repcue.display.view import HINTS

GRAMMAR = load_grammar(
    (files("repcue") / "grammars" / "en.yaml").read_text(encoding="utf-8"),
    source="en.yaml",
    lists={"exercise": {"incline bench": "incline-bench"}},
)


def test_every_state_has_a_row_of_hints() -> None:
    assert set(HINTS) == {state.value for state in State}


@pytest.mark.parametrize("state", State)
def test_every_hint_is_understood_and_makes_sense_in_its_state(state: State) -> None:
    for hint in HINTS[state.value]:
        meant = understand(Utterance(hint, "script", Lane.NORMAL, (), 0.0, 0.0, 0.0, 1.0), GRAMMAR)
        assert isinstance(meant, Intent), hint
        event = event_from_intent(meant)
        assert accepts(state, type(event)), f"{hint} in {state}"
