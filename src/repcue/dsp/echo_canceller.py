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

Spectra = NDArray[np.complex64]
Powers = NDArray[np.float32]

_INAUDIBLE: Final = 1e-8
"""Power of a bin, far below 16-bit dither, that keeps divisions finite."""

_SILENT_POWER: Final = 1e-9
"""Mean square of a hop, -90 dBFS, under which the speaker counts as silent: nothing is learnt from it."""

_GAIN_TAPS: Final = 64
"""The suppressor's filter spans so many frames to either side, 4 ms: narrower than a recogniser's 25 ms window, and
as finely resolved in frequency (125 Hz) as its mel filters are where speech has its formants."""

_DOUBT_AFTER_STEERING: Final = 0.1
"""Share of the first doubt that is put back: an echo 0.5 s late is learnt, one that was known stays so."""

_TURNS: Final = 4
"""Every partition is shortened each fourth hop: the echo falls by 0.4 dB less than with every hop (27.7 dB), for 12
instead of 17 ms of computing a second."""

_AUDIBLE_ECHO: Final = 1e-4
"""Power of a windowed bin, about -80 dBFS of speech, under which an echo is not worth a filter."""

_STAYS_AT_FIRST: Final = 0.1
_FALLS: Final = 0.08
_RISES: Final = 0.01
"""Steps down and up in a ratio of 8 to 1: the estimate settles near the 11th percentile."""


@dataclass(frozen=True, slots=True)
class EchoCancellerSettings:
    """What a canceller is built for; seconds and decibels where the name says so, otherwise ratios."""

    hop_frames: int = 256
    """Frames in and out at a time, 64 to 1024; 16 ms at 16 kHz."""

    tail_seconds: float = 0.64
    """How long an echo it follows, 0.1 to 1. With a reverberation time of 1.5 s and a user over it, the echo fell by
    24 dB with 0.5 s, by 27.7 with 0.8 and by 27.8 with 1.0; computing grows in proportion."""

    deepest_delay_seconds: float = 0.6
    """How much later than the speaker's frame its echo may begin: earbuds take 0.3, `steer` sets it."""

    memory_seconds: float = 64.0
    """After so long a room is half forgotten; lower follows a moving microphone faster and cancels less."""

    prior_decay_seconds: float = 0.5
    """Reverberation time that is expected before anything is known."""

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
        self.delay_frames = _GAIN_TAPS if settings.suppression > 0 else 0
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
        self._doubt = self._prior()
        self._talk: Powers = np.full(bins, 1e-2, dtype=np.float32)
        self._error = np.zeros(2 * hop, dtype=np.float32)
        self._scratch: Spectra = np.zeros((self.partitions, bins), dtype=np.complex64)
        self._turn = 0
        self._forget = np.float32(0.5 ** (2.0 * hop / EAR_RATE / settings.memory_seconds))
        self._suppressor = Suppressor(hop, settings)
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
            self._learn(spectra, powers)
        echo = self._opened() * predicted
        left = self._suppressor.pass_on(heard - echo, echo, is_wanted=self.is_open)
        self.residual_power = self.left_power * self._suppressor.residual_share
        return left

    def _predicted(self, spectra: Spectra) -> Samples:
        np.multiply(self._room, spectra, out=self._scratch)
        whole = np.fft.irfft(self._scratch.sum(axis=0), 2 * self.hop_frames)
        return np.asarray(whole[self.hop_frames :], dtype=np.float32)

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
        power = _power(spectrum)
        self._newest = (self._newest - 1) % self._history
        for index in (self._newest, self._newest + self._history):
            self._spectra[index] = spectrum
            self._powers[index] = power

    def _learn(self, spectra: Spectra, powers: Powers) -> None:
        """Move the filter towards what the last hop's error says; Kuech, Mabande & Enzner, equations 9 to 16."""
        hop, settings = self.hop_frames, self._settings
        error = np.fft.rfft(self._error)
        error_power = _power(error)
        carried = np.float32(settings.talk_memory ** (hop / 256))
        self._talk += (1 - carried) * (error_power - self._talk)
        # Only half of an overlap-save frame is new sound, hence the factors of a half.
        uncertain = 0.5 * np.einsum("pk,pk->k", self._doubt, powers)
        step = self._doubt / (uncertain + self._talk + _INAUDIBLE)
        np.multiply(step, error, out=self._scratch)
        np.multiply(self._scratch, np.conj(spectra), out=self._scratch)
        self._room += self._scratch
        self._shorten()
        np.multiply(step, powers, out=step)
        step *= -0.5
        step += 1.0
        self._doubt *= step
        self._doubt *= self._forget
        self._doubt += (1 - self._forget) * (_power(self._room) + np.float32(1e-7))

    def _shorten(self) -> None:
        """Cut what has grown past a partition's end, a few partitions in turn: as good as all at once (Valin 2007)."""
        hop = self.hop_frames
        turn = slice(self._turn, None, _TURNS)
        self._turn = (self._turn + 1) % _TURNS
        taps = np.fft.irfft(self._room[turn], 2 * hop, axis=1)
        taps[:, hop:] = 0.0
        self._room[turn] = np.fft.rfft(taps, axis=1)

    def _prior(self) -> Powers:
        seconds = np.arange(self.partitions) * self.hop_frames / EAR_RATE
        decay = 10.0 ** (-6.0 * seconds / self._settings.prior_decay_seconds)
        return np.repeat(decay.astype(np.float32)[:, np.newaxis], self.hop_frames + 1, axis=1)


