"""Takes the coach's own sound out of what the microphone hears, for a recogniser and not for a telephone.

How it works. The echo is what was played, filtered by the room. The room's filter is cut into partitions of one hop
and learnt bin by bin by a Kalman filter (partitioned-block frequency-domain Kalman filter, diagonalised: Enzner & Vary
2006; Kuech, Mabande & Enzner 2014). Its step shrinks by itself while somebody talks over the coach, so no detector
of double talk is needed. What the filter cannot reach, the late tail above all, is lowered a little by a gain for each
frequency that knows how much of the predicted echo usually stays behind. Nothing else is touched: cancellers made for
calls suppress the user along with the echo by 4 to 12 dB, and recognisers mind that more than an echo.

Sound comes in hops at 16 kHz and leaves `delay_frames` later than it came, besides the hop itself. One thread.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE
from repcue.dsp.echo_suppressor import GAIN_TAPS, INAUDIBLE, EchoSuppressor, Powers, power_of

Spectra = NDArray[np.complex64]

_SILENT_POWER: Final = 1e-9
"""Mean square of a hop, -90 dBFS, under which the speaker counts as silent: nothing is learnt from it."""

_DOUBT_AFTER_STEERING: Final = 0.1
"""Share of the first doubt that is put back: an echo 0.5 s late is learnt, one that was known stays so."""

_DOUBT_AGAIN: Final = 0.1

_CLIPPED: Final = 0.98
"""Of full scale; analogue stages round off shortly before it."""

_MOSTLY: Final = 0.5
_CLIPPED_SECONDS: Final = 2.0
"""Nothing is learnt from clipped hops, unless more than half of the last seconds' are."""

_TURNS: Final = 8
"""Every partition is shortened each eighth hop: the echo falls by 0.4 dB less than with every fourth (31.7 dB), and
that by 0.4 less than with every one; each halving saves a sixth of the computing."""

_FIT_SECONDS: Final = 0.5
_FITS: Final = 0.5
_FITS_WELL: Final = 0.9
"""How much of the predicted echo was heard, 1 when the room is known, 0 when the delay has moved by a millisecond. A
user who is 20 dB louder than the echo moves it by 0.2."""

_LIVELY: Final = 16.0
"""So many times faster a room is forgotten while the prediction does not fit well."""


@dataclass(frozen=True, slots=True)
class EchoCancellerSettings:
    """What a canceller is built for; seconds and decibels where the name says so, otherwise ratios."""

    hop_frames: int = 320
    """Frames in and out at a time, 64 to 1024; 20 ms at 16 kHz, two of the ear's windows. Cancels as much as 16 ms for
    four fifths of the computing; 32 ms would halve it and decide 10 ms later."""

    tail_seconds: float = 1.0
    """How long an echo it follows, 0.1 to 1. With a reverberation time of 1.5 s and a user over it, the echo fell by
    26.7 dB with 0.64 s and by 31.5 with 1.0 and a longer memory; computing grows by a third."""

    deepest_delay_seconds: float = 0.6
    """How much later than the speaker's frame its echo may begin: earbuds take 0.3, `steer` sets it."""

    memory_seconds: float = 200.0
    """After so long a room is half forgotten, while the prediction fits. Less follows a moving microphone faster and
    lets the user's words into the filter: 28 dB with 64 s, 31 with 200, 34 with 600."""

    prior_decay_seconds: float = 0.8
    """Reverberation time that is expected before anything is known. With 0.5 the filter never learnt the end of a tail
    of 1.5 s (25 dB instead of 26.7); with 2 it learnt all rooms more slowly."""

    talk_memory: float = 0.8
    """Share of the near end's power that is carried from one hop of 16 ms to the next."""

    suppression: float = 2.0
    """How often the residual echo's estimated power is taken off, 0 for not at all. With a reverberation time of 1.5 s
    and a user 10 dB below the echo the bundled ear got 65 % of 46 commands with 0, 72 % with 1 and 78 % with 2."""

    hall_seconds: float = 0.6
    """Reverberation time with which the echo is taken to linger after the filter's reach."""

    least_gain: float = 0.3
    """The suppressor's floor, linear: -10 dB. With 0.1 and a suppression of 8 the same ear got 59 %: consonants went
    with the tail."""


