"""How late the echo comes and how fast its delay runs away, told by the signals alone.

How it works. Twice a second, while the speaker plays, the last second of the microphone is correlated with what was
played, its spectrum flattened most of the way (generalised cross-correlation, Knapp & Carter 1976, with the phase
transform's exponent lowered to 0.7 so that empty bins weigh little). A delay counts once several windows agree on it:
two sounds that have nothing to do with each other give another delay every time. The clocks' drift is the median slope
over all pairs of delays of the last half minute (Theil & Sen), which a reflection that wins once does not move. Where
those slopes do not agree on a direction there is none: what follows a drift that is only noise loses by it.

Used by one thread; 16 kHz throughout.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE, gain_from_db

WINDOW_FRAMES: Final = EAR_RATE
"""1 s: holds a spoken count or a cue, and 100 ppm of drift smear it by less than two frames."""

EVERY_FRAMES: Final = EAR_RATE // 2
DEEPEST_FRAMES: Final = EAR_RATE * 6 // 10
"""Latest echo that is looked for, 0.6 s: earbuds take 0.3, sound servers 0.15, the way through a hall 0.05."""

FLATTENING: Final = 0.7
OVERSAMPLING: Final = 8
AGREEMENT_FRAMES: Final = 24
"""Windows agree within 1.5 ms. By chance three do so once in 10^5 windows (24 of 9,600 delays, twice)."""

AGREEING: Final = 3
APART_FRAMES: Final = WINDOW_FRAMES * 5 // 4
"""And the first and the last of them must hold nothing in common: a word of the user's lies in three windows, and what
it happens to be like lies equally far away in all of them."""

STANDING_OUT: Final = 12.0
"""A peak must be so many times the correlation's root mean square. Where two voices spoke that have nothing to do with
each other one in fifty windows had such a peak (the highest of 9,600 random values is 4.3); with an echo seven in
eight had one, from 10 dB over the user to 10 dB below, half of them over 40."""

KEPT_SECONDS: Final = 30.0
LOST_AFTER_SECONDS: Final = 30.0
"""So long the speaker must have played without the echo being found until it counts as gone (headphones)."""

LEAST_SPAN_SECONDS: Final = 4.0
"""Delays nearer to each other say little of the drift: a frame in 4 s is 16 ppm."""

GREATEST_DRIFT_PPM: Final = 300.0
"""The CD standard allows 200; two cheap clocks differ by 50."""

LEAST_DRIFT_PPM: Final = 0.5
"""The filter follows so much by itself."""

SAME_DIRECTION: Final = 0.9
"""Share of the slopes that must point the same way; of a delay that only trembles it is about half."""

_LEAST_LEVEL: Final = gain_from_db(-60.0) ** 2
"""Mean square of what is played under which a window tells nothing."""


@dataclass(frozen=True, slots=True)
class _Seen:
    at_frame: float
    """Where in the window most of the echo's power lies: with the window's middle a drift of 100 ppm was taken for 108
    in its first ten seconds."""
    window_end_frame: int
    undone_frames: float
    """The delay against the reference as it was played, without anybody's compensation."""