class Suppressor:
    """Lowers, frequency by frequency, what the filter usually leaves of the echo it predicts."""

    def __init__(self, hop_frames: int, settings: EchoCancellerSettings) -> None:
        self._hop = hop = hop_frames
        self._settings = settings
        bins = hop + 1
        self._left = np.zeros(2 * hop + 2 * _GAIN_TAPS, dtype=np.float32)
        self._echo = np.zeros(2 * hop, dtype=np.float32)
        self._window = np.hanning(2 * hop + 1)[: 2 * hop].astype(np.float32)
        self._smooth = np.float32(0.5 ** (hop / 512))
        self._hold = np.float32(10.0 ** (-6.0 * hop / EAR_RATE / settings.hall_seconds))
        self._left_power: Powers = np.zeros(bins, dtype=np.float32)
        self._echo_power: Powers = np.zeros(bins, dtype=np.float32)
        self._held_power: Powers = np.zeros(bins, dtype=np.float32)
        self._stays: Powers = np.full(bins, _STAYS_AT_FIRST, dtype=np.float32)
        self._lag_window = np.hanning(2 * _GAIN_TAPS + 3)[1:-1].astype(np.float32)
        self._share = np.arange(hop, dtype=np.float32) / np.float32(hop)
        self._taps: Samples | None = None
        self.residual_share = 0.0
        """How much of what was left is thought to be echo, 0 to 1."""

    def pass_on(self, left: Samples, echo: Samples, *, is_wanted: bool) -> Samples:
        """Return the next hop, `_GAIN_TAPS` frames late where anything may be suppressed.

        Args:
            left: what the filter left, float32, shape (hop,).
            echo: what it predicted, float32, shape (hop,).
            is_wanted: whether anything is to be suppressed.
        """
        hop = self._hop
        self._left[:-hop] = self._left[hop:]
        self._left[-hop:] = left
        self._echo[:hop] = self._echo[hop:]
        self._echo[hop:] = echo
        if self._settings.suppression <= 0:
            return left
        return self._filtered(self._wanted_taps() if is_wanted else None)

    def _wanted_taps(self) -> Samples | None:
        """Return the gain as a short symmetric filter; None where it is 1 for every frequency."""
        left = _power(np.fft.rfft(self._left[-2 * self._hop :] * self._window))
        echo = _power(np.fft.rfft(self._echo * self._window))
        self._left_power += (1 - self._smooth) * (left - self._left_power)
        self._echo_power += (1 - self._smooth) * (echo - self._echo_power)
        np.maximum(self._held_power * self._hold, self._echo_power, out=self._held_power)
        if float(self._held_power.max()) < _AUDIBLE_ECHO:
            self.residual_share = 0.0
            return None
        self._learn_what_stays()
        residual = self._stays * self._held_power
        self.residual_share = min(1.0, float(residual.sum()) / (float(self._left_power.sum()) + _INAUDIBLE))
        power = 1.0 - self._settings.suppression * residual / (self._left_power + _INAUDIBLE)
        gain = np.sqrt(np.maximum(power, self._settings.least_gain**2))
        taps = np.fft.irfft(gain)
        middle = np.concatenate((taps[-_GAIN_TAPS:], taps[: _GAIN_TAPS + 1]))
        return np.asarray(middle * self._lag_window, dtype=np.float32)

    def _learn_what_stays(self) -> None:
        """Follow the ratio down at once and up slowly: a low quantile, for which the user's words are no echo."""
        ratio = self._left_power / (self._held_power + _INAUDIBLE)
        rate = np.where(ratio < self._stays, np.float32(_FALLS), np.float32(_RISES))
        rate *= self._echo_power > _AUDIBLE_ECHO
        step = rate * np.clip(np.log(np.maximum(ratio, np.float32(1e-6)) / self._stays), -3.0, 3.0)
        np.minimum(self._stays * np.exp(step), np.float32(1.0), out=self._stays)

    def _filtered(self, taps: Samples | None) -> Samples:
        """Return the hop filtered by gains that fade from the last ones into these."""
        before, self._taps = self._taps, taps
        sound = self._left[-self._hop - 2 * _GAIN_TAPS :]
        plain = sound[_GAIN_TAPS:-_GAIN_TAPS].copy()
        if before is None and taps is None:
            return plain
        old = plain if before is None else np.convolve(sound, before, mode="valid")
        new = plain if taps is None else np.convolve(sound, taps, mode="valid")
        return np.asarray(old + self._share * (new - old), dtype=np.float32)


def _power(spectrum: NDArray[np.complexfloating]) -> Powers:
    """The squared magnitude; ten times as fast as squaring `abs`, which guards against overflow."""
    return np.asarray(spectrum.real**2 + spectrum.imag**2, dtype=np.float32)
