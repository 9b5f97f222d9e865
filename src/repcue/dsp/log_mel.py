"""The spectrogram that Whisper hears: logarithms of 80 mel bands, 100 columns a second. numpy only.

As in Radford et al. 2022 and OpenAI's `whisper/audio.py`: frames of 25 ms every 10 ms under a Hann window, power,
triangular bands on Slaney's mel scale with equal areas, the lower 80 dB of what is below the loudest cut off.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE

BANDS: Final = 80
COLUMN_FRAMES: Final = EAR_RATE // 100
_WINDOW_FRAMES: Final = 400
_LEAST_POWER: Final = 1e-10
_RANGE: Final = 8.0
"""Powers of ten below the loudest."""


def log_mel(samples: Samples) -> NDArray[np.float32]:
    """Return the spectrogram, float32, shape (BANDS, columns), contiguous; about -1 to 1.5.

    Args:
        samples: float32, shape (frames,), -1 to 1, at 16,000 frames per second; at least 400 of them.
    """
    padded = np.pad(samples, _WINDOW_FRAMES // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW_FRAMES)[::COLUMN_FRAMES][:-1]
    window = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(_WINDOW_FRAMES) / _WINDOW_FRAMES)
    power = np.square(np.abs(np.fft.rfft(frames * window.astype(np.float32), axis=1)))
    levels = np.log10(np.maximum(power @ _bands(), _LEAST_POWER))
    levels = np.maximum(levels, levels.max() - _RANGE)
    return np.ascontiguousarray(((levels + 4.0) / 4.0).T, dtype=np.float32)


@cache
def _bands() -> NDArray[np.float64]:
    """Return the weights of each band, shape (201, BANDS)."""
    frequencies = np.fft.rfftfreq(_WINDOW_FRAMES, 1.0 / EAR_RATE)
    corners = _hertz(np.linspace(0.0, _mels(EAR_RATE / 2), BANDS + 2))
    rising = (frequencies[:, None] - corners[:-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[2:] - frequencies[:, None]) / (corners[2:] - corners[1:-1])
    weights = np.maximum(0.0, np.minimum(rising, falling)) * 2.0 / (corners[2:] - corners[:-2])
    return np.asarray(weights)


def _mels(hertz: float) -> float:
    """Slaney's scale: 200/3 Hz each up to 1 kHz, 27 for a factor of 6.4 above."""
    return 15.0 + 27.0 * float(np.log(hertz / 1000.0)) / float(np.log(6.4))


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.where(mels < 15.0, mels * 200.0 / 3.0, 1000.0 * 6.4 ** ((mels - 15.0) / 27.0)))
