"""A tune-in of the actual program between a virtual microphone and a virtual speaker."""

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from device.live_program import LiveProgram
from device.null_sinks import NullSinks
from device.spoken_session import write_session
from support.rendered_home import rendered_home

pytestmark = [pytest.mark.device, pytest.mark.slow]

LATENCY_SECONDS = (0.02, 0.6)
"""Of a null sink and its loop back into the microphone; what a server makes of it depends on the machine."""


REPLIES = ("stop", "next set", "bench press")
REPLY_SECONDS = 2.4
"""From where a phrase is asked for to where it is said: "Please say: incline bench." takes 1.7 s."""

ROOM_SECONDS = 90.0
"""Longer than everything takes, the loading of the ear included."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered_home(tmp_path_factory.getbasetemp())


class TuneInProgram:
    """`repcue tune-in --json`, spoken to as it asks."""

    def __init__(self, pulse: NullSinks, home: Path, folder: Path, *replies: str) -> None:
        """Start it, in a room with the faintest noise where anybody speaks."""
        self._pulse = pulse
        self._replies = [folder / f"{number}.wav" for number in range(len(replies))]
        for file, reply in zip(self._replies, replies, strict=True):
            # The prompt is shown when it begins to be said; the answer must not fall into it.
            write_session(file, home / "lifter", [(REPLY_SECONDS, reply)], tail_seconds=2.0)
        if replies:
            room = folder / "room.wav"
            write_session(room, home / "lifter", [(ROOM_SECONDS, replies[0])], tail_seconds=1.0)
            pulse.play_to_microphone(room)
        self._process = pulse.start("repcue", "tune-in", "--engine", "bundled", "--json", REPCUE_HOME=str(home))

    def found(self) -> dict[str, Any]:
        """Answer each command as it is asked for; return the program's JSON when it has ended."""
        assert self._process.stderr is not None
        told = []
        for line in self._process.stderr:
            told.append(line)
            if line.startswith("Say ") and self._replies:
                self._pulse.play_to_microphone(self._replies.pop(0))
        out, _ = self._process.communicate(timeout=60)
        self.code = self._process.returncode
        assert out, "".join(told)
        found: dict[str, Any] = json.loads(out)
        return found


def test_three_commands_are_heard_and_what_is_found_is_kept(pulse: NullSinks, home: Path, tmp_path: Path) -> None:
    program = TuneInProgram(pulse, home, tmp_path, *REPLIES)
    found = program.found()
    takes = {take["phrase"]: take for take in found["measured"]["takes"]}
    assert program.code == 0, found
    assert takes["stop"]["is_right"], takes
    assert takes["next set"]["is_right"], takes
    assert found["measured"]["echo"]["delay_seconds"] is None
    assert found["measured"]["frames_per_second"] == pytest.approx(48_000, rel=0.02)
    kept = json.loads((home / "tuned.json").read_text(encoding="utf-8"))["devices"]
    assert [(each["engine"], each["needed_score"]) for each in kept] == [("bundled", 0.5)]


def test_a_microphone_without_any_sound_is_told_and_nothing_is_kept(
    mortal_pulse: NullSinks, home: Path, tmp_path: Path
) -> None:
    (home / "tuned.json").unlink(missing_ok=True)
    program = TuneInProgram(mortal_pulse, home, tmp_path)
    found = program.found()
    assert program.code == 1
    assert [finding["value"] for finding in found["findings"]] == ["digital silence"]
    assert found["findings"][0]["advice"].startswith("The microphone sends nothing at all. ")
    assert not (home / "tuned.json").exists()


def test_an_echo_is_measured_and_the_next_session_begins_with_it(
    mortal_pulse: NullSinks, home: Path, tmp_path: Path
) -> None:
    """The speaker's sink is looped into the microphone's, as a room does."""
    loop = ["pactl", "load-module", "module-loopback", "source=spk.monitor", "sink=virtmic", "latency_msec=20"]
    subprocess.run(loop, env=mortal_pulse.env, check=True, capture_output=True)
    found = TuneInProgram(mortal_pulse, home, tmp_path, *REPLIES).found()
    echo = found["measured"]["echo"]
    least, most = LATENCY_SECONDS
    assert least <= echo["delay_seconds"] <= most
    assert echo["gain_db"] == pytest.approx(0.0, abs=3.0)
    assert found["tuned"]["echo_delay_seconds"] == echo["delay_seconds"]
    program = LiveProgram(mortal_pulse, home, tmp_path)
    program.ask_to_end(signal.SIGTERM)
    code, _, err = program.finish()
    assert (code, "Traceback" in err) == (0, False), err
