"""The cost of a live session is measured on a real program; it must not hang where that does."""

import subprocess
import sys

import pytest

from repcue.bench.cost import waited_for
from repcue.core.errors import DeviceError


def program(code: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_the_line_is_waited_for_and_the_program_goes_on() -> None:
    with program(
        "import threading; print('one'); print('Listening.', flush=True); threading.Event().wait()"
    ) as session:
        waited_for(session, "Listening.", 20.0)
        assert session.poll() is None
        session.kill()


def test_a_program_that_ends_before_is_told_with_its_exit_code() -> None:
    with (
        program("raise SystemExit(3)") as session,
        pytest.raises(DeviceError, match=r"`repcue start` ended with exit code 3 before it listened; try it by hand\."),
    ):
        waited_for(session, "Listening.", 20.0)


def test_a_program_that_hangs_is_ended() -> None:
    with (
        program("import threading; threading.Event().wait()") as session,
        pytest.raises(DeviceError, match=r"`repcue start` did not listen within 0\.3 s; try it by hand\."),
    ):
        waited_for(session, "Listening.", 0.3)
    assert session.poll() is not None
