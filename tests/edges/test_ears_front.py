"""What stands before the ears, with the real RNNoise."""

import importlib.util
from functools import partial

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.errors import ModelError
from repcue.core.units import EAR_RATE, gain_from_db
from repcue.dsp.endpoint import WINDOW_FRAMES, Endpointer
from repcue.edges.ears.front import DRY_PART, Front, FrontWindow, PlainFront, SuppressingFront, open_front
from repcue.edges.rnnoise import RnNoise

needs_rnnoise = pytest.mark.skipif(importlib.util.find_spec("pyrnnoise") is None, reason="pyrnnoise is not installed")


def noise(seconds: float, level_db: float, seed: int = 1) -> Samples:
    frames = round(seconds * EAR_RATE)
    return np.random.default_rng(seed).normal(0.0, gain_from_db(level_db), frames).astype(np.float32)


def through(front: Front, sound: Samples) -> list[FrontWindow]:
    whole = len(sound) - len(sound) % WINDOW_FRAMES
    return [front.hear(window) for window in sound[:whole].reshape(-1, WINDOW_FRAMES)]


def level_db(samples: Samples) -> float:
    return 10.0 * float(np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))


def test_without_rnnoise_the_ear_hears_plainly_and_the_user_is_told() -> None:
    def absent() -> Front:
        raise ModelError("Noise suppression needs the package pyrnnoise; install it with `make start`.")

    front, notice = open_front(absent)
    assert isinstance(front, PlainFront)
    assert notice == (
        " In noise it will hear little: Noise suppression needs the package pyrnnoise; install it with `make start`."
    )
    sound = noise(0.5, -30.0)
    (first, *_) = through(front, sound)
    assert first.speech_probability is None
    np.testing.assert_allclose(first.decoded, sound[:WINDOW_FRAMES], atol=0.01)
    front.close()


@needs_rnnoise
def test_steady_noise_falls_to_the_part_that_is_left_untouched() -> None:
    front, notice = open_front(SuppressingFront)
    heard = through(front, noise(4.0, -30.0))[-100:]
    left = np.concatenate([window.judged for window in heard])
    assert notice == ""
    assert level_db(left) == pytest.approx(-30.0 + 20.0 * np.log10(DRY_PART), abs=2.0)
    front.close()


@needs_rnnoise
def test_what_is_untouched_comes_as_it_was_within_30_ms() -> None:
    front = SuppressingFront(gives_untouched=True)
    sound = noise(1.0, -25.0)
    heard = through(front, sound)
    late = round(front.delay_seconds * EAR_RATE)
    assert 0.0 < front.delay_seconds <= 0.03
    untouched = np.concatenate([window.untouched for window in heard])
    np.testing.assert_allclose(untouched[late:], sound[:-late], atol=0.005)
    front.close()


@needs_rnnoise
def test_the_suppressed_sound_is_of_the_same_moment_as_the_untouched() -> None:
    """A dry part of 0.15 beside a suppressed one that came earlier or later would be an echo."""
    front = SuppressingFront()
    seconds = np.arange(2 * EAR_RATE) / EAR_RATE
    buzz = sum(np.sin(2 * np.pi * 140.0 * k * seconds + k * k) / k for k in range(1, 25))
    sound = (0.1 * buzz * (0.5 - 0.5 * np.cos(2 * np.pi * 4.0 * seconds))).astype(np.float32) + noise(2.0, -30.0)
    heard = through(front, sound)
    wet = np.concatenate([window.judged - np.float32(DRY_PART) * window.untouched for window in heard])
    dry = np.concatenate([window.untouched for window in heard])
    size = 2 * len(wet)
    apart = int(np.argmax(np.fft.irfft(np.fft.rfft(wet, size) * np.conj(np.fft.rfft(dry, size)))))
    assert min(apart, size - apart) <= 1
    front.close()


BAD: dict[str, Samples] = {
    "digital silence": np.zeros(3 * EAR_RATE, np.float32),
    "everything clipped": np.sign(noise(3.0, -3.0)).astype(np.float32),
    "an offset": noise(3.0, -50.0) + np.float32(0.6),
    "hum": (0.4 * np.sin(2 * np.pi * 50.0 * np.arange(3 * EAR_RATE) / EAR_RATE)).astype(np.float32),
    "dropouts": noise(3.0, -20.0) * np.repeat(np.arange(30) % 2, EAR_RATE // 10).astype(np.float32),
    "screaming noise": noise(3.0, 0.0).clip(-1.0, 1.0),
}


@needs_rnnoise
@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_bad_sound_stays_finite_and_within_full_scale(name: str) -> None:
    front = SuppressingFront()
    heard = through(front, BAD[name])
    for window in heard:
        assert window.decoded.shape == window.judged.shape == (WINDOW_FRAMES,)
        assert window.decoded.dtype == np.float32
        assert np.isfinite(window.decoded).all()
        assert np.max(np.abs(window.decoded)) <= 1.0
        assert 0.0 <= (window.speech_probability or 0.0) <= 1.0
    front.close()


@needs_rnnoise
@pytest.mark.slow
def test_a_machine_that_starts_and_runs_holds_no_segment_open() -> None:
    front, endpointer = SuppressingFront(), Endpointer()
    open_windows = 0
    for heard in through(front, np.concatenate([noise(2.0, -66.0), noise(8.0, -25.0)])):
        endpointer.hear(heard.judged, heard.speech_probability)
        open_windows += endpointer.in_segment
        if endpointer.quiet_seconds >= 0.3:
            endpointer.end_segment()
    # The 2.5 s that make the background, and the quiet that ends a segment.
    assert open_windows < 300
    front.close()


@needs_rnnoise
def test_rnnoise_takes_frames_of_10_ms_only() -> None:
    suppressor = RnNoise()
    with pytest.raises(ValueError, match="RNNoise takes 480 frames at a time"):
        suppressor.suppress(np.zeros(160, np.float32))
    suppressor.close()
    suppressor.close()


@needs_rnnoise
def test_the_ear_that_wants_noise_left_in_gets_it() -> None:
    front, _ = open_front(partial(SuppressingFront, gives_untouched=True))
    heard = through(front, noise(2.0, -30.0))[-20:]
    assert all(np.array_equal(window.decoded, window.untouched) for window in heard)
    front.close()


@needs_rnnoise
def test_a_room_that_gets_quiet_again_is_not_taken_for_speech() -> None:
    room = noise(14.0, -66.0)
    room[3 * EAR_RATE : 4 * EAR_RATE] += noise(1.0, -26.0)
    front, endpointer = SuppressingFront(), Endpointer()
    began_at_seconds = []
    for number, window in enumerate(through(front, room)):
        if endpointer.hear(window.judged, window.speech_probability):
            began_at_seconds.append(number / 100)
        if endpointer.quiet_seconds >= 0.3:
            endpointer.end_segment()
    assert [seconds for seconds in began_at_seconds if seconds > 4.3] == []
    front.close()
