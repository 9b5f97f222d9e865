"""Tempo: how long each phase of a repetition lasts.

Four numbers in seconds, always in the order eccentric, stretched pause, concentric, contracted pause,
also for lifts that *start* with the concentric. `X` means as fast as possible and `A` assisted; both have
no length of their own, so whoever paces is told how long to wait.

Notation: `4-0-1-0`, `4/0/1/0`, `4:0:1:0`, `4010`, `40X0`, `3-1-1` (the fourth is 0), `10-0-1-0` (two digits
need separators).
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from repcue.core.errors import TempoError


class Phase(StrEnum):
    """A part of a repetition."""

    ECCENTRIC = "eccentric"
    STRETCHED = "stretched"
    CONCENTRIC = "concentric"
    CONTRACTED = "contracted"


class Untimed(StrEnum):
    """A phase without a length of its own."""

    EXPLOSIVE = "X"
    """As fast as possible."""

    ASSISTED = "A"
    """With a partner's help."""


PhaseLength = int | Untimed
"""Seconds, or a phase without a length of its own."""

PHASES: Final = tuple(Phase)
"""The four phases in the order of the notation."""

LONGEST_PHASE_SECONDS: Final = 60
"""A phase longer than this is a typing error; a longer hold is an isometric exercise."""

LONGEST_REP_SECONDS: Final = 10
"""Longer repetitions need a confirmation: probably worse for growth (Schoenfeld, Ogborn & Krieger 2015)."""

_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""What word processors and phones write for a hyphen, the minus sign last; to most eyes they are hyphens."""

_EXAMPLE: Final = "like 3-1-1-0 (lower, pause, lift, pause; X means as fast as possible)"


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long each phase lasts.

    >>> str(Tempo(4, 0, Untimed.EXPLOSIVE, 0))
    '4-0-X-0'
    """

    eccentric: PhaseLength
    stretched: PhaseLength
    concentric: PhaseLength
    contracted: PhaseLength

    def __str__(self) -> str:
        return "-".join(str(self.length_of(phase)) for phase in PHASES)

    def length_of(self, phase: Phase) -> PhaseLength:
        """Return the length of one phase, as written."""
        return getattr(self, phase.value)  # type: ignore[no-any-return]

    def seconds_of(self, phase: Phase, *, explosive_seconds: float) -> float:
        """Return how long one phase is paced, in seconds; an untimed one lasts `explosive_seconds`."""
        length = self.length_of(phase)
        return explosive_seconds if isinstance(length, Untimed) else float(length)

    def rep_seconds(self, *, explosive_seconds: float) -> float:
        """Return how long one repetition lasts, in seconds.

        >>> parse_tempo("40X0").rep_seconds(explosive_seconds=1.0)
        5.0
        """
        return sum(self.seconds_of(phase, explosive_seconds=explosive_seconds) for phase in PHASES)

    def with_eccentric(self, seconds: int) -> "Tempo":
        """Return the same tempo with another eccentric."""
        return replace(self, eccentric=seconds)

    def warnings(self) -> tuple[str, ...]:
        """Return what is unusual about this tempo, a sentence each.

        >>> parse_tempo("X-0-1-0").warnings()
        ("Tempo 'X-0-1-0' has an X in the eccentric phase; it is meant for the concentric.",)
        """
        return tuple(
            f"Tempo '{self}' has an {length} in the {phase} phase; it is meant for the concentric."
            for phase in PHASES
            if isinstance(length := self.length_of(phase), Untimed) and phase is not Phase.CONCENTRIC
        )


def parse_tempo(text: str) -> Tempo:
    """Return the tempo that `text` writes.

    Raises:
        TempoError: the text is no tempo; the message says why and shows one that is.

    >>> str(parse_tempo("4010"))
    '4-0-1-0'
    >>> str(parse_tempo("10:0:x:1"))
    '10-0-X-1'
    >>> str(parse_tempo("3-1-1"))
    '3-1-1-0'
    """
    stripped = text.strip()
    if any(sign in _DASHES for sign in stripped):
        raise TempoError(f"Tempo {text!r} has dashes that only look like hyphens; write plain hyphens, {_EXAMPLE}.")
    separated = re.search(r"[-/: ]", stripped)
    parts = re.split(r"[-/: ]", stripped) if separated else list(stripped)
    if stripped.startswith("-") or "--" in stripped:
        raise TempoError(f"Tempo {text!r} has a negative part; a phase lasts 0 seconds or more, {_EXAMPLE}.")
    if len(parts) == 3:
        parts.append("0")
    if len(parts) != 4 and not separated and re.search("[^0-9xa]", stripped, re.IGNORECASE):
        raise TempoError(f"Tempo {text!r} cannot be read; write the seconds of four phases, {_EXAMPLE}.")
    if len(parts) != 4:
        count = {1: "one part", 2: "two parts"}.get(len(parts), f"{len(parts)} parts") if stripped else "no parts"
        raise TempoError(f"Tempo {text!r} has {count}; write four, {_EXAMPLE}.")
    tempo = Tempo(*(_phase_length(part, text) for part in parts))
    if not any(tempo.length_of(phase) for phase in PHASES):
        raise TempoError(f"Tempo {text!r} is all zeros; at least one phase must last, {_EXAMPLE}.")
    return tempo


def _phase_length(part: str, text: str) -> PhaseLength:
    if part.upper() in tuple(Untimed):
        return Untimed(part.upper())
    if not (part.isascii() and part.isdigit()):
        raise TempoError(f"Tempo {text!r}: {part!r} is no number of seconds, X or A; write it {_EXAMPLE}.")
    if int(part) > LONGEST_PHASE_SECONDS:
        raise TempoError(
            f"Tempo {text!r}: a phase of {int(part)} seconds is too long; at most {LONGEST_PHASE_SECONDS}, {_EXAMPLE}."
        )
    return int(part)
