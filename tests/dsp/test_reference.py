import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.dsp.reference import PlayedRing, ReferenceTrack


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 300), max_size=30))
def test_the_ring_gives_back_what_was_played_whatever_the_blocks(sizes: list[int]) -> None:
    ring = PlayedRing(1_000, seconds=0.5)
    played = np.arange(sum(sizes), dtype=np.float32)
    for start, size in zip(np.cumsum([0, *sizes]), sizes, strict=False):
        ring.write(played[start : start + size])
    assert ring.frames == len(played)
    oldest = max(0, len(played) - 500)
    assert np.array_equal(ring.read(oldest, ring.frames), played[oldest:])


def test_what_the_ring_has_lost_reads_as_silence() -> None:
    ring = PlayedRing(1_000, seconds=0.1)
    ring.write(np.ones(150, dtype=np.float32))
    assert np.array_equal(ring.read(40, 60), np.repeat([0, 1], 10).astype(np.float32))


def test_a_block_longer_than_the_ring_leaves_its_end() -> None:
    ring = PlayedRing(1_000, seconds=0.1)
    ring.write(np.arange(250, dtype=np.float32))
    assert np.array_equal(ring.read(150, 250), np.arange(150, 250, dtype=np.float32))


def sine_track(frequency: float) -> ReferenceTrack:
    track = ReferenceTrack(4_000)
    track.extend(np.sin(2 * np.pi * frequency * np.arange(4_000) / 16_000).astype(np.float32))
    return track


@pytest.mark.parametrize(("position", "speed"), [(1_000.3, 1.0), (1_000.0, 1.0001), (1_000.7, 0.9999), (1_000.5, 1.0)])
def test_a_track_is_read_between_frames(position: float, speed: float) -> None:
    read = sine_track(3_000.0).read(position, 256, speed)
    right = np.sin(2 * np.pi * 3_000 * (position + speed * np.arange(256)) / 16_000)
    assert np.max(np.abs(read - right)) < 2e-4


def test_whole_frames_are_read_exactly_in_any_pieces() -> None:
    track = ReferenceTrack(1_000)
    sound = np.random.default_rng(1).standard_normal(1_500).astype(np.float32)
    for start in range(0, 1_500, 70):
        track.extend(sound[start : start + 70])
    assert np.array_equal(track.read(600.0, 256), sound[600:856])


def test_before_the_start_and_past_the_end_lies_silence() -> None:
    track = ReferenceTrack(1_000)
    track.extend(np.ones(100, dtype=np.float32))
    assert np.array_equal(track.read(-50.0, 100), np.repeat([0, 1], 50).astype(np.float32))
    assert not track.read(200.0, 50).any()
    assert track.has(20.0, 50)
    assert not track.has(20.0, 80)
