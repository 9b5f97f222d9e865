"""Whether a short sound tells that something was heard and not done: help for whom was meant, not a beeping machine.

Rule 1: it was probably said to the coach: a command that was not certain, or words near to one; its score is at least
    `ADDRESSED_SCORE`. Talk among people nearby scores less, and so does what the suppression leaves of noise.
Rule 2: at most once in `BETWEEN_SECONDS`; whoever knows that he was not understood need not be told again at once.
Rule 3: the caller sounds nothing while the coach sleeps or the alarm is on, and nothing over a count or an answer.
"""

from typing import Final

from repcue.core.intent import Reason
from repcue.core.messages import Utterance

UNCERTAIN: Final = "uncertain"
"""The reason of the event log for a command that was not heard for certain."""

ADDRESSED_SCORE: Final = 0.25
"""Of 36 commands that were missed over an exercise bike and a restaurant at 10 dB and music at 5 dB, 11 had so much and
less than they needed; in 22 minutes of other people's talk four phrases had. With 0.2 it is 15 and 11."""

BETWEEN_SECONDS: Final = 6.0
"""Longer than it takes to say a command again and have it decided."""


class Doubts:
    """Remembers when it was told last that something was not understood. Used by one thread."""

    def __init__(self) -> None:
        self._told_at_seconds = -BETWEEN_SECONDS

    def is_worth_a_sound(self, heard: Utterance, reason: str, nearest: str | None, now_seconds: float) -> bool:
        """Return whether to tell by a sound that this was refused; what is told is remembered.

        Args:
            heard: what was refused.
            reason: why, as the event log spells it.
            nearest: the phrase most like it; None where none is near.
            now_seconds: on the output's clock.

        >>> from repcue.core.messages import Lane
        >>> doubts, heard = Doubts(), Utterance("next set", "bundled", Lane.NORMAL, (), 0.0, 0.0, 0.0, 0.4)
        >>> [doubts.is_worth_a_sound(heard, "uncertain", "next set", at_seconds) for at_seconds in (1.0, 3.0, 7.5)]
        [True, False, True]
        """
        if reason not in (UNCERTAIN, Reason.NOT_A_COMMAND) or nearest is None:
            return False
        is_addressed = heard.score >= ADDRESSED_SCORE
        if not is_addressed or now_seconds - self._told_at_seconds < BETWEEN_SECONDS:
            return False
        self._told_at_seconds = now_seconds
        return True
