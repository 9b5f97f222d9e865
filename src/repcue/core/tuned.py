"""What a tune-in leaves for sessions on the same pair of devices: first guesses, and how certain a command must be.

A session works without it. With it the canceller knows where the echo is before the coach has spoken, the level is
right at the first word, and a user whose commands all score low is heard.
"""

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from repcue.core.confidence import CERTAIN_SCORE

LEAST_NEEDED_SCORE: Final = 0.4
"""No tune-in asks less of an ordinary command. In 22 minutes of other people's talk, 300 clips, one ordinary phrase had
a score between this and 0.5, where eleven had 0.5 and more: so false commands become a tenth more, no multiple."""

BELOW_LOWEST: Final = 0.05
"""So far below the lowest of the user's own scores the demand is put: scores of one phrase said again differ."""


class Tuned(BaseModel):
    """What is known of one pair of devices, where one user sits."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    microphone: str = Field(min_length=1)
    """Its name, as the system lists it."""

    speaker: str = Field(min_length=1)
    """Its name, as the system lists it."""

    engine: str
    """The ear that was tuned in; scores of another mean something else."""

    echo_delay_seconds: float | None = Field(default=None, ge=0.0, le=0.6)
    """How much later than the output's clock the coach is heard by the microphone; None with headphones."""

    noise_dbfs: float = Field(ge=-120.0, le=0.0)
    """Root mean square of the room when nobody speaks."""

    speech_dbfs: float | None = Field(default=None, ge=-120.0, le=0.0)
    """Root mean square of the user's speech, its pauses left out; None where none was heard."""

    needed_score: float = Field(default=CERTAIN_SCORE, ge=LEAST_NEEDED_SCORE, le=CERTAIN_SCORE)
    """From which score on an ordinary command is acted on. Costly and urgent ones keep their own."""

    troubles: tuple[str, ...] = ()
    """What the tune-in found wrong and could not mend, a sentence each."""

    def needed_score_for(self, engine: str) -> float:
        """Return the score that an ordinary command needs with an ear; the usual one where another was tuned in."""
        return self.needed_score if engine == self.engine else CERTAIN_SCORE


def needed_score_after(scores: Sequence[float]) -> float:
    """Return the score to ask of a user's ordinary commands.

    Args:
        scores: of the commands that were asked for and rightly recognised, certain or not; 0 to 1.

    >>> [needed_score_after(scores) for scores in ([0.97, 0.45, 0.9], [0.47, 0.49, 0.46], [0.2, 0.1, 0.3])]
    [0.5, 0.41, 0.4]
    >>> needed_score_after([0.45])
    0.5
    """
    scored_low = [score for score in scores if score < CERTAIN_SCORE]
    # One bad score is bad luck, a cough or a truck; the same for all is this voice at this microphone.
    if len(scores) < _LEAST_COMMANDS or len(scored_low) < len(scores):
        return CERTAIN_SCORE
    return round(max(LEAST_NEEDED_SCORE, min(scores) - BELOW_LOWEST), 3)


_LEAST_COMMANDS: Final = 3
