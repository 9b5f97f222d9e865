"""A room in numbers: a loudspeaker's sound on its way into a microphone, and noise at a stated level."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import gain_from_db

PEAK_FRAME: Final = 2048
"""Samples of the loudest frame in "peak" mixing, as the public speech-to-intent benchmark defines it."""

RATE_RATIO: Final = 3
"""Output frames (48 kHz) to an ear's frame (16 kHz)."""

REACH_FRAMES: Final = 192
"""Output frames that the filter between the two rates looks ahead and back: 4 ms, for a transition of 700 Hz."""

_EDGE_HZ: Final = 7_400.0
_OUTPUT_RATE: Final = 48_000


def at_ear_rate(played: Samples) -> Samples:
    """Return what was played at the ear's rate, neither delayed nor cut into pieces.

    A sinc under a Blackman window: nothing above 7.8 kHz comes through by more than -70 dB.

    Args:
        played: float32, at 48 kHz: the stretch that is wanted with `REACH_FRAMES` more on both sides.

    Returns:
        float32, shape (frames of the stretch / 3,).
    """
    windows = np.lib.stride_tricks.sliding_window_view(played.astype(np.float64), len(_TAPS))
    return (windows[::RATE_RATIO] @ _TAPS).astype(np.float32)


def _low_pass_taps() -> NDArray[np.float64]:
    lags = np.arange(-REACH_FRAMES, REACH_FRAMES + 1)
    taps = np.sinc(2.0 * _EDGE_HZ / _OUTPUT_RATE * lags) * np.blackman(len(lags))
    return np.asarray(taps / np.sum(taps))


_TAPS: Final = _low_pass_taps()


class Echo:
    """Convolves a stream with a room's impulse response, block by block."""

    def __init__(self, response: Samples, gain_db: float, delay_frames: int) -> None:
        """Take the room.

        Args:
            response: float32, shape (frames,); scaled here to unit energy.
            gain_db: level of the echo relative to what is played.
            delay_frames: extra delay of loudspeaker, microphone and buffers.
        """
        energy = float(np.sqrt(np.sum(np.square(response, dtype=np.float64))))
        scaled = response.astype(np.float64) * (gain_from_db(gain_db) / max(energy, 1e-12))
        self._response = np.concatenate([np.zeros(delay_frames), scaled])
        self._tail: NDArray[np.float64] = np.zeros(0)
        self._spectra: dict[int, NDArray[np.complex128]] = {}

    def feed(self, played: Samples) -> Samples:
        """Return what the microphone hears of the next block: float32, as many frames as `played`."""
        frames = len(played)
        wet = self._convolve(played.astype(np.float64))
        longest = max(len(wet), len(self._tail))
        total = np.zeros(longest)
        total[: len(wet)] += wet
        total[: len(self._tail)] += self._tail
        self._tail = total[frames:]
        return total[:frames].astype(np.float32)

    def _convolve(self, block: NDArray[np.float64]) -> NDArray[np.float64]:
        length = len(block) + len(self._response) - 1
        size = 1 << (length - 1).bit_length()
        if size not in self._spectra:
            self._spectra[size] = np.fft.rfft(self._response, size)
        if not block.any():
            return np.zeros(length)
        wet: NDArray[np.float64] = np.fft.irfft(np.fft.rfft(block, size) * self._spectra[size], size)[:length]
        return wet


def loudest_frame_rms(samples: Samples) -> float:
    """Return the root mean square of the loudest frame of 2,048 samples; 0 for silence."""
    if not len(samples):
        return 0.0
    padded = np.pad(samples.astype(np.float64), (0, -len(samples) % PEAK_FRAME))
    return float(np.sqrt(np.max(np.mean(np.square(padded.reshape(-1, PEAK_FRAME)), axis=1))))


def noise_at(noise: Samples, speech_rms: float, snr_db: float, frames: int, start: int) -> Samples:
    """Return so many frames of noise, repeated as needed, its loudest frame `snr_db` below the speech's.

    Args:
        noise: float32, shape (frames,), not empty.
        speech_rms: of the loudest frame of the speech.
        snr_db: how far above the noise the speech is, in decibels ("peak" mixing).
        frames: how many frames are wanted.
        start: where in the noise to begin.
    """
    rms = loudest_frame_rms(noise)
    gain = speech_rms / rms * gain_from_db(-snr_db) if rms > 0 else 0.0
    repeated = np.resize(np.roll(noise, -(start % len(noise))), frames)
    return (repeated * np.float32(gain)).astype(np.float32)
