from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError
from repcue.edges.audio_files import WavWriter
from repcue.edges.ear_blocks import EarBlocks
from repcue.edges.input_clock import InputClock
from repcue.edges.microphone import InputCallback, Level
from repcue.edges.resample import StreamResampler, resample
from repcue.testing.microphones import ArrayMicrophone, FileMicrophone


@dataclass
class Status:
    output_underflow: bool = False
    input_overflow: bool = False


class ManualClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def tone(hertz: float, seconds: float, sample_rate: int) -> Samples:
    at_seconds = np.arange(round(seconds * sample_rate)) / sample_rate
    return (0.5 * np.sin(2 * np.pi * hertz * at_seconds)).astype(np.float32)


def test_the_first_channel_is_copied() -> None:
    clock = ManualClock()
    callback = InputCallback(48_000, clock, queue_blocks=10)
    indata = np.stack([np.full(480, 0.25), np.full(480, -0.5)], axis=1).astype(np.float32)
    clock.seconds = 0.01
    callback(indata, 480, None, Status())
    indata.fill(0.0)
    heard = callback.heard.get_nowait()
    assert (heard.samples == 0.25).all()
    assert heard.started_at_seconds == 0.0


def test_when_nobody_reads_the_oldest_blocks_are_dropped_and_counted() -> None:
    callback = InputCallback(48_000, ManualClock(), queue_blocks=3)
    for number in range(5):
        callback(np.full((480, 1), number, dtype=np.float32), 480, None, Status())
    assert callback.overflows == 2
    assert [callback.heard.get_nowait().samples[0] for _ in range(3)] == [2, 3, 4]


def test_sound_that_the_device_lost_is_counted() -> None:
    callback = InputCallback(48_000, ManualClock(), queue_blocks=3)
    callback(np.zeros((480, 1), dtype=np.float32), 480, None, Status(input_overflow=True))
    assert callback.overflows == 1


def test_a_clock_that_raises_is_seen_and_listening_goes_on() -> None:
    def broken() -> float:
        raise ZeroDivisionError("no output")

    callback = InputCallback(48_000, broken, queue_blocks=3)
    for _ in range(2):
        callback(np.zeros((480, 1), dtype=np.float32), 480, None, Status())
    assert repr(callback.failure) == "ZeroDivisionError('no output')"
    assert callback.callbacks == 2


def test_times_are_even_although_callbacks_jitter() -> None:
    clock = InputClock(48_000)
    jitter_seconds = np.random.default_rng(1).uniform(0.0, 0.04, 1000)
    starts = [clock.started_at_seconds(480 * n, 480, 5.0 + 0.01 * (n + 1) + jitter_seconds[n]) for n in range(1000)]
    assert np.allclose(np.diff(starts), 0.01, atol=1e-9)
    assert starts[0] == pytest.approx(5.0 + jitter_seconds[0])


def test_one_late_burst_does_not_move_the_times() -> None:
    clock = InputClock(48_000)
    starts = []
    for n in range(200):
        late_seconds = 0.3 if 100 <= n < 110 else 0.0
        starts.append(clock.started_at_seconds(480 * n, 480, 0.01 * (n + 1) + late_seconds))
    assert np.allclose(np.diff(starts), 0.01, atol=1e-9)


def test_lost_sound_moves_the_times_within_a_second_or_two() -> None:
    clock = InputClock(48_000)
    for n in range(100):
        clock.started_at_seconds(480 * n, 480, 0.01 * (n + 1))
    lost_seconds = 0.2
    for n in range(100, 400):
        last = clock.started_at_seconds(480 * n, 480, 0.01 * (n + 1) + lost_seconds)
    assert last == pytest.approx(0.01 * 399 + lost_seconds, abs=0.05)


