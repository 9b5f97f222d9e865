"""The guide through a tune-in: what is asked of the user when, as a table.

    quiet ──▶ echo ──▶ three commands ──▶ done

Every step has a prompt, said and shown, and then listens. Rule 1: a step ends when its time is up, a command's step
also as soon as the command was understood. Rule 2: where the microphone has delivered nothing at all, neither in the
quiet nor while the user spoke, the rest is left out. Whatever else happens changes nothing.

Seconds are on the output's clock. Under a minute in all: the longest way is `longest_seconds`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

QUIET_SECONDS: Final = 3.0
"""Enough for a hertz of resolution to tell mains hum by, and for the endpointer's background (2.5 s)."""

ECHO_SECONDS: Final = 2.8
"""The probe's 1.9 s and the latest echo that is looked for behind it."""

COMMAND_SECONDS: Final = 5.0
"""People begin within a second; the longest exercise's name takes 2 s and its decision half a second."""


class StepKind(StrEnum):
    """What a step finds out."""

    QUIET = "quiet"
    ECHO = "echo"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked of the user."""

    kind: StepKind
    shown: str
    """What the terminal says."""

    said: str
    """What the coach says; empty for nothing."""

    listen_seconds: float
    """How long it listens at most."""

    phrase: str = ""
    """What the user is to say."""


def steps_for(phrases: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps of a tune-in that asks for these phrases.

    >>> [step.shown for step in steps_for(["stop"])]
    ['Be quiet for three seconds.', 'Listening for the echo.', 'Say “stop”.']
    """
    quiet = Step(StepKind.QUIET, "Be quiet for three seconds.", "Please be quiet for three seconds.", QUIET_SECONDS)
    echo = Step(StepKind.ECHO, "Listening for the echo.", "", ECHO_SECONDS)
    commands = (
        Step(StepKind.COMMAND, f"Say “{phrase}”.", f"Please say: {phrase}.", COMMAND_SECONDS, phrase)
        for phrase in phrases
    )
    return (quiet, echo, *commands)


class Phase(StrEnum):
    """What the guide does in a step."""

    PROMPT = "prompt"
    """The prompt is being said."""

    LISTEN = "listen"
    DONE = "done"
    """The tune-in is over."""


class Happening(StrEnum):
    """What can happen to the guide."""

    PROMPT_OVER = "prompt_over"
    UNDERSTOOD = "understood"
    """The user was heard to say what the step asks for."""

    TIME_UP = "time_up"
    NO_SOUND = "no_sound"
    """The microphone has delivered nothing at all so far, though the user was asked to speak."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a tune-in stands."""

    steps: tuple[Step, ...]
    index: int = 0
    phase: Phase = Phase.PROMPT
    since_seconds: float = 0.0
    """When the phase began."""

    @property
    def step(self) -> Step:
        """The step under way, or the last one."""
        return self.steps[min(self.index, len(self.steps) - 1)]

    def is_time_up(self, now_seconds: float) -> bool:
        """Return whether the step has listened for long enough."""
        return self.phase is Phase.LISTEN and now_seconds - self.since_seconds >= self.step.listen_seconds


def advance(guide: Guide, happening: Happening, at_seconds: float) -> Guide:
    """Return the guide after something has happened.

    >>> guide = advance(Guide(steps_for(["stop"])), Happening.PROMPT_OVER, 2.0)
    >>> guide.phase.value, advance(guide, Happening.TIME_UP, 5.0).step.kind.value
    ('listen', 'echo')
    >>> advance(guide, Happening.UNDERSTOOD, 3.0) == guide
    True
    """
    move = TABLE.get((guide.step.kind, guide.phase, happening))
    return guide if move is None else replace(move(guide), since_seconds=at_seconds)


def _listen(guide: Guide) -> Guide:
    return replace(guide, phase=Phase.LISTEN)


def _next(guide: Guide) -> Guide:
    index = guide.index + 1
    return replace(guide, index=index, phase=Phase.PROMPT if index < len(guide.steps) else Phase.DONE)


def _end(guide: Guide) -> Guide:
    return replace(guide, phase=Phase.DONE)


TABLE: Final[Mapping[tuple[StepKind, Phase, Happening], Callable[[Guide], Guide]]] = MappingProxyType(
    {
        (StepKind.QUIET, Phase.PROMPT, Happening.PROMPT_OVER): _listen,
        (StepKind.QUIET, Phase.LISTEN, Happening.TIME_UP): _next,
        (StepKind.ECHO, Phase.PROMPT, Happening.PROMPT_OVER): _listen,
        (StepKind.ECHO, Phase.LISTEN, Happening.TIME_UP): _next,
        (StepKind.COMMAND, Phase.PROMPT, Happening.PROMPT_OVER): _listen,
        (StepKind.COMMAND, Phase.LISTEN, Happening.TIME_UP): _next,
        (StepKind.COMMAND, Phase.LISTEN, Happening.UNDERSTOOD): _next,
        (StepKind.COMMAND, Phase.LISTEN, Happening.NO_SOUND): _end,
    }
)
"""(step, phase, happening) → what follows; anything else changes nothing."""


def longest_seconds(steps: Sequence[Step], prompt_seconds: Sequence[float]) -> float:
    """Return how long a tune-in takes at most: every prompt, and every step to its end.

    >>> longest_seconds(steps_for(["stop", "next set", "squat"]), [2.4, 0.0, 1.6, 1.8, 1.7])
    28.3
    """
    return round(sum(step.listen_seconds for step in steps) + sum(prompt_seconds), 3)
