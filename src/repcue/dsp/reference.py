"""What was played, kept for a moment: the reference of the echo.

`PlayedRing` is written on the audio thread with every block that the mixer rendered and read on the hearing thread by
the output's clock. `ReferenceTrack` holds the same sound at the ear's rate and reads it at any speed near 1, between
frames too, so that two clocks that drift apart stay together.
"""

from typing import Final

import numpy as np

from repcue.core.clip import Samples

_REACH: Final = 16
"""Frames to either side that are interpolated from; -80 dB of error at 6 kHz, with the window below."""


class PlayedRing:
    """The last seconds of what was played. One thread writes, one other reads, without locks."""

    def __init__(self, sample_rate: int, seconds: float = 4.0) -> None:
        """Keep so much.

        Args:
            sample_rate: frames per second of what is played.
            seconds: how far back can be read; longer than the hearing thread ever stalls.
        """
        self.sample_rate = sample_rate
        self._ring = np.zeros(max(1, round(seconds * sample_rate)), dtype=np.float32)
        self.frames = 0
        """How many frames were written so far: the output's clock."""

    def write(self, block: Samples) -> None:
        """Keep a copy of a block, the next one on the output's clock.

        Called on the audio thread; does not block, lock, allocate arrays or raise.

        Args:
            block: float32, shape (frames,), as it went to the device.
        """
        size = len(self._ring)
        start, kept = self.frames % size, block[-size:]
        start = (start + len(block) - len(kept)) % size
        first = min(len(kept), size - start)
        self._ring[start : start + first] = kept[:first]
        self._ring[: len(kept) - first] = kept[first:]
        # Counted last, so that a reader never takes a frame for written that is not.
        self.frames += len(block)

    def read(self, start_frame: int, end_frame: int) -> Samples:
        """Return a stretch: float32, shape (end_frame - start_frame,); silence where it is not kept any more.

        Called on the hearing thread.

        Args:
            start_frame: first frame on the output's clock, 0 or more.
            end_frame: first frame after the last, at most `frames`.
        """
        size = len(self._ring)
        out = np.zeros(end_frame - start_frame, dtype=np.float32)
        kept = out[max(0, end_frame - size - start_frame) :]
        first = (end_frame - len(kept)) % size
        until_wrap = min(len(kept), size - first)
        kept[:until_wrap] = self._ring[first : first + until_wrap]
        kept[until_wrap:] = self._ring[: len(kept) - until_wrap]
        # What the writer may have overwritten meanwhile is not trusted.
        out[: max(0, self.frames - size - start_frame)] = 0.0
        return out


class ReferenceTrack:
    """What was played, at the ear's rate, readable between frames. Used by one thread."""

    def __init__(self, frames: int) -> None:
        """Hold the last `frames` frames."""
        self._kept = np.zeros(frames, dtype=np.float32)
        self.end_frame = 0
        """How many frames there are so far."""

    def extend(self, samples: Samples) -> None:
        """Append what was played next: float32, shape (frames,)."""
        if not len(samples):
            return
        newest = samples[-len(self._kept) :]
        self._kept = np.concatenate((self._kept[len(newest) :], newest))
        self.end_frame += len(samples)

    def has(self, position: float, frames: int) -> bool:
        """Return whether all that `read` needs there was played already."""
        return position + frames + _REACH + 2 <= self.end_frame

    def read(self, position: float, frames: int, speed: float = 1.0) -> Samples:
        """Return a stretch: float32, shape (frames,); silence before the start and past the end.

        Args:
            position: where its first frame lies, in frames; need not be whole.
            frames: how many are wanted.
            speed: frames of the track for each frame returned, 0.999 to 1.001.
        """
        first = int(np.floor(position))
        begin, end = position - first, position - first + (speed - 1.0) * frames
        around = self._piece(first - _REACH, frames + 2 * _REACH + 2)
        at_begin = _between(around, begin, frames)
        if begin == end:
            return at_begin
        # The fraction moves by a fortieth of a frame in a piece: two filters, one fading into the other, are enough.
        share = np.arange(frames, dtype=np.float32) / np.float32(frames)
        return np.asarray(at_begin + share * (_between(around, end, frames) - at_begin), dtype=np.float32)

    def _piece(self, start: int, frames: int) -> Samples:
        offset = start - (self.end_frame - len(self._kept))
        first, last = max(offset, 0), min(offset + frames, len(self._kept))
        piece = np.zeros(frames, dtype=np.float32)
        if first < last:
            piece[first - offset : last - offset] = self._kept[first:last]
        return piece


def _between(around: Samples, fraction: float, frames: int) -> Samples:
    """Return frames `_REACH + fraction` and on of a piece, by a windowed sinc; fraction is -1 to 2."""
    whole = int(np.floor(fraction))
    part = fraction - whole
    if part == 0.0:
        return around[_REACH + whole : _REACH + whole + frames]
    lags = np.arange(1 - _REACH, _REACH + 1) - part
    taps = np.sinc(lags) * np.cos(0.5 * np.pi * lags / (_REACH + 1)) ** 2
    # `convolve` turns the taps round: the one for the earliest frame comes last.
    start = 1 + whole
    piece = around[start : start + frames + 2 * _REACH - 1]
    return np.convolve(piece, (taps / taps.sum())[::-1].astype(np.float32), mode="valid")