@pytest.mark.parametrize("sample_rate", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_ear_blocks_are_10_ms_at_16_kilohertz_with_times_of_the_input(sample_rate: int) -> None:
    ear_blocks = EarBlocks(sample_rate)
    sound = tone(440, 1.0, sample_rate)
    step = sample_rate // 100
    blocks = []
    for start in range(0, len(sound), step):
        blocks += ear_blocks.feed(sound[start : start + step], 20.0 + start / sample_rate)
    blocks += ear_blocks.finish()
    assert {len(block.samples) for block in blocks} == {160}
    assert {block.samples.dtype for block in blocks} == {np.dtype(np.float32)}
    assert np.allclose([block.started_at_seconds for block in blocks], 20.0 + 0.01 * np.arange(len(blocks)))
    heard = np.concatenate([block.samples for block in blocks])[:16_000]
    # The filter rings at both ends of a sound that starts and ends at once.
    assert np.abs(heard - tone(440, 1.0, 16_000))[500:-500].max() < 1e-3


def test_after_lost_sound_ear_blocks_have_the_new_times() -> None:
    ear_blocks = EarBlocks(16_000)
    first = ear_blocks.feed(np.zeros(160, dtype=np.float32), 1.0)
    second = ear_blocks.feed(np.zeros(160, dtype=np.float32), 1.5)
    assert [block.started_at_seconds for block in first + second] == [1.0, 1.5]


def test_the_resampler_lets_nothing_through_that_would_be_heard_as_something_else() -> None:
    heard = resample(tone(9_000, 1.0, 48_000), 48_000, 16_000)
    assert np.abs(heard[1000:-1000]).max() < 1e-5


def test_a_sound_resampled_in_pieces_is_the_sound_resampled_whole() -> None:
    sound = tone(1_000, 0.5, 48_000)
    stream = StreamResampler(48_000, 16_000)
    pieces = [stream.feed(sound[start : start + 480]) for start in range(0, len(sound), 480)]
    whole = StreamResampler(48_000, 16_000)
    once = np.concatenate([whole.feed(sound), whole.finish()])
    assert np.allclose(np.concatenate([*pieces, stream.finish()]), once, atol=1e-6)
    assert len(once) == 8_000


def test_the_same_rate_passes_unchanged() -> None:
    sound = tone(1_000, 0.1, 16_000)
    stream = StreamResampler(16_000, 16_000)
    assert np.array_equal(stream.feed(sound), sound)
    assert len(stream.finish()) == 0
    assert np.array_equal(resample(sound, 16_000, 16_000), sound)


def test_the_level_of_a_full_scale_sine_is_minus_3_dbfs() -> None:
    level = Level(48_000)
    for _ in range(200):
        level.feed(2 * tone(1_000, 0.01, 48_000))
    assert level.dbfs == pytest.approx(-3.01, abs=0.01)


def test_three_seconds_of_zeros_are_digital_silence_and_one_sample_ends_it() -> None:
    level = Level(1_000)
    for _ in range(299):
        level.feed(np.zeros(10, dtype=np.float32))
    assert not level.is_digital_silence
    level.feed(np.zeros(10, dtype=np.float32))
    assert level.is_digital_silence
    assert level.dbfs == -120.0
    level.feed(np.full(1, 1e-5, dtype=np.float32))
    assert not level.is_digital_silence


def test_the_array_microphone_hears_everything_and_then_nothing() -> None:
    microphone = ArrayMicrophone(tone(440, 0.505, 48_000), 48_000, started_at_seconds=3.0)
    blocks = list(iter(lambda: microphone.read(0.0), None))
    assert len(blocks) == 51
    assert blocks[0].started_at_seconds == 3.0
    assert (blocks[-1].samples[80:] == 0.0).all()
    assert microphone.is_finished
    assert microphone.overflows == 0


def test_the_file_microphone_hears_a_file_of_another_rate(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "tone.wav", 44_100) as wav:
        wav.write(tone(440, 1.0, 44_100))
    microphone = FileMicrophone(tmp_path / "tone.wav")
    heard = np.concatenate([block.samples for block in iter(lambda: microphone.read(0.0), None)])
    assert np.abs(heard[:16_000] - tone(440, 1.0, 16_000))[500:-500].max() < 1e-3


def test_the_file_microphone_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="There is no sound file"):
        FileMicrophone(tmp_path / "none.wav")
