"""What a session costs: time to rehearse, time until it listens, processor and memory while it is live."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer
from typing import Final

from repcue.bench.machine import machine
from repcue.bench.sessions import run_session
from repcue.core.clip import Samples
from repcue.core.errors import DeviceError
from repcue.core.script import Line
from repcue.edges.clip_bank import ClipBank
from repcue.edges.devices import Direction, find_device, list_devices
from repcue.ports import Ear
from repcue.prepare import Prepared

LIVE_SECONDS: Final = 20.0
"""Long enough for the start to weigh little."""

START_TIMEOUT_SECONDS: Final = 60.0
"""The first start ever renders every clip, which took 12 to 22 s; with a slow voice more."""

STARTS: Final = 3
LISTENING: Final = "Listening."
REHEARSED: Final = (Line(0.5, "bench press"), Line(6.0, "next set"))
REHEARSED_SECONDS: Final = 60.0

Progress = Callable[[float, float], None]


def measure(
    prepared: Prepared, clips: ClipBank, ear: Ear, track: Samples, *, options: list[str], progress: Progress
) -> dict[str, object]:
    """Return every figure of `repcue bench cost`.

    Args:
        prepared: packs and grammar.
        clips: rendered, at the output's rate.
        ear: the ear that is rehearsed with.
        track: a spoken session for it, at 16 kHz.
        options: handed on to `repcue start`.
        progress: told how much of how much is done.
    """
    words = run_session(prepared, clips, REHEARSED_SECONDS, words=REHEARSED)
    progress(0.2, 1.0)
    heard = run_session(prepared, clips, REHEARSED_SECONDS, track=track, ear=ear)
    progress(0.4, 1.0)
    return {
        "benchmark": "cost",
        "machine": machine(),
        "engine": ear.engine,
        "model": ear.model,
        "voice": prepared.voice,
        "rehearse_words_seconds_per_second": round(words.wall_seconds / words.seconds, 4),
        "rehearse_heard_seconds_per_second": round(heard.wall_seconds / heard.seconds, 4),
        "live": _live(options, progress),
    }


def _live(options: list[str], progress: Progress) -> dict[str, object]:
    """Return what `repcue start` costs on this machine's devices."""
    try:
        devices = list_devices()
        find_device(devices, None, Direction.SPEAKER)
        find_device(devices, None, Direction.MICROPHONE)
    except DeviceError as error:
        return {"not_measured": str(error)}
    starts = []
    for number in range(STARTS):
        session, seconds = _start(options)
        _end(session)
        starts.append(round(seconds, 2))
        progress(0.4 + 0.1 * (number + 1), 1.0)
    session, _ = _start(options)
    try:
        usage = _watch(session)
    finally:
        _end(session)
    return {"start_to_listening_seconds": starts, **usage}


def _start(options: list[str]) -> tuple["subprocess.Popen[str]", float]:
    """Start a live session; return it and how long it took until it listened."""
    began = time.perf_counter()
    session = subprocess.Popen(
        [sys.executable, "-m", "repcue", "start", "--plain", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    waited_for(session, LISTENING, START_TIMEOUT_SECONDS)
    return session, time.perf_counter() - began


def waited_for(session: "subprocess.Popen[str]", wanted: str, timeout_seconds: float) -> None:
    """Return when a program has printed a line; its end, or time running out, ends it.

    Raises:
        DeviceError: it ended before, or took too long.
    """
    assert session.stdout is not None
    is_late = Event()

    def give_up() -> None:
        is_late.set()
        session.kill()

    # Killing the program ends its output, and so the wait; reading itself has no timeout on every system.
    alarm = Timer(timeout_seconds, give_up)
    alarm.start()
    try:
        if any(line.strip() == wanted for line in session.stdout):
            return
    finally:
        alarm.cancel()
    code = session.wait()
    if is_late.is_set():
        raise DeviceError(f"`repcue start` did not listen within {timeout_seconds:g} s; try it by hand.")
    raise DeviceError(f"`repcue start` ended with exit code {code} before it listened; try it by hand.")


def _end(session: "subprocess.Popen[str]") -> None:
    session.terminate()
    try:
        session.wait(timeout=10)
    except subprocess.TimeoutExpired:
        session.kill()


def _watch(session: "subprocess.Popen[str]") -> dict[str, object]:
    """Return processor share and memory over a while; where the system does not tell them, say so."""
    if not Path(f"/proc/{session.pid}/stat").exists():
        return {"usage_not_measured": "this system does not tell its usage in /proc"}
    before, began = _cpu_seconds(session.pid), time.perf_counter()
    time.sleep(LIVE_SECONDS)
    used, passed = _cpu_seconds(session.pid) - before, time.perf_counter() - began
    return {
        "watched_seconds": round(passed, 1),
        "cpu_share_of_one_core": round(used / passed, 3),
        "resident_megabytes": round(_resident_bytes(session.pid) / 1e6, 1),
    }


def _cpu_seconds(pid: int) -> float:
    # Fields 14 and 15 of proc(5) stat, counted after the name in parentheses.
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0
