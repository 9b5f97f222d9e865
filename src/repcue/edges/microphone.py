"""The microphone: one input stream at the device's own rate, as 10 ms blocks at 16 kHz on the output's clock.

PortAudio's thread calls `InputCallback`, which copies each block into a bounded queue. The hearing thread takes them
out with `read`, resamples them and watches their level; when it is too slow, the oldest are dropped and counted.
What a broken driver delivers, samples that are no numbers or far out of range, ends here.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import DeviceError
from repcue.core.messages import AudioBlock
from repcue.core.units import db_from_gain
from repcue.edges import portaudio
from repcue.edges.devices import Device, Direction
from repcue.edges.ear_blocks import EarBlocks
from repcue.edges.heartbeat import Heartbeat
from repcue.edges.input_clock import InputClock

LATENCY_SECONDS: Final = 0.03
"""How much sound the device gathers; the lower, the sooner 'stop' is heard, and a sound server's fragment is as long.
Over PulseAudio sound arrived 20 ms later than it was played, with no block lost."""

BLOCK_SECONDS: Final = 0.010

QUEUE_BLOCKS: Final = 500
"""5 s: longer than any pause of the recogniser that a session survives."""

_SILENT_AFTER_SECONDS: Final = 3.0
"""A live microphone always has noise; zeros for so long mean a switch, a permission or a wrong device."""

_LEVEL_SECONDS: Final = 0.1
"""Over how long the level is averaged: a meter that follows syllables."""

_LEVEL_FLOOR_DBFS: Final = -120.0


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    samples: Samples
    started_at_seconds: float


class InputCallback:
    """Copies the device's blocks. Constructed and read by other threads, called by the audio thread."""

    def __init__(self, sample_rate: int, clock_seconds: Callable[[], float], *, queue_blocks: int) -> None:
        self._clock = InputClock(sample_rate)
        self._clock_seconds = clock_seconds
        self._queue_blocks = queue_blocks
        self.heard: SimpleQueue[_Heard] = SimpleQueue()
        """Blocks that nobody has read yet, oldest first."""
        self.callbacks = 0
        """How many times the device brought sound."""
        self.frames = 0
        """How many frames the device brought."""
        self.overflows = 0
        """How many times the device, or we, lost sound."""
        self.failure: Exception | None = None
        """The first thing that went wrong inside the callback."""
        self.is_finished = False
        """The stream has ended."""

    def __call__(self, indata: portaudio.Block, frames: int, time: object, status: portaudio.Flags) -> None:
        """Copy one block.

        Called by PortAudio on its audio thread, every 10 ms; does not block, log or raise (PortAudio would never call
        again). It allocates the copy and what carries it: a call takes 3 µs, 130 µs at most of 5,000 (processor time,
        480 frames), of the 30 ms that the device gathers. `indata` is valid during the call only. `time` is not used:
        through ALSA's PulseAudio plugin it is always 0. When the queue is full the oldest block is dropped.

        Args:
            indata: float32, shape (frames, channels); the first channel is heard.
            frames: how many frames it has.
            time: PortAudio's time stamps.
            status: whether sound was lost before this block.
        """
        try:
            self._copy(indata, frames, status)
        except Exception as error:  # noqa: BLE001 - PortAudio would swallow it and stop; the control thread reports it
            self.failure = self.failure or error
        self.frames += frames
        self.callbacks += 1

    def finish(self) -> None:
        """Note that the stream has ended. Called by PortAudio."""
        self.is_finished = True

    def _copy(self, indata: portaudio.Block, frames: int, status: portaudio.Flags) -> None:
        if status.input_overflow:
            self.overflows += 1
        if self.heard.qsize() >= self._queue_blocks:
            self.heard.get_nowait()
            self.overflows += 1
        started_at_seconds = self._clock.started_at_seconds(self.frames, frames, self._clock_seconds())
        self.heard.put(_Heard(indata[:, 0].copy(), started_at_seconds))


class Level:
    """Follows how loud the sound is, and whether there is any. Fed by one thread, read by any."""

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._power = 0.0
        self._zero_frames = 0

    def feed(self, samples: Samples) -> None:
        """Take the next samples into account: float32, shape (frames,), -1 to 1."""
        weight = min(1.0, len(samples) / self._sample_rate / _LEVEL_SECONDS)
        self._power += weight * (float(np.dot(samples, samples)) / max(1, len(samples)) - self._power)
        self._zero_frames = 0 if samples.any() else self._zero_frames + len(samples)

    @property
    def dbfs(self) -> float:
        """Root mean square over about 0.1 s, in dB of full scale, -120 or more."""
        return db_from_gain(self._power**0.5, floor_db=_LEVEL_FLOOR_DBFS)

    @property
    def is_digital_silence(self) -> bool:
        """Every sample was exactly zero for 3 s."""
        return self._zero_frames >= _SILENT_AFTER_SECONDS * self._sample_rate


def sound_of(samples: Samples) -> tuple[Samples, bool]:
    """Return the samples within -1 to 1, 0 where one is no number, and whether there was any that was none.

    A single NaN would stay in every filter behind it, and the ear would be deaf from then on.

    >>> sound_of(np.array([0.5, np.nan, -np.inf, 7.0], dtype=np.float32))
    (array([0.5, 0. , 0. , 1. ], dtype=float32), True)
    """
    is_broken = not bool(np.isfinite(samples).all())
    if is_broken:
        samples = np.where(np.isfinite(samples), samples, np.float32(0.0))
    return np.clip(samples, np.float32(-1.0), np.float32(1.0)), is_broken


