"""When the microphone heard something, on the output's clock."""

from typing import Final

_SETTLING_SECONDS: Final = 1.0
"""Over how long lateness is averaged: sound servers deliver in bursts, up to 0.4 s of blocks at once."""

_TOLERANCE_SECONDS: Final = 0.05
"""How far the two clocks may part before the input is placed anew. A drift of 50 ppm (two separate devices) takes a
quarter of an hour for it; a sound server's lost block shows within a second."""


class InputClock:
    """Places input frames on the output's clock, evenly.

    The moment at which a callback runs jitters by tens of milliseconds; the count of frames does not. So times are
    counted in input frames from an origin, and the origin moves only when the mean of what the clocks say over about
    a second is more than 50 ms off. The device's own delay is not known and not subtracted: times are of arrival.

    Used by one thread.
    """

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._origin_seconds: float | None = None
        self._mean_error_seconds = 0.0

    def started_at_seconds(self, frames_before: int, block_frames: int, now_seconds: float) -> float:
        """Return when the first frame of a block was heard.

        Args:
            frames_before: how many frames came before this block.
            block_frames: how many frames it has.
            now_seconds: the output's clock, now that the block is complete.
        """
        measured = now_seconds - (frames_before + block_frames) / self._sample_rate
        if self._origin_seconds is None:
            self._origin_seconds = measured
        weight = min(1.0, block_frames / self._sample_rate / _SETTLING_SECONDS)
        self._mean_error_seconds += weight * (measured - self._origin_seconds - self._mean_error_seconds)
        if abs(self._mean_error_seconds) > _TOLERANCE_SECONDS:
            self._origin_seconds += self._mean_error_seconds
            self._mean_error_seconds = 0.0
        return self._origin_seconds + frames_before / self._sample_rate
