import json

import numpy as np
import pytest
from numpy.typing import NDArray

from device.null_sinks import SAMPLE_RATE, NullSinks

pytestmark = [pytest.mark.device, pytest.mark.slow]

PROGRAMS = "device.programs"
PERIOD_FRAMES = 24_000

DEVIATION_MS = 0.1
"""Standard deviation that is allowed at the recorder; a person notices 25 ms in a second (Friberg & Sundberg 1995)."""


def heard_ticks(recording: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.flatnonzero(recording > 0.25)


def played_ticks(
    pulse: NullSinks, seconds: float, *, failing_block: int = -1, busy_threads: int = 0
) -> tuple[dict[str, object], NDArray[np.float32]]:
    recording = pulse.start_recording()
    done = pulse.run(f"{PROGRAMS}.play_ticks", seconds, failing_block, busy_threads)
    return json.loads(done.stdout), recording.stop()


def assert_even(ticks: NDArray[np.int64], *, at_least: int) -> None:
    assert len(ticks) >= at_least
    errors_ms = (np.diff(ticks) - PERIOD_FRAMES) / SAMPLE_RATE * 1000
    assert errors_ms.std() <= DEVIATION_MS
    assert abs(errors_ms).max() <= 1.0
    assert ticks[-1] - ticks[0] == PERIOD_FRAMES * (len(ticks) - 1)


def test_ticks_are_heard_when_they_are_due_and_nothing_runs_dry(pulse: NullSinks) -> None:
    counted, recording = played_ticks(pulse, 10.0)
    assert_even(heard_ticks(recording), at_least=17)
    assert counted["underflows"] == 0
    assert counted["failures"] == 0
    assert counted["sample_rate"] == SAMPLE_RATE


def test_ticks_stay_even_for_a_minute(pulse: NullSinks) -> None:
    counted, recording = played_ticks(pulse, 60.0)
    assert_even(heard_ticks(recording), at_least=117)
    assert counted["underflows"] == 0


def test_ticks_stay_even_while_another_thread_is_busy(pulse: NullSinks) -> None:
    _, recording = played_ticks(pulse, 5.0, busy_threads=1)
    assert_even(heard_ticks(recording), at_least=7)


def test_a_mixer_that_raises_is_seen_and_the_sound_goes_on(pulse: NullSinks) -> None:
    tick_block = 48_000 // 480 + 1
    counted, recording = played_ticks(pulse, 3.0, failing_block=tick_block)
    assert counted["failures"] == 1
    assert counted["failure"] == "ValueError('a bug in the mixer')"
    assert_even(heard_ticks(recording), at_least=3)


def test_between_ticks_the_device_is_fed_the_faintest_noise(pulse: NullSinks) -> None:
    _, recording = played_ticks(pulse, 2.0)
    ticks = heard_ticks(recording)
    between = recording[ticks[0] + 10 : ticks[1] - 10]
    assert abs(between).max() == 2.0**-15
    assert between.any()
