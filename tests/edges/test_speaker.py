from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.clip import Samples
from repcue.edges.heartbeat import Heartbeat
from repcue.edges.speaker import OutputCallback
from repcue.testing.speakers import MemorySpeaker

AWAKE = 2.0**-15
"""The faintest noise that is added to keep earbuds awake."""


@dataclass
class Status:
    output_underflow: bool = False
    input_overflow: bool = False


class Ramp:
    """Every frame has its own number, so that a lost or repeated one shows."""

    def __init__(self) -> None:
        self.frames = 0

    def render_into(self, buffer: Samples) -> None:
        buffer[:] = np.arange(self.frames, self.frames + len(buffer)) / 2.0**14
        self.frames += len(buffer)


def block(frames: int, channels: int) -> Samples:
    return np.full((frames, channels), np.nan, dtype=np.float32)


@pytest.mark.parametrize("channels", [1, 2])
def test_every_channel_gets_the_same_sound(channels: int) -> None:
    callback = OutputCallback(Ramp().render_into, 480)
    out = block(480, channels)
    callback(out, 480, None, Status())
    expected = np.arange(480) / 2.0**14
    for channel in range(channels):
        assert np.abs(out[:, channel] - expected).max() <= AWAKE


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 2000), min_size=1, max_size=8))
def test_blocks_of_any_size_are_filled_whole_and_in_order(sizes: list[int]) -> None:
    callback = OutputCallback(Ramp().render_into, 480)
    heard = []
    for frames in sizes:
        out = block(frames, 1)
        callback(out, frames, None, Status())
        heard.append(out[:, 0])
    assert np.abs(np.concatenate(heard) - np.arange(sum(sizes)) / 2.0**14).max() <= AWAKE
    assert callback.frames == sum(sizes)
    assert callback.callbacks == len(sizes)


def test_underflows_are_counted_and_the_sound_goes_on() -> None:
    callback = OutputCallback(Ramp().render_into, 480)
    for dry in (True, False, True):
        callback(block(480, 2), 480, None, Status(output_underflow=dry))
    assert callback.underflows == 2
    assert callback.frames == 3 * 480


def test_what_the_mixer_raises_is_kept_and_silence_is_played() -> None:
    def broken(buffer: Samples) -> None:
        buffer.fill(0.7)
        raise ValueError("first" if callback.failures == 0 else "later")

    callback = OutputCallback(broken, 480)
    out = block(480, 2)
    for _ in range(3):
        callback(out, 480, None, Status())
    assert np.abs(out).max() == AWAKE
    assert callback.failures == 3
    assert repr(callback.failure) == "ValueError('first')"
    assert callback.frames == 3 * 480


def test_the_device_is_never_given_digital_silence() -> None:
    callback = OutputCallback(lambda buffer: buffer.fill(0.0), 480)
    out = block(480, 1)
    callback(out, 480, None, Status())
    assert (np.abs(out) == AWAKE).all()


def test_a_device_that_calls_back_is_not_lost() -> None:
    heartbeat = Heartbeat()
    assert not any(heartbeat.is_lost(callbacks, callbacks * 0.01) for callbacks in range(500))


def test_a_device_that_stops_calling_is_lost_after_a_second() -> None:
    heartbeat = Heartbeat()
    assert not heartbeat.is_lost(7, 100.0)
    assert not heartbeat.is_lost(7, 100.99)
    assert heartbeat.is_lost(7, 101.0)


def test_a_device_that_calls_again_is_no_longer_lost() -> None:
    heartbeat = Heartbeat()
    heartbeat.is_lost(7, 0.0)
    assert heartbeat.is_lost(7, 2.0)
    assert not heartbeat.is_lost(8, 2.1)


@pytest.mark.parametrize("block_frames", [1, 7, 64, 480, 2048])
def test_the_memory_speaker_asks_in_blocks_and_keeps_everything(block_frames: int) -> None:
    asked = []

    def render(buffer: Samples) -> None:
        asked.append(len(buffer))
        ramp.render_into(buffer)

    ramp = Ramp()
    speaker = MemorySpeaker(render, sample_rate=48_000, block_frames=block_frames)
    first, second = speaker.pull(1000), speaker.pull(500)
    assert np.array_equal(speaker.played, np.arange(1500, dtype=np.float32) / 2.0**14)
    assert np.array_equal(speaker.played, np.concatenate([first, second]))
    assert max(asked) <= block_frames
    assert speaker.frames == 1500


def test_the_memory_speaker_counts_underflows_when_it_is_starved() -> None:
    speaker = MemorySpeaker(Ramp().render_into, sample_rate=48_000)
    speaker.starve()
    assert speaker.underflows == 1
    assert speaker.sample_rate == 48_000
    assert len(speaker.played) == 0
