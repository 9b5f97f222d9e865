"""What was meant by what was heard: an intent, or why there is none.

Every utterance is understood whole or not at all; the session, not this stage, knows what makes sense now.
"""

from dataclasses import dataclass
from enum import StrEnum

from repcue.core.feel_answers import score_allowed
from repcue.core.grammar import Grammar
from repcue.core.grammar_ranges import OutOfRange
from repcue.core.messages import Intent, Utterance


class Reason(StrEnum):
    """Why an utterance has no meaning; spelt as in the event log."""

    NOT_A_COMMAND = "not_a_command"
    BAD_VALUE = "bad_value"


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """An utterance without a meaning."""

    text: str
    reason: Reason
    sentence: str
    """What is wrong and what is allowed, for the screen and the log."""

    nearest: str | None = None
    """The phrase most like it, where one is near."""


def understand(utterance: Utterance, grammar: Grammar) -> Intent | Misunderstood:
    """Return what an utterance means in a grammar, or why it means nothing."""
    intent = grammar.understand(utterance.text)
    if intent is not None:
        return intent
    outside = grammar.out_of_range(utterance.text)
    if outside is not None:
        return Misunderstood(utterance.text, Reason.BAD_VALUE, _allowed(outside))
    nearest = grammar.nearest(utterance.text)
    hint = f" Did you mean {nearest!r}?" if nearest else ""
    sentence = f"{utterance.text!r} is nothing I know.{hint} Say 'what can I say' for a few phrases."
    return Misunderstood(utterance.text, Reason.NOT_A_COMMAND, sentence, nearest)


def _allowed(outside: OutOfRange) -> str:
    if outside.intent == "feel_score":
        return score_allowed(outside.value)
    steps = "in halves" if outside.numbers.halves else "in whole numbers"
    slot = outside.slot.replace("_", " ")
    low, high = outside.numbers.low, outside.numbers.high
    if outside.intent == "set_tempo":
        seconds = f"{outside.value:g} {slot} seconds cannot be set"
        return (
            f"{seconds}; each part of a tempo goes from {low} to {high}, {steps}, or is {' or '.join(outside.words)}."
        )
    return f"{outside.value:g} {slot} cannot be set; {slot} go from {low} to {high}, {steps}."
