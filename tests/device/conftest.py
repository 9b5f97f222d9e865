"""Real devices without hardware: PortAudio over ALSA over a private PulseAudio server with null sinks."""

from collections.abc import Iterator

import pytest

from device.null_sinks import NullSinks, what_is_missing


@pytest.fixture(scope="session")
def pulse() -> Iterator[NullSinks]:
    """A server for all tests. Programs run as children with `pulse.env`: PortAudio reads it once, when it starts."""
    yield from _running()


@pytest.fixture
def mortal_pulse() -> Iterator[NullSinks]:
    """A server for one test, which may kill it."""
    yield from _running()


def _running() -> Iterator[NullSinks]:
    missing = what_is_missing()
    if missing:
        pytest.skip(missing)
    with NullSinks() as null_sinks:
        yield null_sinks