class DelayTracker:
    """Follows one echo's delay and drift."""

    def __init__(self) -> None:
        self._heard = _Latest(WINDOW_FRAMES)
        self._played = _Latest(WINDOW_FRAMES + DEEPEST_FRAMES)
        self._frame = 0
        self._next_frame = WINDOW_FRAMES
        self._seen: deque[_Seen] = deque(maxlen=round(2 * KEPT_SECONDS))
        self._in_vain_frames = 0
        self._undone_frames: float | None = None
        self._read_ahead_frames = 0.0
        self._read_aheads: deque[tuple[int, float]] = deque()
        """Up to which frame the reference was read how far ahead, over one window."""
        self.drift_ppm = 0.0
        """By how many parts per million the microphone's clock is faster than the speaker's."""
        self.is_guess = False
        """Whether the delay is only what `expect` was told."""

    @property
    def has_echo(self) -> bool:
        """Whether the speaker is heard by the microphone at all."""
        return self._undone_frames is not None

    @property
    def delay_frames(self) -> float | None:
        """How much later than the reference, as it was last read, the echo comes; None where none was found."""
        return None if self._undone_frames is None else self._undone_frames + self._read_ahead_frames

    def expect(self, delay_frames: float) -> None:
        """Take a delay that was measured in an earlier session for true until the signals tell."""
        self._undone_frames = delay_frames
        self.is_guess = True

    def forget_history(self) -> None:
        """Tell delay and drift from here on only: the microphone has been moved, which is no drift."""
        while len(self._seen) > AGREEING:
            self._seen.popleft()

    def feed(self, heard: Samples, played: Samples, read_ahead_frames: float = 0.0) -> bool:
        """Take the next piece into account and return whether delay or drift were looked at anew.

        Args:
            heard: float32, shape (frames,), from the microphone.
            played: float32, same shape: the reference, as it was read.
            read_ahead_frames: by how much compensation has moved the reading of the reference so far.
        """
        self._read_ahead_frames = read_ahead_frames
        self._heard.add(heard)
        self._played.add(played)
        self._frame += len(heard)
        self._read_aheads.append((self._frame, read_ahead_frames))
        while self._read_aheads[0][0] <= self._frame - WINDOW_FRAMES:
            self._read_aheads.popleft()
        if self._frame < self._next_frame:
            return False
        self._next_frame = self._frame + EVERY_FRAMES
        return self._look()

    def _look(self) -> bool:
        heard, played = self._heard.whole(), self._played.whole()
        if float(np.dot(played, played)) < _LEAST_LEVEL * WINDOW_FRAMES:
            return False
        delay = delay_between(heard, played)
        if delay is not None:
            at_frame = self._frame - WINDOW_FRAMES + _centre_of_power(played, round(delay))
            self._seen.append(_Seen(at_frame, self._frame, delay - self._read_ahead_at(at_frame)))
        self._vote(delay)
        if self.has_echo:
            self.drift_ppm = self._drift_ppm()
        return True

    def _read_ahead_at(self, at_frame: float) -> float:
        return next(read_ahead for frame, read_ahead in self._read_aheads if frame >= at_frame)

    def _vote(self, delay: float | None) -> None:
        """Take a delay for true when enough of the last windows agree; forget it when it is long not seen."""
        undone = None if delay is None else delay - self._read_ahead_frames
        latest = list(self._seen)[-2 * AGREEING :]
        agree = [each for each in latest if undone is not None and abs(each.undone_frames - undone) <= AGREEMENT_FRAMES]
        if len(agree) >= AGREEING and agree[-1].window_end_frame - agree[0].window_end_frame >= APART_FRAMES:
            self._undone_frames = float(np.median([each.undone_frames for each in agree]))
            self._in_vain_frames = 0
            self.is_guess = False
            return
        self._in_vain_frames += EVERY_FRAMES
        if self._in_vain_frames >= LOST_AFTER_SECONDS * EAR_RATE:
            self._undone_frames = None

    def _drift_ppm(self) -> float:
        """Return the median slope over the windows that see the same echo; 0 where slopes point both ways."""
        oldest = self._frame - KEPT_SECONDS * EAR_RATE
        seen = self._same_echo([each for each in self._seen if each.at_frame >= oldest])
        times = np.array([each.at_frame for each in seen], dtype=np.float64)
        delays = np.array([each.undone_frames for each in seen])
        first, second = np.triu_indices(len(seen), 1)
        apart = times[second] - times[first]
        is_far = apart >= LEAST_SPAN_SECONDS * EAR_RATE
        if np.count_nonzero(is_far) < 2 * AGREEING:
            return self.drift_ppm
        slopes = (delays[second] - delays[first])[is_far] / apart[is_far]
        slope_ppm = float(np.clip(np.median(slopes) * 1e6, -GREATEST_DRIFT_PPM, GREATEST_DRIFT_PPM))
        is_drifting = float(np.mean(slopes * slope_ppm > 0.0)) >= SAME_DIRECTION
        return slope_ppm if is_drifting and abs(slope_ppm) >= LEAST_DRIFT_PPM else 0.0

    def _same_echo(self, seen: Sequence[_Seen]) -> list[_Seen]:
        """Return those that lie as near to each other as drift allows: no other reflection, nothing before a jump."""
        kept: list[_Seen] = []
        for each in reversed(seen):
            after = kept[-1] if kept else None
            if after is None:
                if abs(each.undone_frames - (self._undone_frames or 0.0)) <= AGREEMENT_FRAMES:
                    kept.append(each)
                continue
            moved = abs(each.undone_frames - after.undone_frames)
            if moved <= AGREEMENT_FRAMES / 2 + (after.at_frame - each.at_frame) * GREATEST_DRIFT_PPM * 1e-6:
                kept.append(each)
        return kept[::-1]


