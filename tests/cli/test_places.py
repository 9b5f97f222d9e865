"""Where things are written, and what happens when they cannot be."""

import os
from pathlib import Path

import pytest

from cli.running import REHEARSE, left_in, records_of, run


@pytest.mark.parametrize("option", ["--out", "--events"])
def test_a_folder_that_does_not_exist_is_told_first(option: str, own_folder: Path) -> None:
    done = run(*REHEARSE, option, "gone/it")
    assert (done.code, done.out) == (1, "")
    assert done.sentence == (
        "'gone/it' cannot be written: the folder 'gone' does not exist. "
        f"Make it, or choose another place with {option}."
    )
    assert left_in(own_folder) == []


@pytest.mark.parametrize("option", ["--out", "--events"])
def test_a_folder_is_no_file(option: str) -> None:
    done = run(*REHEARSE, option, ".")
    assert (done.code, done.sentence) == (1, f"'.' is a folder; name a file in it with {option}.")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(own_folder: Path) -> None:
    own_folder.chmod(0o500)
    done = run(*REHEARSE, "--out", "out.wav")
    own_folder.chmod(0o700)
    assert (done.code, done.sentence) == (
        1,
        "'out.wav' may not be written by you; choose another place with --out.",
    )


def test_what_is_read_is_never_overwritten() -> None:
    before = Path("script.txt").read_bytes()
    done = run(*REHEARSE, "--events", "./script.txt")
    assert (done.code, done.sentence) == (
        1,
        "--events and --script name the same file, 'script.txt'; give each its own.",
    )
    assert Path("script.txt").read_bytes() == before


def test_sound_and_log_do_not_overwrite_each_other(own_folder: Path) -> None:
    done = run(*REHEARSE, "--events", "it", "--out", "it")
    assert (done.code, done.sentence) == (1, "--events and --out name the same file, 'it'; give each its own.")
    assert left_in(own_folder) == []


@pytest.mark.slow
def test_a_full_disk_ends_a_rehearsal_with_its_log_closed(own_folder: Path) -> None:
    done = run(*REHEARSE, "--out", "/dev/full", "--events", "log.jsonl")
    assert done.code == 1
    assert done.sentence == (
        "'/dev/full' cannot be written (No space left on device); free the disk or choose another place."
    )
    assert records_of(Path("log.jsonl"))[-1]["kind"] == "closed"
    assert left_in(own_folder) == ["log.jsonl"]


@pytest.mark.slow
def test_a_full_disk_under_the_log_leaves_no_sound(own_folder: Path) -> None:
    done = run(*REHEARSE, "--events", "/dev/full", "--out", "out.wav")
    assert done.code == 1
    assert done.sentence == (
        "The event log '/dev/full' cannot be written (No space left on device); "
        "free the disk or choose another place with --events."
    )
    assert left_in(own_folder) == []
