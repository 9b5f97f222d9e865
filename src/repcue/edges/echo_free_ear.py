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
   prediction does not fit), the words decide on what is heard over the coach; and what is heard while it speaks
   throughout is taken for the coach unless it is urgent.

Runs on the hearing thread; the ring alone is written by the audio thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock, Partial, Utterance
from repcue.core.units import EAR_RATE
from repcue.dsp.delay_tracker import DelayTracker
from repcue.dsp.echo_canceller import EchoCanceller, EchoCancellerSettings
from repcue.dsp.reference import PlayedRing, ReferenceTrack
from repcue.edges.echo_levels import EchoLevels
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

_TRACK_FRAMES: Final = EAR_RATE
"""1 s: as far back as the reference may be read, and what a burst of the sound server brings at once."""


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
        self._jumped_frames = 0.0
        self._aligned_frames: float | None = None
        self._misfit_frames = 0
        self._learnt_at_ppm = 0.0
        self.levels = EchoLevels(self._canceller)
        """How loud echo and user were."""
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
        self._fed_shift_frames = self._shift_frames - self._jumped_frames
        if self._tracker.feed(heard, self._unjumped(played, nominal, speed), self._read_ahead_frames):
            self._steer(nominal)
            if abs(self._tracker.drift_ppm - self._learnt_at_ppm) >= SLEWED_PPM:
                self._learnt_at_ppm = self._tracker.drift_ppm
                self._canceller.doubt_again()
        canceller = self._canceller
        canceller.is_open = self._tracker.has_echo and canceller.fits
        left = canceller.cancel(heard, played)
        self._watch_fit(hop)
        self._move_reading(hop * (speed - 1.0))
        self.levels.note(started_at_seconds, heard, played, has_echo=self._tracker.has_echo)
        return left

    def _move_reading(self, frames: float) -> None:
        self._shift_frames += frames
        self._read_ahead_frames += frames

    def _unjumped(self, played: Samples, nominal: float, speed: float) -> Samples:
        """Return the hop that the tracker goes by: should a delay jump back, the echo comes before the filter's."""
        if not self._jumped_frames:
            return played
        return self._track.read(nominal + self._shift_frames - self._jumped_frames, len(played), speed)

    def _jump(self, frames: float) -> None:
        """Let the filter's reading jump; the tracker's stays."""
        self._shift_frames += frames
        self._jumped_frames += frames

    def _steer(self, nominal: float) -> None:
        """Let the filter begin shortly before the echo, or the reading jump as the echo did."""
        delay_frames = self._tracker.delay_frames
        if delay_frames is None or self._tracker.is_guess:
            return
        if self._aligned_frames is None:
            self._aligned_frames = delay_frames
            self._canceller.steer(max(0, round(delay_frames) - BEFORE_PEAK_FRAMES))
            return
        moved = delay_frames + self._jumped_frames - self._aligned_frames
        if abs(moved) <= JUMPED_FRAMES or self._canceller.fits:
            return
        is_near = self._shift_frames - moved > -FURTHEST_BACK_FRAMES
        if is_near and self._track.has(nominal + self._shift_frames - moved, self._canceller.hop_frames):
            self._jump(-moved)
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
        self._jump(-self._jumped_frames)
        self._canceller.learn_anew()
        self._tracker.forget_history()
        self._aligned_frames = None
        self._misfit_frames = 0
        self.levels.learn_anew()

    def _told(self, heard: Partial | Utterance, now_seconds: float) -> Partial | Utterance:
        if isinstance(heard, Partial):
            return replace(heard, at_seconds=max(heard.at_seconds, now_seconds))
        started_at = heard.words[0].started_at_seconds if heard.words else heard.ended_at_seconds - 1.0
        return replace(
            heard,
            decided_at_seconds=max(heard.decided_at_seconds, now_seconds),
            echo_over_user_db=self.levels.over_user_db(started_at, heard.ended_at_seconds, heard.lane),
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
