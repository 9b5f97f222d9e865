"""Ctrl-C at any moment, requests to end, and output that nobody reads."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import COMMAND, REHEARSE, left_in, records_of

pytestmark = pytest.mark.slow

SPOKEN = ("rehearse", "--script", "script.txt", "--engine", "bundled", "--out", "out.wav", "--events", "log.jsonl")


def started(*arguments: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    """Return the program as it begins."""
    pipe = subprocess.PIPE
    program = subprocess.Popen(
        [*COMMAND, *arguments], stdout=pipe, stderr=pipe, text=True, env={**os.environ, **(env or {})}
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "up\n"
    return program


def still_runs_after(program: "subprocess.Popen[str]", seconds: float) -> bool:
    try:
        program.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def assert_nothing_is_half_written(folder: Path) -> None:
    assert left_in(folder) in ([], ["log.jsonl"])
    if Path("log.jsonl").exists():
        assert records_of(Path("log.jsonl"))[-1]["kind"] == "closed"


@pytest.mark.parametrize("seconds", [0.02, 0.2, 0.5, 0.9, 1.3, 1.8])
def test_ctrl_c_at_any_moment_leaves_nothing_half_written(seconds: float, own_folder: Path) -> None:
    program = started(*SPOKEN, "--tail", "900")
    assert still_runs_after(program, seconds)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (1, "Interrupted; nothing half-written was left.\n"), out
    assert_nothing_is_half_written(own_folder)


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_in_the_middle_the_log_is_closed(request_to_end: signal.Signals, own_folder: Path) -> None:
    program = started(*SPOKEN, "--tail", "900")
    assert program.stdout is not None
    while "heard" not in program.stdout.readline():
        pass
    program.send_signal(request_to_end)
    program.send_signal(request_to_end)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (1, "Interrupted; nothing half-written was left.\n")
    assert left_in(own_folder) == ["log.jsonl"]
    assert records_of(Path("log.jsonl"))[-1]["kind"] == "closed"


def test_ctrl_c_while_speech_is_rendered_leaves_no_worker(own_folder: Path, tmp_path: Path) -> None:
    program = started(*SPOKEN, env={"REPCUE_HOME": str(tmp_path / "cold")})
    cache = tmp_path / "cold" / "cache" / "clips"
    while not (cache.is_dir() and any(cache.glob("*.clip"))):
        assert program.poll() is None
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (1, "Interrupted; nothing half-written was left.\n")
    assert left_in(own_folder) == []
    assert not list(cache.glob(".*"))


def test_a_reader_that_has_read_enough_is_no_error() -> None:
    program = started("phrases")
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    assert (program.stderr.read(), program.wait(timeout=30)) == ("", 0)
    program.stderr.close()


def test_a_rehearsal_goes_on_when_nobody_reads_its_lines(own_folder: Path) -> None:
    program = started(*REHEARSE, "--out", "out.wav", "--events", "log.jsonl")
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    assert (program.stderr.read(), program.wait(timeout=60)) == ("", 0)
    program.stderr.close()
    assert left_in(own_folder) == ["log.jsonl", "out.wav"]
    assert records_of(Path("log.jsonl"))[-1]["kind"] == "closed"


def test_output_to_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "repcue", "phrases"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (1, "The disk is full; free some space and try again.\n")