class BlockReader:
    """Turns what a callback has copied into blocks at 16 kHz. Used by the hearing thread; its counters by any."""

    def __init__(self, callback: InputCallback, sample_rate: int, tap: Callable[[Samples], None] | None = None) -> None:
        """Read nothing yet.

        Args:
            callback: gets the device's sound.
            sample_rate: its frames per second.
            tap: told all that is read, at the device's own rate, on the hearing thread.
        """
        self._heard = callback.heard
        self._ear_blocks = EarBlocks(sample_rate)
        self._ready: deque[AudioBlock] = deque()
        self._tap = tap
        self.level = Level(sample_rate)
        """Of what was read."""
        self.broken_blocks = 0
        """How many of the device's blocks held samples that are no numbers."""

    def read(self, timeout_seconds: float) -> AudioBlock | None:
        """Return the oldest block not yet read, 160 frames at 16 kHz, or None when there is none in time."""
        deadline = monotonic() + timeout_seconds
        while not self._ready:
            try:
                heard = self._heard.get(timeout=max(0.0, deadline - monotonic()))
            except Empty:
                return None
            samples, is_broken = sound_of(heard.samples)
            self.broken_blocks += is_broken
            if self._tap is not None:
                self._tap(samples)
            self.level.feed(samples)
            self._ready.extend(self._ear_blocks.feed(samples, heard.started_at_seconds))
        return self._ready.popleft()


class DeviceMicrophone:
    """An open microphone; listens from construction until `close`. Read by the hearing thread."""

    def __init__(
        self,
        device: Device,
        sample_rate: int,
        clock_frames: Callable[[], int],
        clock_rate: int,
        *,
        latency_seconds: float = LATENCY_SECONDS,
        tap: Callable[[Samples], None] | None = None,
    ) -> None:
        """Open the device and begin to listen. Open the speaker first: its frames are the clock.

        Args:
            device: where to listen.
            sample_rate: frames per second, as `devices.own_rate` says.
            clock_frames: how many output frames were rendered; called on the audio thread, must not block.
            clock_rate: the output's frames per second.
            latency_seconds: how much sound the device gathers before it brings it.
            tap: told all that is read, at the device's own rate, on the hearing thread.

        Raises:
            DeviceError: the device cannot be opened.
        """
        # [frames] / [frames/s] = [s]
        self._callback = InputCallback(sample_rate, lambda: clock_frames() / clock_rate, queue_blocks=QUEUE_BLOCKS)
        self._sample_rate = sample_rate
        self._reader = BlockReader(self._callback, sample_rate, tap)
        self._heartbeat = Heartbeat()
        self._is_closed = False
        self._stream = self._open(device, latency_seconds)

    def read(self, timeout_seconds: float) -> AudioBlock | None:
        """Return the oldest block not yet read, 160 frames at 16 kHz, or None when there is none in time.

        Args:
            timeout_seconds: how long to wait; 0 not at all.
        """
        return self._reader.read(timeout_seconds)

    @property
    def sample_rate(self) -> int:
        """Frames per second of the device; `read` gives 16,000 whatever this is."""
        return self._sample_rate

    @property
    def latency_seconds(self) -> float:
        """How late the device brings sound, as far as PortAudio knows."""
        return float(self._stream.latency)

    @property
    def overflows(self) -> int:
        """How many times sound was lost so far, by the device or because nobody read it in time."""
        return self._callback.overflows

    @property
    def broken_blocks(self) -> int:
        """How many blocks so far held samples that are no numbers; these were taken for silence."""
        return self._reader.broken_blocks

    @property
    def frames(self) -> int:
        """How many frames the device brought so far, at its own rate."""
        return self._callback.frames

    @property
    def failure(self) -> Exception | None:
        """The first thing that went wrong on the audio thread; the control thread reports it."""
        return self._callback.failure

    @property
    def level_dbfs(self) -> float:
        """How loud it is, of what was read: root mean square over about 0.1 s, in dB of full scale, -120 or more."""
        return self._reader.level.dbfs

    @property
    def is_digital_silence(self) -> bool:
        """Whether the last 3 s that were read are exactly zero, which no live microphone delivers."""
        return self._reader.level.is_digital_silence

    def is_lost(self, now_seconds: float) -> bool:
        """Return whether the device is gone: its stream ended by itself, or it brought no sound for a second.

        Args:
            now_seconds: the present, on a clock that never goes back; ask a few times a second.
        """
        if self._is_closed:
            return False
        return self._callback.is_finished or self._heartbeat.is_lost(self._callback.callbacks, now_seconds)

    def close(self) -> None:
        """Stop listening; what was heard can still be read. Idempotent."""
        if not self._is_closed:
            self._is_closed = True
            self._stream.stop()
            self._stream.close()

    def _open(self, device: Device, latency_seconds: float) -> portaudio.Stream:
        def opened(channels: int) -> portaudio.Stream:
            return portaudio.open_stream(
                Direction.MICROPHONE,
                device.device_id,
                device.name,
                sample_rate=self._sample_rate,
                block_frames=round(BLOCK_SECONDS * self._sample_rate),
                channels=channels,
                latency_seconds=latency_seconds,
                callback=self._callback,
                finished=self._callback.finish,
            )

        try:
            return opened(1)
        except DeviceError:
            # ALSA's raw devices open only with all their channels.
            if device.input_channels == 1:
                raise
            return opened(device.input_channels)
