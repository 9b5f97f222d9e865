"""`repcue say` and `repcue phrases`: what can be said, and what it would do."""

import argparse
import json
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.effects import Refuse
from repcue.core.errors import RepcueError, TempoError
from repcue.core.events import Event, FeelScore, SetTempo
from repcue.core.feel_answers import FEEL_SCORES, score_allowed
from repcue.core.grammar import Grammar
from repcue.core.intent import Misunderstood, Reason, understand
from repcue.core.intents import INTENTS, event_from_intent
from repcue.core.messages import Intent, Lane, Utterance
from repcue.core.session import accepts
from repcue.core.session_changes import tempo_of
from repcue.core.session_refusals import refusal
from repcue.core.session_state import Session, State
from repcue.phrases import PhraseRecord, phrase_records, phrases_json, phrases_text
from repcue.prepare import Wanted, prepare

STATES: Final = tuple(state.value for state in State)
DEFAULT_STATE: Final = State.READY


def accepted_intents(state: str) -> list[str]:
    """Return the names of the intents that have an effect in a state.

    >>> accepted_intents("asleep")
    ['wake', 'help']
    """
    return [name for name, event in INTENTS.items() if accepts(State(state), event)]


def records_of(grammar: Grammar) -> list[PhraseRecord]:
    """Return everything one can say, with the states it makes sense in."""
    return phrase_records(grammar, STATES, accepted_intents)


def phrases(options: argparse.Namespace) -> int:
    """List everything one can say."""
    records = records_of(_grammar(options)[0])
    if options.json:
        print(json.dumps(phrases_json(records), ensure_ascii=False, indent=1))
    else:
        print(phrases_text(records), end="")
    return 0


def say(options: argparse.Namespace) -> int:
    """Tell what a phrase would do."""
    state = State(options.state or DEFAULT_STATE)
    grammar, catalogue = _grammar(options)
    text = " ".join(" ".join(options.phrase).split())
    if not text:
        raise RepcueError("The phrase is empty; write what is said, like: repcue say next set.")
    utterance = Utterance(text, "script", Lane.NORMAL, (), 0.0, 0.0, 0.0, 1.0)
    answer = _answer(understand(utterance, grammar), state, catalogue)
    answer = {"phrase": text, "state": state.value, **answer}
    print(json.dumps(answer, ensure_ascii=False) if options.json else _as_text(answer))
    return 0


def _grammar(options: argparse.Namespace) -> tuple[Grammar, Catalogue]:
    prepared = prepare(Wanted(packs=tuple(options.pack) if options.pack else None))
    return prepared.grammar, prepared.catalogue


def _answer(meant: Intent | Misunderstood, state: State, catalogue: Catalogue) -> dict[str, object]:
    if isinstance(meant, Misunderstood):
        refused = {"refused": meant.reason.value, "why": meant.sentence, "nearest": meant.nearest}
        return {"intent": None, "slots": {}, **refused}
    answer: dict[str, object] = {"intent": meant.name, "slots": dict(meant.slots)}
    event = event_from_intent(meant)
    if not accepts(state, type(event)):
        why_not = refusal(Session(catalogue, state=state), event)
        assert isinstance(why_not, Refuse)
        return {**answer, "refused": why_not.reason, "why": why_not.sentence}
    if (wrong := _wrong_value(event)) is not None:
        return {**answer, "refused": Reason.BAD_VALUE.value, "why": wrong}
    return {**answer, "refused": None}


def _wrong_value(event: Event) -> str | None:
    """Return why the value of a command cannot be set, where it is heard as what it is and refused all the same."""
    if isinstance(event, FeelScore) and event.score not in FEEL_SCORES:
        return score_allowed(event.score)
    if isinstance(event, SetTempo):
        try:
            tempo_of(event)
        except TempoError as error:
            return str(error)
    return None


def _as_text(answer: dict[str, object]) -> str:
    slots = answer["slots"]
    assert isinstance(slots, dict)
    filled = "".join(f" {name}={value}" for name, value in slots.items())
    lines = [f"intent: {answer['intent'] or 'none'}{filled}"]
    if answer["refused"]:
        lines.append(f"refused when {answer['state']}: {answer['refused']}. {answer['why']}")
    else:
        lines.append(f"done when {answer['state']}")
    return "\n".join(lines)
