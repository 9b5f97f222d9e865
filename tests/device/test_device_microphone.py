import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from device.null_sinks import SAMPLE_RATE, SPEAKER, NullSinks
from repcue.core.clip import Samples
from repcue.edges.audio_files import WavWriter
from repcue.edges.resample import resample

pytestmark = [pytest.mark.device, pytest.mark.slow]

PROGRAMS = "device.programs"
EAR_RATE = 16_000


def sweep(sample_rate: int) -> Samples:
    """One second from 200 to 1,000 Hz."""
    at_seconds = np.arange(sample_rate) / sample_rate
    return (0.5 * np.sin(2 * np.pi * (200 + 400 * at_seconds) * at_seconds)).astype(np.float32)


def best_correlation(heard: Samples, expected: Samples) -> float:
    """Return how alike they are at the best shift, 0 to 1."""
    products = np.correlate(heard, expected, mode="valid")
    powers = np.convolve(heard**2, np.ones(len(expected)), mode="valid")
    return float((products / np.sqrt(np.maximum(powers, 1e-9) * (expected**2).sum())).max())


def arrays_in(path: Path) -> dict[str, NDArray[Any]]:
    """Return what a program kept, with the file closed."""
    with np.load(path) as kept:
        return dict(kept)


@pytest.mark.parametrize("device_rate", [44_100, 48_000])
@pytest.mark.parametrize("file_rate", [44_100, 48_000])
def test_the_microphone_hears_what_is_played_into_it(
    pulse: NullSinks, tmp_path: Path, device_rate: int, file_rate: int
) -> None:
    with WavWriter(tmp_path / "sweep.wav", file_rate) as wav:
        wav.write(sweep(file_rate))
    # Five seconds, because the player may take some to start on a busy machine.
    program = pulse.start(f"{PROGRAMS}.hear", 5.0, device_rate, tmp_path / "heard.npz")
    assert program.stdout is not None
    assert program.stdout.readline() == "listening\n"
    pulse.play_to_microphone(tmp_path / "sweep.wav").wait()
    counted = json.loads(program.communicate(timeout=30)[0])
    heard = arrays_in(tmp_path / "heard.npz")
    assert heard["samples"].shape == (500, 160)
    assert best_correlation(heard["samples"].ravel(), resample(sweep(file_rate), file_rate, EAR_RATE)) > 0.97
    assert np.allclose(np.diff(heard["times"]), 0.01)
    assert counted["sample_rate"] == device_rate
    assert counted["overflows"] == counted["underflows"] == 0
    assert counted["failure"] == "None"
    assert counted["loudest_dbfs"] == pytest.approx(-9.0, abs=0.5)


def test_a_microphone_that_delivers_zeros_is_noticed(pulse: NullSinks, tmp_path: Path) -> None:
    done = pulse.run(f"{PROGRAMS}.hear", 3.5, 0, tmp_path / "heard.npz")
    counted = json.loads(done.stdout.splitlines()[-1])
    assert counted["is_digital_silence"]
    assert counted["loudest_dbfs"] == -120.0


def tick_delays_seconds(samples: Samples, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how long after it was rendered each tick was heard."""
    flat = samples.ravel()
    starts = np.flatnonzero((flat[1:] > 0.05) & (flat[:-1] <= 0.05)) + 1
    starts = starts[np.insert(np.diff(starts) > EAR_RATE // 4, 0, True)]
    heard_at = times[starts // 160] + starts % 160 / EAR_RATE
    return heard_at - np.round((heard_at - 0.15) * 2) / 2


def test_heard_times_are_on_the_speakers_clock(pulse: NullSinks, tmp_path: Path) -> None:
    done = pulse.run(f"{PROGRAMS}.hear", 6.0, 0, tmp_path / "heard.npz", PULSE_SOURCE=f"{SPEAKER}.monitor")
    counted = json.loads(done.stdout.splitlines()[-1])
    heard = arrays_in(tmp_path / "heard.npz")
    delays = tick_delays_seconds(heard["samples"], heard["times"])
    assert len(delays) >= 8
    assert delays.std() < 1 / EAR_RATE
    assert 0.0 < delays.mean() < 0.4
    assert not counted["is_digital_silence"]
    assert counted["sample_rate"] == SAMPLE_RATE
