"""How loud echo and user were, hop by hop, and who spoke: told from what a canceller predicted and what it left.

As long as nobody can tell the two apart (before an echo was found or learnt, or while the prediction does not fit), an
utterance gets a level that lets its words decide; one that was heard while the coach spoke throughout is taken for the
coach's unless it is urgent. With headphones, once it is known, there is no level.

Used by one thread.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import Lane
from repcue.core.own_voice import ALONE_OVER_USER_DB, SAID_OVER_USER_DB
from repcue.core.units import EAR_RATE
from repcue.dsp.echo_canceller import EchoCanceller, is_clipped

LEARNT_SECONDS: Final = 3.0
"""After so long with an echo what is left of it is far below it: 20 dB and more with a user over it, measured."""

HEADPHONES_AFTER_SECONDS: Final = 4.0
"""When the speaker has played so long and no echo was found there is none; an echo was found within 2.3 s (24 draws of
the coach's phrases, two rooms, with and without noise as loud)."""

SHORTEST_SECONDS: Final = 0.2
"""No word is shorter; recognisers let some end where they begin."""

THROUGHOUT: Final = 0.8
"""Share of an utterance in which the coach was heard; a word's closures are shorter than the rest."""

_AUDIBLE_POWER: Final = 1e-6
"""Mean square of a hop of the reference, -60 dBFS, from which on it may be heard."""

_NEXT_TO_NOTHING: Final = 0.1
"""Share of what is heard: an echo 10 dB below the user's words can not be taken for them."""

_FADES: Final = 10.0**-10.0
"""Of the echo's power after a second, a reverberation time of 0.6 s: what follows a word closely may be what the filter
did not reach of it, and not the user."""

_KEPT_SECONDS: Final = 12.0
"""How far back loudness is remembered; the longest utterance takes 8 s."""

_MUCH_ECHO_DB: Final = 60.0


@dataclass(frozen=True, slots=True)
class _Level:
    at_seconds: float
    echo_power: float
    """As it lingers."""
    left_power: float
    residual_power: float
    has_echo: bool
    is_in_doubt: bool
    """Whether something was played and it is not known what of it was heard."""
    is_overloaded: bool
    """Whether the echo drove the microphone to its limit, so that what is left of it looks like a user."""


class EchoLevels:
    """Remembers the last seconds."""

    def __init__(self, canceller: EchoCanceller) -> None:
        """Watch a canceller."""
        self._canceller = canceller
        self._learnt_frames = 0
        self._sounded_frames = 0
        self._lingering_power = 0.0
        self._levels: deque[_Level] = deque(maxlen=round(_KEPT_SECONDS * EAR_RATE / canceller.hop_frames))

    def note(self, at_seconds: float, heard: Samples, played: Samples, *, has_echo: bool) -> None:
        """Remember the hop that was cancelled last.

        Args:
            at_seconds: when it was heard, on the output's clock.
            heard: float32, shape (hop_frames,), from the microphone.
            played: float32, same shape: the reference.
            has_echo: whether the microphone was found to hear the speaker.
        """
        canceller, hop = self._canceller, len(heard)
        self._lingering_power = max(canceller.echo_power, self._lingering_power * _FADES ** (hop / EAR_RATE))
        powers = self._lingering_power, canceller.left_power, canceller.residual_power
        is_in_doubt = self._is_in_doubt(heard, played, has_echo)
        self._levels.append(_Level(at_seconds, *powers, has_echo, is_in_doubt, self._is_overloaded(heard)))

    def learn_anew(self) -> None:
        """Know that the canceller has forgotten the room."""
        self._learnt_frames = 0

    def over_user_db(
        self, started_at_seconds: float, ended_at_seconds: float, lane: Lane = Lane.NORMAL
    ) -> float | None:
        """Return how much louder than the user the echo was in a stretch; None where there is no echo.

        Args:
            started_at_seconds: on the output's clock, at most 12 s ago.
            ended_at_seconds: the same.
            lane: of what was heard in it; where nobody knows, what is urgent is rather taken for the user's.
        """
        since = min(started_at_seconds, ended_at_seconds - SHORTEST_SECONDS)
        within = [each for each in self._levels if since <= each.at_seconds <= ended_at_seconds]
        doubtful = sum(each.is_in_doubt for each in within) / max(1, len(within))
        if doubtful >= THROUGHOUT and lane is not Lane.URGENT:
            return ALONE_OVER_USER_DB
        if doubtful > 0.5:
            return SAID_OVER_USER_DB
        if not self._levels or not self._levels[-1].has_echo:
            return None
        echo = sum(each.echo_power for each in within)
        user = sum(max(each.left_power - each.residual_power, 0.0) for each in within if not each.is_overloaded)
        if echo <= 0.0:
            return -_MUCH_ECHO_DB
        return float(np.clip(10.0 * np.log10(echo / max(user, 1e-12)), -_MUCH_ECHO_DB, _MUCH_ECHO_DB))

    def _is_in_doubt(self, heard: Samples, played: Samples, has_echo: bool) -> bool:
        """Return whether it is open what of a hop was heard, and count what is known by how much sound."""
        hop = len(played)
        is_sounding = float(np.dot(played, played)) > _AUDIBLE_POWER * hop
        if is_sounding:
            self._sounded_frames += hop
        if not has_echo:
            return is_sounding and self._sounded_frames < HEADPHONES_AFTER_SECONDS * EAR_RATE
        if is_sounding:
            self._learnt_frames += hop
        if self._learnt_frames < LEARNT_SECONDS * EAR_RATE:
            return self._canceller.echo_power > 0.0
        # What predicts next to nothing has found no echo, and cannot misjudge one.
        predicts = self._canceller.echo_power >= _NEXT_TO_NOTHING * float(np.dot(heard, heard)) / hop
        return predicts and not self._canceller.fits

    def _is_overloaded(self, heard: Samples) -> bool:
        """Return whether a hop is clipped, and by the echo: most of its power was predicted."""
        return is_clipped(heard) and self._canceller.echo_power >= 0.5 * float(np.dot(heard, heard)) / len(heard)
