"""A room in memory: a loudspeaker, a microphone that hears it by way of the walls, and somebody who answers."""

from collections.abc import Callable

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.core.mixer import Mixer
from repcue.core.units import EAR_RATE, frames_from_seconds
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room import Echo

BLOCK_FRAMES = EAR_RATE // 100


class RoomMicrophone:
    """Hears a room at 16 kHz, 10 ms with every `read`, and moves the room's time on by as much.

    Speaker and microphone in one, so that what is played and what is heard stay together: each `read` asks the mixer
    for 10 ms first. Twin of a `DeviceSpeaker` and a `DeviceMicrophone` that hear each other.

    >>> room = RoomMicrophone(Mixer(16_000))
    >>> room.say(np.full(160, 0.5, dtype=np.float32), after_seconds=0.01)
    >>> [float(room.read(0.0).samples.max()) for _ in range(3)]
    [0.0, 0.5, 0.0]
    """

    def __init__(
        self,
        mixer: Mixer,
        *,
        echo: Echo | None = None,
        noise: Samples | None = None,
        damage: Callable[[Samples], Samples] = lambda block: block,
        tap: Callable[[Samples], None] = lambda _: None,
        delivers_per_second: int = EAR_RATE,
    ) -> None:
        """Open the room.

        Args:
            mixer: at 16,000 frames per second.
            echo: the way from the speaker to the microphone; None with headphones.
            noise: float32, shape (frames,), at 16 kHz: what is heard besides, over and over.
            damage: what the microphone makes of 10 ms of sound.
            tap: told all that is read.
            delivers_per_second: how many frames really come in a second, where the device says 16,000.
        """
        self._mixer = mixer
        self._echo = echo
        self._noise = noise
        self._damage = damage
        self._tap = tap
        self._speech = np.zeros(0, dtype=np.float32)
        self._step_frames = round(BLOCK_FRAMES * EAR_RATE / delivers_per_second)
        self.played = PlayedRing(mixer.sample_rate)
        """What was played, for an ear that takes the echo out."""
        self.delivered_frames = 0
        """How many frames were read."""
        self.is_closed = False

    def say(self, speech: Samples, after_seconds: float = 0.4) -> None:
        """Let somebody speak, 16 kHz, so many seconds from now: people answer after 0.2 s at the soonest."""
        pause = np.zeros(frames_from_seconds(after_seconds, EAR_RATE), dtype=np.float32)
        self._speech = np.concatenate([pause, speech])

    def read(self, timeout_seconds: float) -> AudioBlock | None:
        """Return the next 10 ms; never waits."""
        started_at_seconds = self._mixer.frame / EAR_RATE
        played = np.zeros(self._step_frames, dtype=np.float32)
        self._mixer.render_into(played)
        self.played.write(played)
        heard = np.zeros(BLOCK_FRAMES, dtype=np.float32)
        if self._echo is not None:
            heard += np.resize(self._echo.feed(played), BLOCK_FRAMES)
        if self._noise is not None:
            heard += np.take(self._noise, np.arange(BLOCK_FRAMES) + round(started_at_seconds * EAR_RATE), mode="wrap")
        now, self._speech = self._speech[:BLOCK_FRAMES], self._speech[BLOCK_FRAMES:]
        heard[: len(now)] += now
        samples = self._damage(heard).astype(np.float32)
        self.delivered_frames += len(samples)
        self._tap(samples)
        return AudioBlock(samples, started_at_seconds)

    @property
    def overflows(self) -> int:
        """Always 0."""
        return 0

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self.is_closed = True
