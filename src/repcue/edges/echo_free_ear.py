"""An ear that does not hear the coach: what was played is cancelled before the real ear listens.

    blocks ──▶ hops of 16 ms ──▶ delay tracker ──▶ canceller ──▶ blocks ──▶ ear
                      ▲
    what was played ──┘  (ring, resampled, read at the microphone's own speed)

Rules.
1. Nothing is subtracted until the signals have shown that the microphone hears the speaker: with headphones what is
   heard passes untouched, 20 ms later.
2. The sound keeps its times; what is decided gets the time at which it was decided, this delay included.
3. The reference is read where the block's time says, moved on by the drift that was found. A block that is stamped
   anew moves the reading with it, unless that only undoes the drift that was followed already.
4. When the delay jumps, the reading jumps with it and what is known of the room stays good. While the prediction does
   not fit what is heard nothing is subtracted; when it goes on not to fit, the room is learnt anew.
5. As long as nobody can tell the coach from the user by loudness (before an echo was found or learnt, or while the
   prediction does not fit), what is heard over the coach counts as `SAID_OVER_USER_DB`: its words decide.

Runs on the hearing thread; the ring alone is written by the audio thread.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock, Partial, Utterance
from repcue.core.own_voice import SAID_OVER_USER_DB
from repcue.core.units import EAR_RATE
from repcue.dsp.delay_tracker import DelayTracker
from repcue.dsp.echo_canceller import EchoCanceller, EchoCancellerSettings
from repcue.dsp.reference import PlayedRing, ReferenceTrack
from repcue.edges.resample import StreamResampler
from repcue.ports import Ear

BEFORE_PEAK_FRAMES: Final = 160
"""The filter begins 10 ms before the correlation's peak: a wall's reflection may be louder than the direct way."""

FALL_BACK_FRAMES: Final = 320
"""When the reference is not there yet it is read 20 ms earlier from then on; the echo comes later than it anyway."""

FURTHEST_BACK_FRAMES: Final = 4800
"""So far at most, 0.3 s: a speaker that has stopped brings no more reference, however long one waits."""

JUMP_FRAMES: Final = 8
"""Stamps that differ by less than 0.5 ms are rounding."""

JUMPED_FRAMES: Final = 24
"""A delay that has moved by more than 1.5 ms may have jumped; less the filter follows by itself."""

SLEWED_PPM: Final = 10.0
"""What was learnt while the clocks were taken for so much nearer is smeared by more than a frame in 7 s."""

MISFIT_SECONDS: Final = 3.0
"""So long a prediction may not fit until the room is learnt anew: the tracker finds a jump within 2 s."""

LEARNT_SECONDS: Final = 3.0
"""After so long with an echo what is left of it is far below it: 20 dB and more with a user over it, measured."""

HEADPHONES_AFTER_SECONDS: Final = 10.0
"""When the speaker has played so long and no echo was found there is none; an echo is found within 3."""

_AUDIBLE_POWER: Final = 1e-6
"""Mean square of a hop of the reference, -60 dBFS, from which on it may be heard."""

_FADES: Final = 10.0**-10.0
"""Of the echo's power after a second, a reverberation time of 0.6 s: what follows a word closely may be what the filter
did not reach of it, and not the user."""

_CLIPPED: Final = 0.98
"""Of full scale; analogue stages round off shortly before it."""

_KEPT_SECONDS: Final = 12.0
"""How far back loudness is remembered; the longest utterance takes 8 s."""

_TRACK_FRAMES: Final = EAR_RATE
"""1 s: as far back as the reference may be read, and what a burst of the sound server brings at once."""
_MUCH_ECHO_DB: Final = 60.0


@dataclass(frozen=True, slots=True)
class _Loudness:
    at_seconds: float
    echo_power: float
    """As it lingers."""
    left_power: float
    residual_power: float
    is_in_doubt: bool
    """Whether something was played and it is not known what of it was heard."""
    is_overloaded: bool
    """Whether the echo drove the microphone to its limit, so that what is left of it looks like a user."""


class EchoFreeEar:
    """An `Ear` in front of another."""

    def __init__(
        self,
        ear: Ear,
        played: PlayedRing,
        settings: EchoCancellerSettings | None = None,
        *,
        expected_delay_seconds: float | None = None,
    ) -> None:
        """Listen through `ear`.

        Args:
            ear: hears what is left; closed with this one.
            played: everything that is played, from the output's frame 0.
            settings: of the canceller.
            expected_delay_seconds: how late the echo came when it was last measured; cancelling begins there at once.
        """
        self._ear = ear
        self.played = played
        """What is played; the audio thread writes there."""
        self._canceller = EchoCanceller(settings)
        self._canceller.is_open = False
        self.delay_frames = self._canceller.delay_frames
        """How much later than it was heard sound reaches the ear, at 16 kHz, besides up to a hop."""
        self._tracker = DelayTracker()
        self._resampler = StreamResampler(played.sample_rate, EAR_RATE)
        self._track = ReferenceTrack(_TRACK_FRAMES)
        self._read_frames = 0
        self._waiting = np.zeros(0, dtype=np.float32)
        self._next_stamp: float | None = None
        self._shift_frames = 0.0
        self._fed_shift_frames = 0.0
        self._read_ahead_frames = 0.0
        self._aligned_frames: float | None = None
        self._misfit_frames = 0
        self._learnt_frames = 0
        self._learnt_at_ppm = 0.0
        self._lingering_power = 0.0
        self._sounded_frames = 0
        self._loudness: deque[_Loudness] = deque(maxlen=round(_KEPT_SECONDS * EAR_RATE / self._canceller.hop_frames))
        if expected_delay_seconds is not None:
            self._tracker.expect(expected_delay_seconds * EAR_RATE)
            self._canceller.steer(max(0, round(expected_delay_seconds * EAR_RATE) - BEFORE_PEAK_FRAMES))

    @property
    def engine(self) -> str:
        """The ear's."""
        return self._ear.engine

    @property
    def model(self) -> str:
        """The ear's."""
        return self._ear.model

    @property
    def has_echo(self) -> bool:
        """Whether the microphone was found to hear the speaker; False with headphones."""
        return self._tracker.has_echo

    @property
    def echo_delay_seconds(self) -> float | None:
        """How much later than the output's clock the echo is heard; None where there is none."""
        delay_frames = self._tracker.delay_frames
        return None if delay_frames is None else (delay_frames - self._fed_shift_frames) / EAR_RATE

    @property
    def drift_ppm(self) -> float:
        """By how many parts per million the microphone's clock is faster than the speaker's."""
        return self._tracker.drift_ppm

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return what this block made clear, in order; mostly nothing."""
        self._take_played()
        self._follow_stamp(block)
        heard: list[Partial | Utterance] = []
        self._waiting = np.concatenate((self._waiting, block.samples))
        ends_at = block.started_at_seconds + len(block.samples) / EAR_RATE
        hop = self._canceller.hop_frames
        while len(self._waiting) >= hop:
            started_at = ends_at - len(self._waiting) / EAR_RATE
            left = self._cancel(self._waiting[:hop], started_at)
            self._waiting = self._waiting[hop:]
            stamp = started_at - self._canceller.delay_frames / EAR_RATE
            heard.extend(self._told(each, ends_at) for each in self._ear.feed(AudioBlock(left, stamp)))
        return heard

    def close(self) -> None:
        """Give the model back. Idempotent."""
        self._ear.close()

    def echo_over_user_db(self, started_at_seconds: float, ended_at_seconds: float) -> float | None:
        """Return how much louder than the user the echo was in a stretch; None where there is no echo.

        Args:
            started_at_seconds: on the output's clock, at most 12 s ago.
            ended_at_seconds: the same.
        """
        within = [each for each in self._loudness if started_at_seconds <= each.at_seconds <= ended_at_seconds]
        if 2 * sum(each.is_in_doubt for each in within) > len(within):
            return SAID_OVER_USER_DB
        if not self.has_echo:
            return None
        echo = sum(each.echo_power for each in within)
        user = sum(max(each.left_power - each.residual_power, 0.0) for each in within if not each.is_overloaded)
        if echo <= 0.0:
            return -_MUCH_ECHO_DB
        return float(np.clip(10.0 * np.log10(echo / max(user, 1e-12)), -_MUCH_ECHO_DB, _MUCH_ECHO_DB))

    def _is_in_doubt(self, played: Samples) -> bool:
        """Return whether it is open what of a hop was heard, and count what is known by how much sound."""
        hop = len(played)
        is_sounding = float(np.dot(played, played)) > _AUDIBLE_POWER * hop
        if is_sounding:
            self._sounded_frames += hop
        if not self.has_echo:
            return is_sounding and self._sounded_frames < HEADPHONES_AFTER_SECONDS * EAR_RATE
        if is_sounding:
            self._learnt_frames += hop
        is_learnt = self._learnt_frames >= LEARNT_SECONDS * EAR_RATE
        return self._canceller.echo_power > 0.0 and not (is_learnt and self._canceller.fits)

    def _is_overloaded(self, heard: Samples) -> bool:
        """Return whether a hop is clipped, and by the echo: most of its power was predicted."""
        if float(np.abs(heard).max()) < _CLIPPED:
            return False
        return self._canceller.echo_power >= 0.5 * float(np.dot(heard, heard)) / len(heard)

    def _take_played(self) -> None:
        written = self.played.frames
        oldest = max(self._read_frames, written - 2 * self.played.sample_rate)
        if oldest > self._read_frames:
            self._track.extend(self._resampler.feed(np.zeros(oldest - self._read_frames, dtype=np.float32)))
        self._track.extend(self._resampler.feed(self.played.read(oldest, written)))
        self._read_frames = written

    def _follow_stamp(self, block: AudioBlock) -> None:
        if self._next_stamp is not None:
            jump = (block.started_at_seconds - self._next_stamp) * EAR_RATE
            if abs(jump) >= JUMP_FRAMES and abs(self._shift_frames - jump) < abs(self._shift_frames):
                self._shift_frames -= jump
        self._next_stamp = block.started_at_seconds + len(block.samples) / EAR_RATE

    def _cancel(self, heard: Samples, started_at_seconds: float) -> Samples:
        hop = len(heard)
        # Whole frames are read as they are; a millionth of one comes from adding seconds.
        nominal = round(started_at_seconds * EAR_RATE, 3)
        is_there = self._track.has(nominal + self._shift_frames, hop)
        if not is_there and self._shift_frames > FALL_BACK_FRAMES - FURTHEST_BACK_FRAMES:
            self._move_reading(-FALL_BACK_FRAMES)
        speed = 1.0 - self._tracker.drift_ppm * 1e-6 if self._tracker.has_echo else 1.0
        played = self._track.read(nominal + self._shift_frames, hop, speed)
        self._fed_shift_frames = self._shift_frames
        if self._tracker.feed(heard, played, self._read_ahead_frames):
            self._steer(nominal)
            if abs(self._tracker.drift_ppm - self._learnt_at_ppm) >= SLEWED_PPM:
                self._learnt_at_ppm = self._tracker.drift_ppm
                self._canceller.doubt_again()
        canceller = self._canceller
        canceller.is_open = self._tracker.has_echo and canceller.fits
        left = canceller.cancel(heard, played)
        self._watch_fit(hop)
        self._move_reading(hop * (speed - 1.0))
        self._lingering_power = max(canceller.echo_power, self._lingering_power * _FADES ** (hop / EAR_RATE))
        powers = self._lingering_power, canceller.left_power, canceller.residual_power
        flags = self._is_in_doubt(played), self._is_overloaded(heard)
        self._loudness.append(_Loudness(started_at_seconds, *powers, *flags))
        return left

    def _move_reading(self, frames: float) -> None:
        self._shift_frames += frames
        self._read_ahead_frames += frames

    def _steer(self, nominal: float) -> None:
        """Let the filter begin shortly before the echo, or the reading jump as the echo did."""
        delay_frames = self._tracker.delay_frames
        if delay_frames is None or self._tracker.is_guess:
            return
        if self._aligned_frames is None:
            self._aligned_frames = delay_frames
            self._canceller.steer(max(0, round(delay_frames) - BEFORE_PEAK_FRAMES))
            return
        moved = delay_frames - self._aligned_frames
        if abs(moved) <= JUMPED_FRAMES or self._canceller.fits:
            return
        is_near = self._shift_frames - moved > -FURTHEST_BACK_FRAMES
        if is_near and self._track.has(nominal + self._shift_frames - moved, self._canceller.hop_frames):
            self._move_reading(-moved)
            self._canceller.trust_again()
            self._misfit_frames = 0
        else:
            self._learn_anew()

    def _watch_fit(self, frames: int) -> None:
        if self._canceller.fits:
            self._misfit_frames = 0
        elif self._canceller.echo_power > 0.0:
            self._misfit_frames += frames
        if self._misfit_frames > MISFIT_SECONDS * EAR_RATE:
            self._learn_anew()

    def _learn_anew(self) -> None:
        self._canceller.learn_anew()
        self._tracker.forget_history()
        self._aligned_frames = None
        self._misfit_frames = self._learnt_frames = 0

    def _told(self, heard: Partial | Utterance, now_seconds: float) -> Partial | Utterance:
        if isinstance(heard, Partial):
            return replace(heard, at_seconds=max(heard.at_seconds, now_seconds))
        started_at = heard.words[0].started_at_seconds if heard.words else heard.ended_at_seconds - 1.0
        return replace(
            heard,
            decided_at_seconds=max(heard.decided_at_seconds, now_seconds),
            echo_over_user_db=self.echo_over_user_db(started_at, heard.ended_at_seconds),
        )


def echo_delay_of(ear: Ear | None) -> float | None:
    """Return how much later than it was played an ear hears the coach, in seconds; None where nobody knows."""
    return ear.echo_delay_seconds if isinstance(ear, EchoFreeEar) else None


def kept_in(played: PlayedRing, render: Callable[[Samples], None]) -> Callable[[Samples], None]:
    """Return `render` with what it gave kept as the reference; called on the audio thread."""

    def render_and_keep(out: Samples) -> None:
        render(out)
        played.write(out)

    return render_and_keep
