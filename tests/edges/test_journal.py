import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import numpy as np
import pytest

from repcue.core.errors import OutputError
from repcue.edges.journal import FileJournal, line_from_record
from repcue.ports import Journal, Record
from repcue.testing.journals import ListJournal

RECORDS: list[Record] = [
    {"kind": "opened", "sample_rate": 48_000, "packs": ["essentials"]},
    {"at_seconds": 1.0000004, "kind": "heard", "text": "réps", "score": 0.123456789, "said": None},
]


class Phase(StrEnum):
    ECCENTRIC = "eccentric"


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(params=["file", "list"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    journal = FileJournal(tmp_path / "events.jsonl") if request.param == "file" else ListJournal()
    yield journal
    journal.close()


def records_in(journal: Journal, tmp_path: Path) -> list[dict[str, object]]:
    return journal.records if isinstance(journal, ListJournal) else read(tmp_path / "events.jsonl")


def test_a_record_is_in_the_log_as_soon_as_it_is_written(journal: Journal, tmp_path: Path) -> None:
    for number, record in enumerate(RECORDS, start=1):
        journal.write(record)
        assert len(records_in(journal, tmp_path)) == number
    assert records_in(journal, tmp_path)[1] == {
        "kind": "heard", "at_seconds": 1.0, "text": "réps", "score": 0.123457, "said": None
    }  # fmt: skip


def test_closing_twice_is_closing_once(journal: Journal, tmp_path: Path) -> None:
    journal.write(RECORDS[0])
    journal.close()
    journal.close()
    journal.write(RECORDS[1])
    assert len(records_in(journal, tmp_path)) == 1


def test_kind_comes_first_and_the_time_second() -> None:
    assert line_from_record({"text": "a", "at_seconds": 2, "kind": "heard"}) == (
        '{"kind":"heard","at_seconds":2,"text":"a"}'
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1 / 3, "0.333333"),
        (-1e-9, "0.0"),
        (float("inf"), "null"),
        (float("nan"), "null"),
        (np.float32(0.1), "0.1"),
        (np.int64(7), "7"),
        (True, "true"),
        (Phase.ECCENTRIC, '"eccentric"'),
        ((1, 2.5), "[1,2.5]"),
        ({"a": [float("nan")]}, '{"a":[null]}'),
        ("línea\n", '"línea\\n"'),
    ],
)
def test_values_are_written_plainly(value: object, written: str) -> None:
    assert line_from_record({"kind": "x", "value": value}) == f'{{"kind":"x","value":{written}}}'


def test_a_value_that_json_does_not_know_is_our_bug() -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        line_from_record({"kind": "x", "value": object()})


def test_a_log_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        FileJournal(tmp_path / "none" / "events.jsonl")
    assert str(caught.value) == (
        f"The event log '{tmp_path / 'none' / 'events.jsonl'}' cannot be written (No such file or directory); "
        "free the disk or choose another place with --events."
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_once_and_the_session_goes_on() -> None:
    journal = FileJournal(Path("/dev/full"))
    with pytest.raises(OutputError, match="No space left on device"):
        journal.write(RECORDS[0])
    journal.write(RECORDS[1])
    assert journal.lost_records == 2
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_when_the_disk_fills_the_log_ends_with_a_whole_line(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "events.jsonl"
    journal = FileJournal(path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        journal.write(RECORDS[0])
        with pytest.raises(OutputError, match="File too large"):
            journal.write(RECORDS[1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert read(path) == [RECORDS[0]]


@pytest.mark.slow
def test_the_log_survives_a_killed_program(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    program = (
        "import os, pathlib, signal, sys; from repcue.edges.journal import FileJournal;"
        "journal = FileJournal(pathlib.Path(sys.argv[1])); journal.write({'kind': 'opened', 'sample_rate': 48000});"
        "os.kill(os.getpid(), signal.SIGTERM)"
    )
    subprocess.run([sys.executable, "-c", program, os.fspath(path)], check=False)
    assert read(path) == [{"kind": "opened", "sample_rate": 48_000}]
