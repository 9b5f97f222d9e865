"""The speaker: one output stream at the device's own rate, open and fed from start to end.

PortAudio's thread calls `OutputCallback` for every block; it calls the mixer, and nothing else. The control thread
reads its counters. Bluetooth earbuds cut the first second after silence, which is why the stream never pauses.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.edges import portaudio
from repcue.edges.devices import Device, Direction
from repcue.edges.heartbeat import Heartbeat

Render = Callable[[Samples], None]
"""Fills a buffer of float32, shape (frames,), with the next frames, in place; on the audio thread."""

LATENCY_SECONDS: Final = 0.12
"""How much sound the device holds: with two busy Python threads callbacks were up to 38 ms late, and 0.1 s sometimes
ran dry where 0.2 s never did; every tenth is also a tenth later that 'stop' is obeyed."""

BLOCK_SECONDS: Final = 0.010
"""480 frames at 48 kHz."""

_AWAKE_GAIN: Final = 2.0**-15
"""One step of 16-bit sound, -90 dBFS, far below hearing in any room: some earbuds and amplifiers switch off at
digital silence and cut the start of what follows."""


class OutputCallback:
    """Fills the device's blocks. Constructed and read by the control thread, called by the audio thread."""

    def __init__(self, render: Render, block_frames: int) -> None:
        self._render = render
        self._mono = np.zeros(block_frames, dtype=np.float32)
        signs = np.random.default_rng(0).integers(0, 2, block_frames) * 2 - 1
        self._awake = (signs * _AWAKE_GAIN).astype(np.float32)
        self.callbacks = 0
        """How many times the device asked for sound."""
        self.frames = 0
        """How many frames the device was given."""
        self.underflows = 0
        """How many times the device ran dry."""
        self.failures = 0
        """How many blocks were silent because `render` raised."""
        self.failure: Exception | None = None
        """The first thing that `render` raised."""
        self.is_finished = False
        """The stream has ended."""

    def __call__(self, outdata: portaudio.Block, frames: int, time: object, status: portaudio.Flags) -> None:
        """Fill one block.

        Called by PortAudio on its audio thread, every 10 ms; does not block, lock, log, allocate arrays or raise
        (PortAudio would never call again). `time` is not used: through ALSA's PulseAudio plugin it is always 0.

        Args:
            outdata: float32, shape (frames, channels); filled in place.
            frames: how many frames the device asks for.
            time: PortAudio's time stamps.
            status: whether sound was lost before this block.
        """
        if status.output_underflow:
            self.underflows += 1
        for start in range(0, frames, len(self._mono)):
            mono = self._mono[: frames - start]
            try:
                self._render(mono)
            except Exception as error:  # noqa: BLE001 - PortAudio would swallow it and stop; the control thread reports it
                self._note_failure(error)
                mono.fill(0.0)
            np.add(mono, self._awake[: len(mono)], out=mono)
            outdata[start : start + len(mono)] = mono[:, np.newaxis]
        self.frames += frames
        self.callbacks += 1

    def finish(self) -> None:
        """Note that the stream has ended. Called by PortAudio."""
        self.is_finished = True

    def _note_failure(self, error: Exception) -> None:
        self.failures += 1
        if self.failure is None:
            self.failure = error


class DeviceSpeaker:
    """An open speaker; plays from construction until `close`. Used by the control thread."""

    def __init__(
        self, render: Render, device: Device, sample_rate: int, *, latency_seconds: float = LATENCY_SECONDS
    ) -> None:
        """Open the device and begin to play.

        Args:
            render: fills blocks on the audio thread; see `Render`.
            device: where to play.
            sample_rate: frames per second, as `devices.own_rate` says.
            latency_seconds: how much sound the device should hold.

        Raises:
            DeviceError: the device cannot be opened.
        """
        block_frames = round(BLOCK_SECONDS * sample_rate)
        self._callback = OutputCallback(render, block_frames)
        self._heartbeat = Heartbeat()
        self._sample_rate = sample_rate
        self._is_closed = False
        self._stream = portaudio.open_stream(
            Direction.SPEAKER,
            device.device_id,
            device.name,
            sample_rate=sample_rate,
            block_frames=block_frames,
            channels=min(2, device.output_channels),
            latency_seconds=latency_seconds,
            callback=self._callback,
            finished=self._callback.finish,
        )

    @property
    def sample_rate(self) -> int:
        """Frames per second of the device."""
        return self._sample_rate

    @property
    def latency_seconds(self) -> float:
        """How long after rendering a frame is heard, as far as PortAudio knows; earbuds add their own 0.15 to 0.3 s."""
        return float(self._stream.latency)

    @property
    def frames(self) -> int:
        """How many frames the device was given so far."""
        return self._callback.frames

    @property
    def underflows(self) -> int:
        """How many times the device ran dry so far."""
        return self._callback.underflows

    @property
    def callback_load(self) -> float:
        """Share of a block's time that was spent filling it, lately, as PortAudio measures it."""
        return float(self._stream.cpu_load)

    @property
    def failures(self) -> int:
        """How many blocks were silent so far because `render` raised."""
        return self._callback.failures

    @property
    def failure(self) -> Exception | None:
        """The first thing that `render` raised; the control thread reports it."""
        return self._callback.failure

    def is_lost(self, now_seconds: float) -> bool:
        """Return whether the device is gone: its stream ended by itself, or it has not asked for sound for a second.

        Args:
            now_seconds: the present, on a clock that never goes back; ask a few times a second.
        """
        if self._is_closed:
            return False
        return self._callback.is_finished or self._heartbeat.is_lost(self._callback.callbacks, now_seconds)

    def close(self) -> None:
        """Play what the device holds, then stop. Idempotent."""
        if not self._is_closed:
            self._is_closed = True
            self._stream.stop()
            self._stream.close()