class EchoCanceller:
    """Microphone and reference in, the microphone without the echo out."""

    def __init__(self, settings: EchoCancellerSettings | None = None) -> None:
        """Begin with an unknown room.

        Args:
            settings: what it is built for.
        """
        self._settings = settings = settings or EchoCancellerSettings()
        self.hop_frames = hop = settings.hop_frames
        self.delay_frames = GAIN_TAPS if settings.suppression > 0 else 0
        """How much later than it came sound leaves, besides the hop."""
        self.partitions = round(settings.tail_seconds * EAR_RATE / hop)
        self._history = self.partitions + round(settings.deepest_delay_seconds * EAR_RATE / hop)
        bins = hop + 1
        self._played = np.zeros(2 * hop, dtype=np.float32)
        # Every spectrum is kept twice, so that the latest ones always lie in one piece.
        self._spectra: Spectra = np.zeros((2 * self._history, bins), dtype=np.complex64)
        self._powers: Powers = np.zeros((2 * self._history, bins), dtype=np.float32)
        self._newest = 0
        self._room: Spectra = np.zeros((self.partitions, bins), dtype=np.complex64)
        # Of each partition as it was when it was last shortened: that is near enough, and a tenth of the work.
        self._room_power: Powers = np.zeros((self.partitions, bins), dtype=np.float32)
        self._doubt = self._prior()
        self._talk: Powers = np.full(bins, 1e-2, dtype=np.float32)
        self._error = np.zeros(2 * hop, dtype=np.float32)
        self._scratch: Spectra = np.zeros((self.partitions, bins), dtype=np.complex64)
        self._turn = 0
        self._predicted_power = self._found_power = 0.0
        self._fitted_frames = 0
        self._clipped_share = 0.0
        self._suppressor = EchoSuppressor(hop, settings.suppression, settings.least_gain, settings.hall_seconds)
        self.late_hops = 0
        """How many hops later than the reference the filter begins."""
        self.echo_power = 0.0
        """Mean square of the echo that was predicted in the last hop."""
        self.left_power = 0.0
        """Mean square of what was left of the last hop before the suppressor."""
        self.residual_power = 0.0
        """Mean square of the echo that is thought to be in what was left."""
        self.is_open = True
        """Whether the prediction is subtracted; while False the filter learns and the sound passes untouched."""
        self._open = 0.0

    @property
    def fit(self) -> float:
        """How much of the echo that was predicted in the last half second of it was heard: 1 is all, 0 none."""
        return self._found_power / self._predicted_power if self._predicted_power > INAUDIBLE else 1.0

    @property
    def fits(self) -> bool:
        """Whether subtracting the prediction does any good."""
        return self.fit >= _FITS

    def trust_again(self) -> None:
        """Forget how well the prediction fitted: what it is read from has been put right."""
        self._predicted_power = self._found_power = 0.0

    def doubt_again(self) -> None:
        """Keep what is known of the room, and learn as fast as at first: it was learnt at another speed."""
        np.maximum(self._doubt, _DOUBT_AGAIN * self._prior(), out=self._doubt)

    def learn_anew(self) -> None:
        """Forget the room."""
        self._room[:] = 0.0
        self._room_power[:] = 0.0
        self._doubt = self._prior()
        self._fitted_frames = 0
        self.trust_again()

    def steer(self, delay_frames: int) -> None:
        """Let the filter begin at a delay, in frames of 16 kHz; what is known of the room is kept."""
        wanted = min(max(delay_frames // self.hop_frames, 0), self._history - self.partitions)
        moved = wanted - self.late_hops
        if not moved:
            return
        room, doubt = np.zeros_like(self._room), self._prior()
        kept = max(0, self.partitions - abs(moved))
        to, since = (0, moved) if moved > 0 else (-moved, 0)
        if kept:
            room[to : to + kept] = self._room[since : since + kept]
            # What lay late was hardly expected to hold an echo; now that it lies early it must be able to learn.
            known = self._doubt[since : since + kept]
            doubt[to : to + kept] = np.maximum(known, _DOUBT_AFTER_STEERING * doubt[to : to + kept])
        self._room, self._doubt, self.late_hops = room, doubt, wanted
        self._room_power = power_of(room)

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """Return the next hop without its echo.

        Args:
            heard: float32, shape (hop_frames,), -1 to 1, from the microphone.
            played: float32, same shape, of the same time: the reference.

        Returns:
            float32, shape (hop_frames,): the sound that was heard `delay_frames` before.
        """
        hop = self.hop_frames
        self._remember(played)
        since = self._newest + self.late_hops
        reach = slice(since, since + self.partitions)
        spectra, powers = self._spectra[reach], self._powers[reach]
        is_playing = float(powers.max()) > _SILENT_POWER * hop * hop
        predicted = self._predicted(spectra) if is_playing else np.zeros(hop, dtype=np.float32)
        error = heard - predicted
        self._error[hop:] = error
        self.echo_power = float(np.dot(predicted, predicted)) / hop
        self.left_power = float(np.dot(error, error)) / hop
        if is_playing:
            self._judge_fit(heard, predicted)
            # What fitted and does not any more has moved in time; until that is put right nothing is to be learnt.
            may_fit = self.fits or self._fitted_frames < _FIT_SECONDS * EAR_RATE
            if may_fit and self._is_linear(heard):
                self._learn(spectra, powers)
        echo = self._opened() * predicted
        left = self._suppressor.pass_on(heard - echo, echo, is_wanted=self.is_open)
        self.residual_power = self.left_power * self._suppressor.residual_share
        return left

    def _is_linear(self, heard: Samples) -> bool:
        """Return whether a hop tells of the room what is so: a microphone at its limit adds what no room does."""
        clipped = is_clipped(heard)
        self._clipped_share += self.hop_frames / EAR_RATE / _CLIPPED_SECONDS * (clipped - self._clipped_share)
        return not clipped or self._clipped_share > _MOSTLY

    def _predicted(self, spectra: Spectra) -> Samples:
        np.multiply(self._room, spectra, out=self._scratch)
        whole = np.fft.irfft(self._scratch.sum(axis=0), 2 * self.hop_frames)
        return np.asarray(whole[self.hop_frames :], dtype=np.float32)

    def _judge_fit(self, heard: Samples, predicted: Samples) -> None:
        weight = self.hop_frames / EAR_RATE / _FIT_SECONDS
        self._predicted_power += weight * (self.echo_power - self._predicted_power)
        self._found_power += weight * (float(np.dot(heard, predicted)) / self.hop_frames - self._found_power)
        if self.fit >= _FITS_WELL:
            self._fitted_frames += self.hop_frames

    def _opened(self) -> Samples | np.float32:
        """Return how much of the prediction is subtracted, frame by frame where that changes."""
        before, self._open = self._open, 1.0 if self.is_open else 0.0
        if before == self._open:
            return np.float32(before)
        return np.linspace(before, self._open, self.hop_frames, dtype=np.float32)

    def _remember(self, played: Samples) -> None:
        hop = self.hop_frames
        self._played[:hop] = self._played[hop:]
        self._played[hop:] = played
        spectrum = np.fft.rfft(self._played)
        power = power_of(spectrum)
        self._newest = (self._newest - 1) % self._history
        for index in (self._newest, self._newest + self._history):
            self._spectra[index] = spectrum
            self._powers[index] = power

    def _learn(self, spectra: Spectra, powers: Powers) -> None:
        """Move the filter towards what the last hop's error says; Kuech, Mabande & Enzner, equations 9 to 16."""
        hop, settings = self.hop_frames, self._settings
        error = np.fft.rfft(self._error)
        error_power = power_of(error)
        carried = np.float32(settings.talk_memory ** (hop / 256))
        self._talk += (1 - carried) * (error_power - self._talk)
        # Only half of an overlap-save frame is new sound, hence the factors of a half.
        uncertain = 0.5 * np.einsum("pk,pk->k", self._doubt, powers)
        step = self._doubt / (uncertain + self._talk + INAUDIBLE)
        np.multiply(step, error, out=self._scratch)
        np.multiply(self._scratch, np.conj(spectra), out=self._scratch)
        self._room += self._scratch
        self._shorten()
        np.multiply(step, powers, out=step)
        step *= -0.5
        step += 1.0
        self._doubt *= step
        memory_seconds = settings.memory_seconds if self.fit >= _FITS_WELL else settings.memory_seconds / _LIVELY
        kept = np.float32(0.5 ** (2.0 * hop / EAR_RATE / memory_seconds))
        self._doubt *= kept
        np.add(self._room_power, np.float32(1e-7), out=step)
        step *= 1 - kept
        self._doubt += step

    def _shorten(self) -> None:
        """Cut what has grown past a partition's end, a few partitions in turn: as good as all at once (Valin 2007)."""
        hop = self.hop_frames
        turn = slice(self._turn, None, _TURNS)
        self._turn = (self._turn + 1) % _TURNS
        taps = np.fft.irfft(self._room[turn], 2 * hop, axis=1)
        taps[:, hop:] = 0.0
        self._room[turn] = np.fft.rfft(taps, axis=1)
        self._room_power[turn] = power_of(self._room[turn])

    def _prior(self) -> Powers:
        seconds = np.arange(self.partitions) * self.hop_frames / EAR_RATE
        decay = 10.0 ** (-6.0 * seconds / self._settings.prior_decay_seconds)
        return np.repeat(decay.astype(np.float32)[:, np.newaxis], self.hop_frames + 1, axis=1)


def is_clipped(heard: Samples) -> bool:
    """Return whether a sound, -1 to 1, drove the microphone to its limit."""
    return float(np.abs(heard).max()) >= _CLIPPED
