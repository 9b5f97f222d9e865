"""Moments that have come: what happens to a session without a word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """The root of everything that can happen."""


@dataclass(frozen=True, slots=True)
class CountInDone(Event):
    """The first repetition begins."""


@dataclass(frozen=True, slots=True)
class RepDone(Event):
    """A repetition has ended."""

    rep_number: int
    is_last: bool
    """No further repetition has been laid out."""


@dataclass(frozen=True, slots=True)
class RestDone(Event):
    """The rest is over."""


@dataclass(frozen=True, slots=True)
class HearingLost(Event):
    """The microphone is gone or silent: no command can be heard any more."""


@dataclass(frozen=True, slots=True)
class HearingBack(Event):
    """The microphone is heard again."""


@dataclass(frozen=True, slots=True)
class ConfirmExpired(Event):
    """Nobody answered the question."""