def delay_between(heard: Samples, played: Samples) -> float | None:
    """Return by how many frames `heard` is a late copy of `played`; None where nothing stands out.

    Args:
        heard: float32, shape (frames,).
        played: float32, shape (frames + deepest,); its last frames are of the same time as `heard`.
    """
    deepest = len(played) - len(heard)
    # What wraps round in a circular correlation falls on delays that are not looked at.
    size = 1 << (len(played) - 1).bit_length()
    cross = np.conj(np.fft.rfft(heard, size)) * np.fft.rfft(played, size)
    magnitude = np.abs(cross)
    cross /= np.maximum(magnitude, 1e-6 * float(magnitude.max()) + 1e-20) ** FLATTENING
    correlation = np.fft.irfft(cross, size)[: deepest + 1][::-1]
    peaks = np.abs(correlation)
    at = int(np.argmax(peaks))
    if peaks[at] < STANDING_OUT * float(np.sqrt(np.mean(np.square(peaks)))):
        return None
    return at + _fraction(correlation, at)


def _centre_of_power(played: Samples, delay_frames: int) -> float:
    """Return where the echo's power lies in a window that ends with `played`, in frames from the window's first."""
    end = len(played) - delay_frames
    # In double precision: the squares of what a resampler leaves of silence are too small for single, and slow there.
    power = np.square(played[max(0, end - WINDOW_FRAMES) : end], dtype=np.float64)
    return float(np.dot(power, np.arange(WINDOW_FRAMES - len(power), WINDOW_FRAMES)) / (float(power.sum()) + 1e-12))


def _fraction(correlation: NDArray[np.floating], at: int) -> float:
    """Return where between frames the peak lies, -1 to 1, by band-limited interpolation."""
    reach = 16
    padded = np.pad(correlation, reach)[at : at + 2 * reach + 1]
    lags = np.arange(-reach, reach + 1)
    steps = np.arange(-OVERSAMPLING, OVERSAMPLING + 1) / OVERSAMPLING
    # 64th of a frame: a parabola through the three finest values around the peak.
    values = np.abs(np.sinc(steps[:, np.newaxis] - lags) @ padded)
    best = int(np.clip(np.argmax(values), 1, len(values) - 2))
    before, peak, after = values[best - 1 : best + 2]
    bend = before - 2 * peak + after
    finer = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(steps[best] + np.clip(finer, -1.0, 1.0) / OVERSAMPLING)


class _Latest:
    """The last so many frames of a stream."""

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._kept = np.zeros(frames, dtype=np.float32)
        self._pieces: list[Samples] = []

    def add(self, piece: Samples) -> None:
        self._pieces.append(piece)

    def whole(self) -> Samples:
        self._kept = np.concatenate([self._kept, *self._pieces])[-self._frames :]
        self._pieces.clear()
        return self._kept
