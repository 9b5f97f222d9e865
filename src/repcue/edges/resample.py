"""Sound at another rate, through a real low-pass filter; the only importer of soxr.

soxr's HQ filter lets nothing above half the lower rate through (an alias at -146 dB, measured with a 9 kHz tone from
48 to 16 kHz) for 0.4 ms of computing a second; plain interpolation lets all of it through.
"""

from typing import TYPE_CHECKING

import numpy as np

from repcue.core.clip import Samples

if TYPE_CHECKING:
    from soxr import ResampleStream

_QUALITY = "HQ"


class StreamResampler:
    """Resamples a stream piece by piece; all pieces together are one sound. Used by one thread.

    The filter holds back the last 10 ms (from 48 kHz) to 30 ms (from 44.1 kHz) until more comes or `finish`.
    Output frame n is the sound at n / to_rate seconds: held back, not shifted.
    """

    def __init__(self, from_rate: int, to_rate: int) -> None:
        """Prepare the filter.

        Args:
            from_rate: frames per second of what is fed.
            to_rate: frames per second of what is returned.
        """
        self._stream: ResampleStream | None = None
        if from_rate != to_rate:
            import soxr

            self._stream = soxr.ResampleStream(from_rate, to_rate, 1, dtype="float32", quality=_QUALITY)

    def feed(self, samples: Samples) -> Samples:
        """Return what became ready: float32, shape (frames,), for float32 samples of any number."""
        if self._stream is None or not len(samples):
            return samples
        return np.asarray(self._stream.resample_chunk(np.ascontiguousarray(samples)), dtype=np.float32)

    def finish(self) -> Samples:
        """Return what was held back; feed nothing after it."""
        nothing = np.zeros(0, dtype=np.float32)
        return nothing if self._stream is None else np.asarray(self._stream.resample_chunk(nothing, last=True))


def resample(samples: Samples, from_rate: int, to_rate: int) -> Samples:
    """Return a whole sound at another rate: float32, shape (frames * to_rate / from_rate,)."""
    if from_rate == to_rate or not len(samples):
        return samples
    import soxr

    return np.asarray(soxr.resample(samples, from_rate, to_rate, quality=_QUALITY), dtype=np.float32)
