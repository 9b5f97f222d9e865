"""Answers to "how well did you feel it" that are no score: what is allowed is told, and asked for again."""

from typing import Final

from repcue.core.session_state import Session, State
from repcue.core.spoken_numbers import number_from_words

FEEL_SCORES: Final = range(1, 6)
"""From hardly to very well."""


def score_allowed(number: float) -> str:
    """Return why a number is no score, and what is one.

    >>> score_allowed(9)
    '9 is no score; how well you felt it goes from 1 to 5, in whole numbers.'
    """
    low, high = FEEL_SCORES[0], FEEL_SCORES[-1]
    return f"{number:g} is no score; how well you felt it goes from {low} to {high}, in whole numbers."


def is_unclear(session: Session, text: str) -> bool:
    """Return whether words that are no command answer the question: "feel" and any number, or a bare one.

    A bare number counts only while the question is open, and between sets: in them numbers are counts.

    >>> from repcue.testing.sessions import gym
    >>> resting = Session(gym(), state=State.RESTING, is_feel_open=True)
    >>> is_unclear(resting, "nine"), is_unclear(resting, "feel thirty"), is_unclear(resting, "nine lives")
    (True, True, False)
    >>> is_unclear(Session(gym(), state=State.RESTING), "nine")
    False
    """
    words = text.split()
    is_named = words[:1] == ["feel"]
    if session.state not in (State.READY, State.RESTING) or not (is_named or session.is_feel_open):
        return False
    return number_from_words(words[is_named:]) is not None
